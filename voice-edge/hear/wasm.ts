import { readFile } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import { UserError } from "../../kernel/errors.ts";
import type { Whisper } from "./whisper.ts";

/** What is used of a module that is typed as nothing. */
interface Shout {
  FS_createDataFile(folder: string, name: string, content: Uint8Array, canRead: boolean, canWrite: boolean): void;
  init(model: string, timing: string): void;
  transcribe(
    samples: Float32Array,
    language: string,
    threads: number,
    translate: boolean,
    longest: number,
    splitOnWord: boolean,
    wordsOnly: boolean,
    times: boolean,
  ): void;
}

const transcribed = z.object({ transcription: z.array(z.object({ text: z.string() })) });

/** A worker as browsers have it, in a thread of Node. */
class WebWorker extends Worker {
  onmessage: ((event: { data: unknown }) => void) | undefined;
  constructor(url: URL) {
    super(new URL("wasm-thread.ts", import.meta.url), { workerData: url.href });
    this.on("message", (data: unknown) => this.onmessage?.({ data }));
  }
}

/**
 * whisper.cpp as WebAssembly, made for browsers: many times slower, but there on every machine. It takes no prompt, and
 * always looks at its whole window. For child processes only: its threads end with the process.
 */
export async function loadWasm(model: string): Promise<Whisper> {
  Object.assign(globalThis, { Worker: WebWorker });
  const { default: createModule } = await import("@transcribe/shout");
  let { promise, resolve } = Promise.withResolvers<unknown>();
  let printed = "";
  const module: Shout = await createModule({
    print: () => {},
    printErr: (line: string) => (printed = line),
    onTranscribed: (result: unknown) => resolve(result),
    onNewSegment: () => {},
    onProgress: () => {},
  });
  module.FS_createDataFile("/", "model.bin", await readFile(model), true, true);
  module.init("model.bin", "");
  if (/failed to/.test(printed)) throw new UserError(`The model is broken (${printed}).`);
  return {
    isFixed: true,
    async full({ samples, threads, language }) {
      ({ promise, resolve } = Promise.withResolvers<unknown>());
      module.transcribe(samples, language, threads, false, 0, false, true, false);
      const { transcription } = transcribed.parse(await promise);
      return transcription.map(({ text }) => text).join("");
    },
  };
}
