import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { MemoryControl } from "../control.ts";
import { ModelFault } from "../fault.ts";
import type { Model, Wish, Written, WriteOptions } from "../model.ts";
import { historyOf } from "./history.ts";
import { hasLlama } from "./install.ts";
import type { Said, Told } from "./protocol.ts";
import { said } from "./protocol.ts";
import { answerSchema, readAnswer } from "./schema.ts";

const MOST = 400;
const FREE = { input: 0, cached: 0, output: 0 };

export interface LlamaParts {
  /** the model's file */
  file: string;
  /** where node-llama-cpp is installed */
  folder: string;
}

/** A model file that runs beside the composer: its model, and its memory, which is that of a child process. */
export function llamaModel({ file, folder }: LlamaParts): { model: Model; control: MemoryControl } {
  const name = basename(file).replace(/\.gguf$/i, "");
  let child: Child | undefined;
  let ids = 0;
  const running = (): Child => {
    if (child?.isAlive()) return child;
    const missing = missingOf({ file, folder });
    if (missing) throw new ModelFault("setup", missing);
    return (child = openChild(file, folder));
  };
  const model: Model = {
    tier: "local",
    name,
    price: FREE,
    async write(prefix, messages, options = {}) {
      const { temperature = 0, most = MOST, signal } = options;
      if (signal?.aborted) throw cancelled(signal.reason);
      const asked = { history: historyOf(prefix, messages), schema: answerSchema(prefix), temperature, most };
      const came = await running().ask({ kind: "write", id: ++ids, ...asked }, signal);
      return writtenOf(came, options);
    },
  };
  const control: MemoryControl = {
    async standing() {
      if (child?.isAlive()) return { state: "loaded", bytes: child.bytes(), others: [] };
      return missingOf({ file, folder }) ? { state: "missing" } : { state: "unloaded", others: [] };
    },
    unload: async () => child?.end(),
    close: async () => child?.end(),
  };
  return { model, control };
}

function missingOf({ file, folder }: LlamaParts): string | undefined {
  if (!existsSync(file)) return `There is no model file ${file} (STEWARD_LOCAL_GGUF).`;
  return hasLlama(folder) ? undefined : "What runs model files is not installed: steward models add llama";
}

/** The answer as any model gives it; words come at once, as half an object is none. */
function writtenOf(came: Extract<Said, { kind: "written" }>, { onWords }: WriteOptions): Written {
  const { inputTokens, cachedTokens, outputTokens } = came;
  const { text, calls } = readAnswer(came.text) ?? { text: came.text, calls: [] };
  const wishes = calls.map(({ tool, args }, index): Wish => ({ id: `call-${index + 1}`, tool, args }));
  if (text !== "") onWords?.(text);
  return { text, wishes, usage: { inputTokens, cachedTokens, outputTokens } };
}

type Asking = Extract<Told, { kind: "write" }>;
interface Child {
  isAlive(): boolean;
  bytes(): number;
  ask(asked: Asking, signal?: AbortSignal): Promise<Extract<Said, { kind: "written" }>>;
  /** settles once its memory is free */
  end(): Promise<void>;
}

const cancelled = (cause: unknown) => new ModelFault("cancelled", "The model was not waited for.", { cause });

function openChild(file: string, folder: string): Child {
  const child: ChildProcess = fork(join(import.meta.dirname, "child.ts"), [folder, file], {
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    execArgv: [],
  });
  const waiting = new Map<number, PromiseWithResolvers<Extract<Said, { kind: "written" }>>>();
  const gone = Promise.withResolvers<void>();
  let bytes = 0;
  let isAlive = true;
  const ended = () => {
    isAlive = false;
    for (const one of waiting.values()) one.reject(new ModelFault("away", `What runs ${basename(file)} ended.`));
    waiting.clear();
    gone.resolve();
  };
  child.on("exit", ended);
  child.on("error", ended);
  child.on("message", (given) => {
    const message = said.parse(given);
    if (message.kind === "ready") return void (bytes = message.bytes);
    const one = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === "written") one?.resolve(message);
    else one?.reject(new ModelFault("away", `${basename(file)} did not answer: ${message.error}`));
  });
  return {
    isAlive: () => isAlive,
    bytes: () => bytes,
    async ask(asked, signal) {
      const one = Promise.withResolvers<Extract<Said, { kind: "written" }>>();
      waiting.set(asked.id, one);
      const stop = () => {
        waiting.delete(asked.id);
        if (isAlive) child.send({ kind: "stop", id: asked.id } satisfies Told);
        one.reject(cancelled(signal?.reason));
      };
      signal?.addEventListener("abort", stop, { once: true });
      if (isAlive) child.send(asked);
      else ended();
      return one.promise.finally(() => signal?.removeEventListener("abort", stop));
    },
    async end() {
      if (isAlive) child.kill("SIGKILL");
      await gone.promise;
    },
  };
}
