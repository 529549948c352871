import type { Format } from "./format.ts";
import { pagesOf } from "./ogg.ts";

/**
 * Seconds a recording says it lasts, read before it is decoded; undefined where it does not say. What lies is ended by
 * the memory and the time a decoder may take.
 */
export function lengthOf(bytes: Uint8Array, format: Format): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (format === "mp3") return mp3(bytes);
  if (format === "flac") return flac(view);
  if (format === "m4a") return m4a(view);
  return format === "ogg-vorbis" ? vorbis(bytes) : undefined;
}

// ISO/IEC 11172-3 and 13818-3, layer III: kilobits a second by index, for MPEG 1 and for 2 and 2.5.
const MPEG1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const MPEG2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const RATES = [44_100, 48_000, 32_000];

/** By walking its frames: nothing but the frames themselves is believed. */
function mp3(bytes: Uint8Array): number {
  let seconds = 0;
  for (let at = afterTag(bytes); at + 4 <= bytes.length;) {
    const frame = frameAt(bytes, at);
    if (frame) seconds += frame.seconds;
    at += frame?.bytes ?? 1;
  }
  return seconds;
}

function frameAt(bytes: Uint8Array, at: number): { bytes: number; seconds: number } | undefined {
  const [sync = 0, kind = 0, coding = 0] = bytes.subarray(at, at + 3);
  if (sync !== 0xff || (kind & 0xe6) !== 0xe2) return undefined;
  const version = (kind >> 3) & 3; // 3: MPEG 1, 2: MPEG 2, 0: MPEG 2.5
  const rate = (RATES[(coding >> 2) & 3] ?? 0) / (version === 3 ? 1 : version === 2 ? 2 : 4);
  const kilobits = (version === 3 ? MPEG1 : MPEG2)[coding >> 4] ?? 0;
  if (version === 1 || rate === 0 || kilobits === 0) return undefined;
  const samples = version === 3 ? 1152 : 576;
  return { bytes: Math.floor((samples * 125 * kilobits) / rate) + ((coding >> 1) & 1), seconds: samples / rate };
}

/** Behind an ID3 tag, whose size is four times seven bits. */
function afterTag(bytes: Uint8Array): number {
  if (Buffer.from(bytes.subarray(0, 3)).toString("latin1") !== "ID3") return 0;
  return 10 + bytes.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 127), 0);
}

/** STREAMINFO is always the first block; a stream that was piped says 0. */
function flac(view: DataView): number | undefined {
  if (view.byteLength < 26) return undefined;
  const rate = view.getUint32(18) >>> 12;
  const samples = (view.getUint8(21) & 15) * 2 ** 32 + view.getUint32(22);
  return rate === 0 || samples === 0 ? undefined : samples / rate;
}

/** The longest of its headers of movie and media. */
function m4a(view: DataView, from = 0, to = view.byteLength): number | undefined {
  let longest: number | undefined;
  for (let at = from; at + 8 <= to;) {
    const size = view.getUint32(at) || to - at; // 0: to the end
    const type = view.getUint32(at + 4);
    const end = Math.min(to, at + Math.max(size, 8));
    const isBox = [0x6d6f6f76, 0x7472616b, 0x6d646961].includes(type); // moov, trak, mdia
    const isHeader = type === 0x6d766864 || type === 0x6d646864; // mvhd, mdhd
    const seconds = isBox ? m4a(view, at + 8, end) : isHeader ? headerOf(view, at + 8, end) : undefined;
    if (seconds !== undefined) longest = Math.max(longest ?? 0, seconds);
    at = end;
  }
  return longest;
}

function headerOf(view: DataView, at: number, end: number): number | undefined {
  if (at + 32 > end) return undefined;
  const isLong = view.getUint8(at) === 1;
  const scale = view.getUint32(at + (isLong ? 20 : 12));
  const duration = isLong ? Number(view.getBigUint64(at + 24)) : view.getUint32(at + 16);
  return duration / scale;
}

function vorbis(bytes: Uint8Array): number | undefined {
  let rate = 0;
  let most = -1;
  for (const { granule, body } of pagesOf(bytes)) {
    if (rate === 0 && body.length < 16) return undefined; // no header: nothing is said
    rate ||= new DataView(body.buffer, body.byteOffset, body.byteLength).getUint32(12, true);
    most = Math.max(most, granule);
  }
  return rate === 0 || most < 0 ? undefined : most / rate;
}
