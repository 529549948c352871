import { execFile } from "node:child_process";
import { PeerError, UserError } from "../../kernel/errors.ts";
import { samplesOf } from "./wav.ts";
import type { Voice } from "./types.ts";

const WAIT_MS = 10_000;
const MOST_BYTES = 16 * 1024 * 1024;

/** espeak-ng: a voice without a model, in a hundredth of the time; it does not sound like a person. */
export function createEspeak(language = "en-us", program = "espeak-ng"): Voice {
  return {
    name: "espeak-ng",
    async speak(sentence, { signal } = {}) {
      return samplesOf(await run(program, ["-v", language, "--stdout", "--", sentence], signal));
    },
  };
}

function run(file: string, args: readonly string[], signal?: AbortSignal): Promise<Buffer> {
  const options = {
    encoding: "buffer",
    timeout: WAIT_MS,
    maxBuffer: MOST_BYTES,
    killSignal: "SIGKILL",
    signal,
  } as const;
  return new Promise((resolve, reject) => {
    execFile(file, [...args], options, (fault, stdout) => {
      if (!fault) return resolve(stdout);
      if (signal?.aborted) return reject(signal.reason);
      const isMissing = fault.code === "ENOENT";
      const why = isMissing ? "it is not installed (apt-get install espeak-ng)" : fault.message;
      reject(isMissing ? new UserError(`espeak-ng cannot speak: ${why}.`) : new PeerError(`espeak-ng failed: ${why}`));
    });
  });
}
