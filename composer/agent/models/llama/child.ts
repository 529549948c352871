// Runs a model file by node-llama-cpp, in a process of its own: reading a prompt keeps its thread for seconds.
import { join } from "node:path";
import { availableParallelism } from "node:os";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { messageOf } from "../../../../kernel/errors.ts";
import { CONTEXT } from "../ollama.ts";
import type { ChatTurn, Said, Told } from "./protocol.ts";
import { told } from "./protocol.ts";

/** The little of node-llama-cpp that is used; it is installed beside the data, so its types are not here. */
interface Library {
  getLlama(options: object): Promise<Llama>;
  LlamaChat: new (options: { contextSequence: Sequence }) => Chat;
}
interface Llama {
  loadModel(options: {
    modelPath: string;
  }): Promise<{ createContext(options: object): Promise<{ getSequence(): Sequence }> }>;
  createGrammarForJsonSchema(schema: object): Promise<object>;
}
interface Sequence {
  nextTokenIndex: number;
  tokenMeter: { getState(): { usedInputTokens: number; usedOutputTokens: number } };
}
interface Chat {
  generateResponse(history: readonly ChatTurn[], options: object): Promise<{ response: string }>;
}
const library = z.custom<Library>((given) => typeof given === "object" && given !== null && "getLlama" in given);

const [folder = "", file = ""] = process.argv.slice(2);
const say = (message: Said) => void process.send?.(message);

async function open() {
  const entry = join(folder, "node_modules/node-llama-cpp/dist/index.js");
  const { getLlama, LlamaChat } = library.parse(await import(pathToFileURL(entry).href));
  const llama = await getLlama({ build: "never", skipDownload: true, logLevel: "error" });
  const model = await llama.loadModel({ modelPath: file });
  const threads = Math.max(1, availableParallelism() - 1);
  const context = await model.createContext({ contextSize: { max: CONTEXT }, threads });
  const sequence = context.getSequence();
  const chat = new LlamaChat({ contextSequence: sequence });
  const grammars = new Map<string, Promise<object>>();
  const grammarOf = (schema: object) => {
    const key = JSON.stringify(schema);
    const known = grammars.get(key) ?? llama.createGrammarForJsonSchema(schema);
    grammars.set(key, known);
    return known;
  };
  return { sequence, chat, grammarOf };
}

type Opened = Awaited<ReturnType<typeof open>>;
type Asked = Extract<Told, { kind: "write" }>;

async function write({ sequence, chat, grammarOf }: Opened, asked: Asked, signal: AbortSignal): Promise<Said> {
  const { id, history, schema, temperature, most } = asked;
  signal.throwIfAborted();
  const before = sequence.tokenMeter.getState();
  const grammar = await grammarOf(schema);
  const { response } = await chat.generateResponse(history, { grammar, temperature, maxTokens: most, signal });
  const after = sequence.tokenMeter.getState();
  const outputTokens = after.usedOutputTokens - before.usedOutputTokens;
  const inputTokens = Math.max(0, sequence.nextTokenIndex - outputTokens);
  const cachedTokens = Math.max(0, inputTokens - (after.usedInputTokens - before.usedInputTokens));
  return { kind: "written", id, text: response, inputTokens, cachedTokens, outputTokens };
}

const opened = await open();
say({ kind: "ready", bytes: process.memoryUsage().rss });
const running = new Map<number, AbortController>();
let queue: Promise<unknown> = Promise.resolve();
process.on("message", (given) => {
  const message = told.parse(given);
  if (message.kind === "stop") return running.get(message.id)?.abort();
  const stop = new AbortController();
  running.set(message.id, stop);
  // One after the other: they share what the model has read.
  queue = queue
    .then(() => write(opened, message, stop.signal))
    .catch((thrown: unknown): Said => ({ kind: "failed", id: message.id, error: messageOf(thrown) }))
    .then((came) => {
      running.delete(message.id);
      say(came);
    });
});
process.on("disconnect", () => process.exit(0));
