import type { GgmlParts } from "../../../voice-edge/hear/testing.ts";
import { ggmlFile } from "../../../voice-edge/hear/testing.ts";
import { floatOf, q5 } from "./halves.ts";
import { melBank } from "./mel.ts";

/** A tensor of CTranslate2 in 16-bit floats. */
interface Variable {
  shape: number[];
  data: Buffer;
}

const FLOAT16 = 4;
/** Of Whisper: dimensions of a head, and how many tokens have words of their own. */
const [HEAD, TOKENS] = [64, 50_257];
const MULTILINGUAL = 51_865;

/** A Whisper model of CTranslate2 (format 6, 16-bit floats) as whisper.cpp's own file, quantised to five bits. */
export function ggmlOf(model: Buffer, vocabulary: string): Buffer {
  const variables = variablesOf(model);
  const shapeOf = (name: string): number[] => needed(variables, name).shape;
  const [words = 0, state = 0] = shapeOf("decoder/embeddings/weight");
  const [, bands = 0] = shapeOf("encoder/conv1/weight");
  const layers = (side: string) =>
    Array.from(variables.keys()).filter((name) => new RegExp(`^${side}/layer_\\d+/ffn/linear_0/weight$`).test(name))
      .length;
  return ggmlFile({
    vocabulary: words,
    audioContext: shapeOf("encoder/position_encodings/encodings")[0] ?? 0,
    textContext: shapeOf("decoder/position_encodings/encodings")[0] ?? 0,
    state,
    heads: state / HEAD,
    audioLayers: layers("encoder"),
    textLayers: layers("decoder"),
    kind: "q5_1",
    filters: melBank(bands),
    tokens: tokensOf(vocabulary, words >= MULTILINGUAL),
    tensors: tensorsOf(variables, state, { encoder: layers("encoder"), decoder: layers("decoder") }),
  });
}

function variablesOf(file: Buffer): Map<string, Variable> {
  let at = 0;
  const long = () => file.readUInt32LE((at += 4) - 4);
  const text = () => {
    const length = file.readUInt16LE(at);
    at += 2 + length;
    return file.toString("latin1", at - length, at - 1); // with a zero behind it
  };
  const [version, kind] = [long(), text()];
  if (version !== 6 || kind !== "WhisperSpec")
    throw new Error(`no Whisper of CTranslate2's format 6: ${version} ${kind}`);
  long(); // revision
  return new Map(
    Array.from({ length: long() }, () => {
      const name = text();
      const shape = Array.from({ length: file[at++] ?? 0 }, long);
      const type = file[at++];
      const length = long();
      at += length;
      if (type !== FLOAT16 && length > 8) throw new Error(`${name} is not in 16-bit floats`);
      return [name, { shape, data: file.subarray(at - length, at) }] as const;
    }),
  );
}

function needed(variables: Map<string, Variable>, name: string): Variable {
  const found = variables.get(name);
  if (!found) throw new Error(`the model has no ${name}`);
  return found;
}

