import { UserError } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import type { Child } from "../children/index.ts";
import { LateError, createChild } from "../children/index.ts";
import { listenUntil } from "./again.ts";
import type { Engine } from "./engine.ts";
import type { Transcript } from "./jobs.ts";
import { prepared, said, samples } from "./jobs.ts";
import { promptOf } from "./prompt.ts";

const program = new URL("child.ts", import.meta.url);
const NAME = "Hearing";
/** Bytes a child may take: measured peaks are 251 MB native and 437 MB for WebAssembly. */
const MEMORY = { native: 700_000_000, wasm: 1_200_000_000 };
/** Milliseconds one recognition may take. */
const LIMIT_MS = { native: 60_000, wasm: 300_000 };
/** And so long, beside the length of the sound, with several threads: they wait for each other when a core is taken meanwhile. */
const SOON_MS = 3_000;
const ENGLISH_ONLY = "$ hears English only: set STEWARD_STT_MODEL=base for other languages.";
const MOST_THREADS = 4;
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
  return localBy(createChild({ name: NAME, program, log, first, memory: MEMORY[kind] }), { model, engine });
}

/** Whisper in a child that has loaded it: with all cores that are free, and again with one where that took too long. */
export function localBy(child: Child, { model, engine }: Pick<LocalParts, "model" | "engine">): Engine {
  const kind = engine ?? "wasm";
  return {
    model,
    async hear(sound, { names, language, signal, isUnderstood }) {
      if (model.endsWith(".en") && language !== "en") throw new UserError(ENGLISH_ONLY.replace("$", model));
      const prepare = () => child.run("prepare", sound, prepared, { signal, limit: DECODE_MS });
      const { seconds, decode, threads: free } = await prepare();
      let threads = engine === "wasm" ? 1 : Math.min(free, MOST_THREADS);
      const attempt = async (prompt: string): Promise<Transcript> => {
        const limit = threads > 1 ? SOON_MS + 1_000 * seconds : LIMIT_MS[kind];
        const asked = { prompt, language, threads };
        const { text, engine: ran, stt } = await child.run("hear", asked, said, { signal, limit });
        return { text, engine: ran, seconds, ms: { decode, stt } };
      };
      const listen = (prompt: string) =>
        attempt(prompt).catch(async (thrown: unknown) => {
          if (!(thrown instanceof LateError) || threads === 1) throw thrown;
          threads = 1;
          await prepare(); // the child that had it was ended
          return attempt(prompt);
        });
      const isQuick = engine !== "wasm";
      return isQuick && isUnderstood ? listenUntil({ names, isUnderstood }, listen) : listen(promptOf(names));
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
