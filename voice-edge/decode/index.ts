import { UserError, messageOf } from "../../kernel/errors.ts";
import { formatOf } from "./format.ts";
import type { Format } from "./format.ts";
import { lengthOf } from "./length.ts";
import { MOST_BYTES, RATE, allow, broken } from "./limits.ts";
import { packetsOf } from "./ogg.ts";
import { decodeOpus } from "./opus.ts";
import { decodeWav } from "./wav.ts";
import { webmPackets } from "./webm.ts";

const READ = "wav, mp3, m4a, flac, Ogg and WebM are read here";

/** Decodes what is not decoded here (mp3, m4a, flac, vorbis); throws, or gives nothing, when it cannot. */
export type Other = (bytes: Uint8Array, name: string) => Float32Array;

/**
 * A recording as mono samples at 16 kHz; what it is says its content, not its name. `loadOther` brings native code, which
 * may crash and has no limits of its own: a child process decodes, the house itself never.
 * @throws UserError when it is empty, too big, too long, of another kind or broken
 */
export async function decode(bytes: Uint8Array, loadOther: () => Promise<Other>): Promise<Float32Array> {
  if (bytes.length === 0) throw new UserError("The recording is empty.");
  if (bytes.length > MOST_BYTES) throw new UserError(`A recording has at most ${MOST_BYTES / 1024 / 1024} MB here.`);
  const format = formatOf(bytes);
  if (!format) throw new UserError(`That is no recording of a known kind: ${READ}.`);
  const samples = await byFormat(bytes, format, loadOther);
  allow(samples.length / RATE);
  return samples;
}

function byFormat(bytes: Uint8Array, format: Format, loadOther: () => Promise<Other>) {
  if (format === "wav") return decodeWav(bytes);
  if (format === "ogg-opus") return decodeOpus(packetsOf(bytes));
  if (format === "webm") return decodeOpus(webmPackets(bytes));
  return decodeOther(bytes, format, loadOther);
}

async function decodeOther(bytes: Uint8Array, format: Format, loadOther: () => Promise<Other>) {
  allow(lengthOf(bytes, format) ?? 0);
  const other = await loadOther().catch((thrown: unknown) => {
    throw new UserError(
      `${format} is not read on this machine (${messageOf(thrown)}): send wav, or Opus in WebM or Ogg.`,
    );
  });
  try {
    const samples = other(bytes, `recording.${format.replace(/-.*/, "")}`);
    if (samples.length > 0) return samples;
  } catch {
    // told below, in our words
  }
  throw broken(format);
}

/** whisper's own decoder, which makes 16 kHz of everything. Native: for child processes only. */
export const loadWhisperDecoder = async (): Promise<Other> => (await import("@napi-rs/whisper")).decodeAudio;
