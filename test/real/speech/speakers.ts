import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { decodeWav } from "../../../voice-edge/decode/wav.ts";
import { resample } from "../../../voice-edge/decode/resample.ts";
import { createJoe } from "./joe.ts";

/** Somebody who says sentences to us: mono samples at 16 kHz. */
export interface Speaker {
  say(text: string): Promise<Float32Array>;
  close(): Promise<void>;
}

const run = promisify(execFile);
const RATE = 16_000;

/** Piper's voice joe, as the house speaks; what was said once is remembered. */
export async function joe(): Promise<Speaker> {
  const voice = createJoe();
  await voice.warm();
  const said = new Map<string, Promise<Float32Array>>();
  const say = async (text: string) => {
    const { rate, samples } = await voice.speak(text);
    return resample(
      Float32Array.from(samples, (sample) => sample / 32_768),
      rate,
      RATE,
    );
  };
  return {
    say(text) {
      const known = said.get(text) ?? say(text);
      said.set(text, known);
      return known;
    },
    close: () => voice.close(),
  };
}

/** A program that writes a WAV file. */
const programSpeaker = (command: string, argumentsOf: (text: string, file: string) => string[]): Speaker => {
  return {
    async say(text) {
      const file = join(tmpdir(), `steward-speech-${crypto.randomUUID()}.wav`);
      try {
        await run(command, argumentsOf(text, file));
        return decodeWav(await readFile(file));
      } finally {
        await rm(file, { force: true });
      }
    },
    close: () => Promise.resolve(),
  };
};

export const espeak = (): Speaker =>
  programSpeaker("espeak-ng", (text, file) => ["-v", "en-us", "-w", file, "--", text]);
export const flite = (): Speaker => programSpeaker("flite", (text, file) => ["-voice", "slt", "-t", text, "-o", file]);
