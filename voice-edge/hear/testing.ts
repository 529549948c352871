import { readFileSync, readdirSync } from "node:fs";

/** Numbers of a tensor as a file has them: its dimensions as whisper.cpp counts them (columns first), and what they are. */
interface Tensor {
  name: string;
  dimensions: readonly number[];
  kind: keyof typeof KINDS;
  data: Buffer;
}

/** ggml's own numbers for how a tensor is kept, and for a whole file. */
const KINDS = { f32: 0, f16: 1, q5_1: 7, q8_0: 8 } as const;
const FILES = { f16: 1, q8_0: 1007, q5_1: 1009 } as const;

export interface GgmlParts {
  vocabulary: number;
  audioContext: number;
  textContext: number;
  state: number;
  heads: number;
  audioLayers: number;
  textLayers: number;
  kind: keyof typeof FILES;
  /** triangles of the mel scale: bands times frequencies */
  filters: { bands: number; frequencies: number; values: Float32Array };
  /** the first tokens; whisper.cpp makes up the rest */
  tokens: readonly Buffer[];
  tensors: Iterable<Tensor>;
}

const numbers = (...all: number[]) => {
  const bytes = Buffer.alloc(4 * all.length);
  all.forEach((one, at) => bytes.writeInt32LE(one, 4 * at));
  return bytes;
};

/** A Whisper model in whisper.cpp's own format. */
export function ggmlFile(parts: GgmlParts): Buffer {
  const { vocabulary, audioContext, textContext, state, heads, audioLayers, textLayers, kind, filters, tokens } = parts;
  const head = [vocabulary, audioContext, state, heads, audioLayers, textContext, state, heads, textLayers];
  const pieces = [
    numbers(0x67676d6c, ...head, filters.bands, FILES[kind]),
    numbers(filters.bands, filters.frequencies),
    Buffer.from(filters.values.buffer),
    numbers(tokens.length),
    ...tokens.flatMap((token) => [numbers(token.length), token]),
  ];
  for (const { name, dimensions, kind: kept, data } of parts.tensors)
    pieces.push(
      numbers(dimensions.length, Buffer.byteLength(name), KINDS[kept], ...dimensions),
      Buffer.from(name),
      data,
    );
  return Buffer.concat(pieces);
}

/** The matrix (row by row) as blocks of 32 numbers of eight bits and their scale (ggml's q8_0); scales are powers of two here. */
function q8(values: Float32Array): Buffer {
  const bytes = Buffer.alloc((values.length / 32) * 34);
  for (let block = 0; block * 32 < values.length; block += 1) {
    bytes.writeUInt16LE(0x3400, block * 34); // 0.25 as a half
    for (let at = 0; at < 32; at += 1) bytes.writeInt8((values[block * 32 + at] ?? 0) * 4, block * 34 + 2 + at);
  }
  return bytes;
}

const STATE = 64;
const [AUDIO_CONTEXT, TEXT_CONTEXT, LAYERS, BANDS, FREQUENCIES] = [1500, 448, 4, 80, 201];
/** Of an English model: all tokens, the end of a text, and "no times", behind which the text begins. */
const [VOCABULARY, END, BEGIN] = [51_864, 50_256, 50_362];
const LOUD = 8;

/**
 * A Whisper model of 3.5 MB that always says one sentence (at most 60 words, whatever is heard): every layer lets
 * through what it gets but one, whose multilayer perceptron turns a word into the next. The real engine runs it.
 */
export function sayingModel(sentence: string): Buffer {
  const words = sentence.split(" ").map((word, at) => (at === 0 ? word : ` ${word}`));
  const order = [BEGIN, ...words.keys(), END];
  const embedding = new Float32Array(VOCABULARY * STATE);
  order.forEach((token, at) => (embedding[token * STATE + at] = LOUD));
  return ggmlFile({
    vocabulary: VOCABULARY,
    audioContext: AUDIO_CONTEXT,
    textContext: TEXT_CONTEXT,
    state: STATE,
    heads: 1,
    audioLayers: LAYERS,
    textLayers: LAYERS,
    kind: "q8_0",
    filters: { bands: BANDS, frequencies: FREQUENCIES, values: new Float32Array(BANDS * FREQUENCIES) },
    tokens: [...words, " "].map((word) => Buffer.from(word)),
    tensors: tensorsOf(embedding),
  });
}

