import { UserError } from "../../kernel/errors.ts";
import { resample } from "../decode/resample.ts";
import type { Sound } from "../say/types.ts";
import { bytesOf, wavHeader } from "../say/wav.ts";

/** Sounds as their samples, 16 bits, sent while more are still made; the first is waited for, so that a fault is told as one. @throws UserError */
export async function pcmStream(
  sounds: AsyncGenerator<Sound>,
  onFirst?: () => void,
): Promise<{ rate: number; body: ReadableStream<Uint8Array> }> {
  const first = await sounds.next();
  if (first.done) throw new UserError("There is nothing to say.");
  const pieces = async function* () {
    onFirst?.();
    yield bytesOf(first.value.samples);
    for await (const { samples } of sounds) yield bytesOf(samples);
  };
  return { rate: first.value.rate, body: ReadableStream.from(pieces()) };
}

/** The same as one wav. @throws UserError */
export async function wavStream(
  sounds: AsyncGenerator<Sound>,
  onFirst?: () => void,
): Promise<ReadableStream<Uint8Array>> {
  const { rate, body } = await pcmStream(sounds, onFirst);
  const pieces = async function* () {
    yield wavHeader(rate);
    yield* body;
  };
  return ReadableStream.from(pieces());
}

/** Sounds at another rate. */
export async function* atRate(sounds: AsyncGenerator<Sound>, rate: number): AsyncGenerator<Sound> {
  for await (const { rate: from, samples } of sounds) {
    const other = resample(Float32Array.from(samples), from, rate);
    yield {
      rate,
      samples: Int16Array.from(other, (sample) => Math.max(-32_768, Math.min(32_767, Math.round(sample)))),
    };
  }
}