/** The words as bytes: GPT-2 writes each byte as a printable sign. */
function tokensOf(vocabulary: string, isMultilingual: boolean): Buffer[] {
  const printable = [range(33, 126), range(161, 172), range(174, 255)].flat();
  const others = range(0, 255).filter((byte) => !printable.includes(byte));
  const bytes = new Map([
    ...printable.map((byte) => [byte, byte] as const),
    ...others.map((byte, at) => [256 + at, byte] as const),
  ]);
  const words = vocabulary.split("\n").slice(0, TOKENS);
  return words.map((word, at) => {
    if (at === TOKENS - 1 && !isMultilingual) return Buffer.from("<|endoftext|>");
    return Buffer.from([...word.replace(/\r$/, "")].map((sign) => bytes.get(sign.codePointAt(0) ?? 0) ?? 0));
  });
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

type Tensors = GgmlParts["tensors"];
type Kind = "words" | "floats" | "halves";

function* tensorsOf(
  variables: Map<string, Variable>,
  state: number,
  layers: Record<"encoder" | "decoder", number>,
): Tensors {
  const tensor = (name: string, from: string, kind: Kind, { first = 0, rows, dimensions }: Part = {}) => {
    const { shape, data } = needed(variables, from);
    const row = 2 * shape.slice(1).reduce((product, size) => product * size, 1);
    const count = rows ?? shape[0] ?? 0;
    const halves = data.subarray(first * row, (first + count) * row);
    const sizes = dimensions ?? [count, ...shape.slice(1)].toReversed();
    if (kind === "words") return { name, dimensions: sizes, kind: "q5_1" as const, data: q5(halves) };
    if (kind === "floats") return { name, dimensions: sizes, kind: "f32" as const, data: floatsOf(halves) };
    return { name, dimensions: sizes, kind: "f16" as const, data: halves };
  };
  const norm = (name: string, from: string) => [
    tensor(`${name}.weight`, `${from}/gamma`, "floats"),
    tensor(`${name}.bias`, `${from}/beta`, "floats"),
  ];
  const linear = (name: string, from: string, part: Part = {}, hasBias = true) => [
    tensor(`${name}.weight`, `${from}/weight`, "words", part),
    ...(hasBias ? [tensor(`${name}.bias`, `${from}/bias`, "floats", part)] : []),
  ];
  // CTranslate2 keeps query, key and value (of cross attention: key and value) in one matrix; keys have no bias.
  const part = (at: number) => ({ first: at * state, rows: state });
  const attention = (name: string, from: string, isCross: boolean) => [
    ...norm(`${name}_ln`, `${from}/layer_norm`),
    ...linear(`${name}.query`, `${from}/linear_0`, isCross ? {} : part(0)),
    ...linear(`${name}.key`, `${from}/linear_${isCross ? 1 : 0}`, part(isCross ? 0 : 1), false),
    ...linear(`${name}.value`, `${from}/linear_${isCross ? 1 : 0}`, part(isCross ? 1 : 2)),
    ...linear(`${name}.out`, `${from}/linear_${isCross ? 2 : 1}`),
  ];
  const block = (name: string, from: string, isDecoder: boolean) => [
    ...norm(`${name}.mlp_ln`, `${from}/ffn/layer_norm`),
    ...linear(`${name}.mlp.0`, `${from}/ffn/linear_0`),
    ...linear(`${name}.mlp.2`, `${from}/ffn/linear_1`),
    ...attention(`${name}.attn`, `${from}/self_attention`, false),
    ...(isDecoder ? attention(`${name}.cross_attn`, `${from}/attention`, true) : []),
  ];
  yield tensor("decoder.positional_embedding", "decoder/position_encodings/encodings", "floats");
  yield tensor("encoder.positional_embedding", "encoder/position_encodings/encodings", "floats");
  yield tensor("decoder.token_embedding.weight", "decoder/embeddings/weight", "words");
  for (let at = 0; at < layers.decoder; at += 1) yield* block(`decoder.blocks.${at}`, `decoder/layer_${at}`, true);
  yield* norm("decoder.ln", "decoder/layer_norm");
  for (const one of ["conv1", "conv2"]) {
    yield tensor(`encoder.${one}.weight`, `encoder/${one}/weight`, "halves");
    yield tensor(`encoder.${one}.bias`, `encoder/${one}/bias`, "floats", { dimensions: [1, state] });
  }
  for (let at = 0; at < layers.encoder; at += 1) yield* block(`encoder.blocks.${at}`, `encoder/layer_${at}`, false);
  yield* norm("encoder.ln_post", "encoder/layer_norm");
}

interface Part {
  first?: number;
  rows?: number;
  dimensions?: number[];
}

function floatsOf(halves: Buffer): Buffer {
  const floats = Float32Array.from({ length: halves.length / 2 }, (_, at) => floatOf(halves.readUInt16LE(2 * at)));
  return Buffer.from(floats.buffer);
}