function* tensorsOf(embedding: Float32Array): Generator<Tensor> {
  const zeros = (name: string, ...dimensions: number[]): Tensor => {
    const size = dimensions.reduce((product, one) => product * one, 1);
    return { name, dimensions, kind: "f32", data: Buffer.alloc(4 * size) };
  };
  const filled = (name: string, value: number): Tensor => {
    const data = Buffer.from(new Float32Array(STATE).fill(value).buffer);
    return { name, dimensions: [STATE], kind: "f32", data };
  };
  const matrix = (
    name: string,
    columns: number,
    rows: number,
    values: Float32Array = new Float32Array(columns * rows),
  ): Tensor => ({
    name,
    dimensions: [columns, rows],
    kind: "q8_0",
    data: q8(values),
  });
  const norm = (name: string) => [filled(`${name}.weight`, 1), filled(`${name}.bias`, 0)];
  const attention = (name: string) => [
    ...norm(`${name}_ln`),
    ...["query", "key", "value", "out"].flatMap((part) => [
      matrix(`${name}.${part}.weight`, STATE, STATE),
      ...(part === "key" ? [] : [filled(`${name}.${part}.bias`, 0)]),
    ]),
  ];
  const layer = (name: string, attentions: string[], [into, out]: Float32Array[] = []) => [
    ...norm(`${name}.mlp_ln`),
    matrix(`${name}.mlp.0.weight`, STATE, 4 * STATE, into),
    zeros(`${name}.mlp.0.bias`, 4 * STATE),
    matrix(`${name}.mlp.2.weight`, 4 * STATE, STATE, out),
    filled(`${name}.mlp.2.bias`, 0),
    ...attentions.flatMap((one) => attention(`${name}.${one}`)),
  ];
  const convolution = (name: string, channels: number): Tensor[] => [
    { name: `${name}.weight`, dimensions: [3, channels, STATE], kind: "f16", data: Buffer.alloc(6 * channels * STATE) },
    zeros(`${name}.bias`, 1, STATE),
  ];
  yield zeros("encoder.positional_embedding", STATE, AUDIO_CONTEXT);
  yield* [...convolution("encoder.conv1", BANDS), ...convolution("encoder.conv2", STATE), ...norm("encoder.ln_post")];
  yield zeros("decoder.positional_embedding", STATE, TEXT_CONTEXT);
  yield matrix("decoder.token_embedding.weight", STATE, VOCABULARY, embedding);
  yield* norm("decoder.ln");
  for (let at = 0; at < LAYERS; at += 1) {
    yield* layer(`encoder.blocks.${at}`, ["attn"]);
    yield* layer(`decoder.blocks.${at}`, ["attn", "cross_attn"], at === 0 ? nextWord() : undefined);
  }
}

/** Weights by which the sign of a word gives way to that of the next: one hidden unit each. */
function nextWord(): Float32Array[] {
  const into = new Float32Array(4 * STATE * STATE);
  const out = new Float32Array(4 * STATE * STATE);
  for (let at = 0; at + 1 < STATE; at += 1) {
    into[at * STATE + at] = 1;
    out[(at + 1) * 4 * STATE + at] = LOUD;
  }
  return [into, out];
}

/** The child of a process that hears (Linux). */
export function childOf(parent: number): number {
  const children = readdirSync(`/proc/${parent}/task`).flatMap((task) =>
    readFileSync(`/proc/${parent}/task/${task}/children`, "utf8").trim().split(" "),
  );
  const hears = (pid: string) => pid !== "" && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("hear/child.ts");
  return Number(children.find(hears));
}

/** Tells whether a process has worked since, by more than two hundredths of a second (Linux). */
export function workOf(pid: number): () => boolean {
  const ticks = () => {
    const [, rest = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
    const [user = 0, system = 0] = rest.split(" ").slice(11, 13).map(Number);
    return user + system;
  };
  const before = ticks();
  return () => ticks() > before + 2;
}
