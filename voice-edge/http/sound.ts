import { UserError } from "../../kernel/errors.ts";
import type { Sound } from "../say/types.ts";
import { bytesOf, wavHeader } from "../say/wav.ts";

/** Sounds as one wav that is sent while it is still made; the first is waited for, so that a fault is told as one. @throws UserError */
export async function wavStream(
  sounds: AsyncGenerator<Sound>,
  { header = true, onFirst }: { header?: boolean; onFirst?(): void } = {},
): Promise<{ rate: number; body: ReadableStream<Uint8Array> }> {
  const first = await sounds.next();
  if (first.done) throw new UserError("There is nothing to say.");
  const { rate } = first.value;
  const pieces = async function* () {
    if (header) yield wavHeader(rate);
    onFirst?.();
    yield bytesOf(first.value.samples);
    for await (const { samples } of sounds) yield bytesOf(samples);
  };
  const body = ReadableStream.from(pieces());
  return { rate, body };
}
