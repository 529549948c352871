import { UserError } from "../../kernel/errors.ts";
import { RATE, allow, broken } from "./limits.ts";

/** Opus always counts in 48 kHz. */
const OWN_RATE = 48_000;
/** Milliseconds of a frame by the configuration in a packet's first byte (RFC 6716, table 2). */
const SILK = [10, 20, 40, 60];
const HYBRID = [10, 20];
const CELT = [2.5, 5, 10, 20];

/** The channels of an OpusHead (RFC 7845) and what to leave out at its start, in samples of 48 kHz. @throws UserError */
function headOf(head: Uint8Array): { channels: number; skip: number } {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length < 19 || Buffer.from(head.subarray(0, 8)).toString("latin1") !== "OpusHead") throw broken("Opus");
  const channels = view.getUint8(9);
  if (view.getUint8(18) !== 0 || channels < 1 || channels > 2) {
    throw new UserError("Opus is read here with one channel or two.");
  }
  return { channels, skip: view.getUint16(10, true) };
}

/** Seconds that a packet says it lasts. */
function secondsOf(packet: Uint8Array): number {
  const first = packet[0] ?? 0;
  const config = first >> 3;
  const frame = config < 12 ? SILK[config % 4] : config < 16 ? HYBRID[config % 2] : CELT[config % 4];
  const code = first & 3;
  const frames = code === 0 ? 1 : code === 3 ? (packet[1] ?? 0) & 63 : 2;
  return ((frame ?? 0) * frames) / 1000;
}

/**
 * Opus packets, their OpusHead first, as mono samples at 16 kHz.
 * @throws UserError when they last too long (before any is decoded) or nothing can be read
 */
export async function decodeOpus(packets: Iterable<Uint8Array>): Promise<Float32Array> {
  const [head = new Uint8Array(), ...rest] = packets;
  const { channels, skip } = headOf(head);
  const frames = rest.filter((packet) => packet.length > 0 && !isTags(packet));
  allow(frames.reduce((sum, packet) => sum + secondsOf(packet), 0));
  const { OpusDecoder } = await import("opus-decoder");
  const decoder = new OpusDecoder({
    channels,
    streamCount: 1,
    coupledStreamCount: channels - 1,
    channelMappingTable: channels === 1 ? [0] : [0, 1],
    sampleRate: RATE,
  });
  await decoder.ready;
  try {
    const { channelData } = decoder.decodeFrames(frames.map((frame) => Uint8Array.from(frame)));
    const [left, right] = channelData;
    if (!left || left.length === 0) throw broken("Opus");
    const mono = right ? left.map((sample, at) => (sample + (right[at] ?? 0)) / 2) : left;
    return mono.subarray(Math.round((skip * RATE) / OWN_RATE));
  } finally {
    decoder.free();
  }
}

const isTags = (packet: Uint8Array) => Buffer.from(packet.subarray(0, 8)).toString("latin1") === "OpusTags";
