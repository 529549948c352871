import { UserError } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import { createChild } from "../children/index.ts";
import type { Engine } from "./engine.ts";
import { samples, transcript } from "./jobs.ts";
import { promptOf } from "./prompt.ts";

const program = new URL("child.ts", import.meta.url);
const NAME = "Hearing";
/** Bytes a child may take: measured peaks are 251 MB native and 437 MB for WebAssembly. */
const MEMORY = { native: 700_000_000, wasm: 1_200_000_000 };
/** Milliseconds one recognition may take. */
const LIMIT_MS = { native: 60_000, wasm: 300_000 };
const ENGLISH_ONLY = "$ hears English only: set STEWARD_STT_MODEL=base for other languages.";
const DECODE_MS = 10_000;
const IDLE_MS = 60_000;

export interface LocalParts {
  /** what it is called, and its file */
  model: string;
  path: string;
  engine?: "native" | "wasm";
  log: Log;
}

/** Whisper in a child of ours that stays warm. */
export function createLocal({ model, path, engine, log }: LocalParts): Engine {
  const kind = engine ?? "wasm"; // where it is not said which, the slower may be all there is
  const first = { job: "load", input: { model: path, engine } };
  const child = createChild({ name: NAME, program, log, first, memory: MEMORY[kind] });
  return {
    model,
    async hear(sound, { names, language, signal }) {
      if (model.endsWith(".en") && language !== "en") throw new UserError(ENGLISH_ONLY.replace("$", model));
      return child.run("hear", { sound, prompt: promptOf(names), language }, transcript, {
        signal,
        limit: LIMIT_MS[kind],
      });
    },
    close: () => child.close(),
  };
}

/** Reads recordings in a child that goes when there are none, for engines that are elsewhere. */
export function createDecoder(log: Log) {
  const child = createChild({ name: "Decoding", program, log, memory: MEMORY.native, idle: IDLE_MS });
  return {
    decode: (audio: Uint8Array, signal?: AbortSignal): Promise<Float32Array> =>
      child.run("decode", { audio }, samples, { signal, limit: DECODE_MS }),
    close: () => child.close(),
  };
}
export type Decoder = ReturnType<typeof createDecoder>;
