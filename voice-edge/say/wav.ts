import { PeerError } from "../../kernel/errors.ts";
import type { Sound } from "./types.ts";

const HEADER = 44;

/** The header of a wav of samples of 16 bits, mono unless told; where the length is not known yet, of one that goes on. */
export function wavHeader(rate: number, samples?: number, channels = 1): Buffer {
  const header = Buffer.alloc(HEADER);
  const frame = channels * 2;
  const bytes = samples === undefined ? 0xffff_ffff - HEADER : samples * frame;
  header.write("RIFF", 0);
  header.writeUInt32LE(bytes + HEADER - 8, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20); // PCM
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * frame, 28);
  header.writeUInt16LE(frame, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36);
  header.writeUInt32LE(bytes, 40);
  return header;
}

/** Samples as the bytes of a wav: 16 bits, little-endian. */
export const bytesOf = ({ buffer, byteOffset, byteLength }: Int16Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

export const wavOf = ({ rate, samples }: Sound): Buffer =>
  Buffer.concat([wavHeader(rate, samples.length), bytesOf(samples)]);

/** The sound of a wav that a voice made: mono, 16 bits. Its lengths are not believed, since who streams does not know them. @throws PeerError */
export function samplesOf(wav: Uint8Array): Sound {
  const bytes = Buffer.from(wav.buffer, wav.byteOffset, wav.byteLength);
  let rate = 0;
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = bytes.toString("latin1", at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const begin = at + 8;
    if (name === "fmt " && begin + 16 <= bytes.length) {
      const isPlain = bytes.readUInt16LE(begin + 2) === 1 && bytes.readUInt16LE(begin + 14) === 16;
      if (!isPlain) break;
      rate = bytes.readUInt32LE(begin + 4);
    }
    if (name === "data" && rate > 0) return { rate, samples: wordsOf(bytes.subarray(begin, begin + length)) };
    at = begin + length + (length % 2);
  }
  throw new PeerError("The voice sent no wav of mono samples of 16 bits.");
}

/** Bytes as samples; an odd byte at the end is half a sample, and left out. */
export function wordsOf(bytes: Uint8Array): Int16Array {
  const whole = bytes.byteLength - (bytes.byteLength % 2);
  return new Int16Array(new Uint8Array(bytes.subarray(0, whole)).buffer); // copied: Buffer.slice would not
}
