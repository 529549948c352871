import { UserError } from "../../kernel/errors.ts";
import { RATE, allow, broken } from "./limits.ts";
import { resample } from "./resample.ts";

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
const MOST_CHANNELS = 8;
const [LOWEST, HIGHEST] = [4_000, 384_000];

interface Layout {
  kind: number;
  channels: number;
  rate: number;
  /** bytes of one sample of one channel */
  width: number;
}

/**
 * A WAV file (PCM of 8 to 32 bits, or floats) as mono samples at 16 kHz. A file that ends early, or does not know its
 * length, is read as far as it goes.
 * @throws UserError when it is broken, too long, or of another kind
 */
export function decodeWav(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { layout, data } = chunksOf(view);
  const { channels, rate, width } = layout;
  const frames = Math.floor(data.byteLength / (channels * width));
  allow(frames / rate);
  const read = readerOf(layout, data);
  const mono = new Float32Array(frames);
  for (let frame = 0; frame < frames; frame += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) sum += read((frame * channels + channel) * width);
    const mean = sum / channels;
    mono[frame] = Number.isFinite(mean) ? Math.max(-1, Math.min(1, mean)) : 0;
  }
  return resample(mono, rate, RATE);
}

/** Mono samples at 16 kHz as a WAV file of 16 bits. */
export function encodeWav(samples: Float32Array, rate = RATE): Uint8Array {
  const bytes = Buffer.alloc(44 + 2 * samples.length);
  bytes.write("RIFF", 0, "latin1");
  bytes.writeUInt32LE(36 + 2 * samples.length, 4);
  bytes.write("WAVEfmt ", 8, "latin1");
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(PCM, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(2 * rate, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36, "latin1");
  bytes.writeUInt32LE(2 * samples.length, 40);
  samples.forEach((sample, at) =>
    bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), 44 + 2 * at),
  );
  return bytes;
}

function chunksOf(view: DataView): { layout: Layout; data: DataView } {
  let layout: Layout | undefined;
  for (let at = 12; at + 8 <= view.byteLength;) {
    const id = view.getUint32(at);
    const size = view.getUint32(at + 4, true);
    const length = Math.min(size, view.byteLength - at - 8); // streamed files say 0 or all ones
    const chunk = new DataView(view.buffer, view.byteOffset + at + 8, length);
    if (id === 0x666d7420) layout = layoutOf(chunk); // "fmt "
    if (id === 0x64617461) {
      // "data"
      if (!layout) throw broken("WAV");
      const rest = new DataView(view.buffer, view.byteOffset + at + 8);
      return { layout, data: size === 0 ? rest : chunk };
    }
    at += 8 + length + (length % 2);
  }
  throw broken("WAV");
}

function layoutOf(chunk: DataView): Layout {
  if (chunk.byteLength < 16) throw broken("WAV");
  const given = chunk.getUint16(0, true);
  const kind = given === EXTENSIBLE && chunk.byteLength >= 26 ? chunk.getUint16(24, true) : given;
  const bits = chunk.getUint16(14, true);
  const layout = { kind, channels: chunk.getUint16(2, true), rate: chunk.getUint32(4, true), width: bits / 8 };
  const { channels, rate, width } = layout;
  const isSane = channels >= 1 && channels <= MOST_CHANNELS && rate >= LOWEST && rate <= HIGHEST;
  if (!isSane) throw broken("WAV");
  const isKnown = (kind === PCM && [1, 2, 3, 4].includes(width)) || (kind === FLOAT && [4, 8].includes(width));
  if (!isKnown) throw new UserError("That WAV is packed: PCM of 8 to 32 bits and floats are read here.");
  return layout;
}

function readerOf({ kind, width }: Layout, data: DataView): (at: number) => number {
  if (kind === FLOAT) return width === 4 ? (at) => data.getFloat32(at, true) : (at) => data.getFloat64(at, true);
  if (width === 1) return (at) => (data.getUint8(at) - 128) / 128;
  if (width === 2) return (at) => data.getInt16(at, true) / 32_768;
  if (width === 4) return (at) => data.getInt32(at, true) / 2_147_483_648;
  return (at) => (data.getInt16(at + 1, true) * 256 + data.getUint8(at)) / 8_388_608;
}
