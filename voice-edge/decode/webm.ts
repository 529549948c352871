import { UserError } from "../../kernel/errors.ts";
import { broken } from "./limits.ts";

// Elements of Matroska (RFC 9559) that matter here. Masters are walked into, so that their size, which a recorder that
// streams does not know, is not needed.
const SEGMENT = 0x18538067;
const TRACKS = 0x1654ae6b;
const TRACK = 0xae;
const TRACK_NUMBER = 0xd7;
const CODEC = 0x86;
const CODEC_PRIVATE = 0x63a2;
const CLUSTER = 0x1f43b675;
const GROUP = 0xa0;
const BLOCK = 0xa1;
const SIMPLE_BLOCK = 0xa3;
const MASTERS = new Set([SEGMENT, TRACKS, TRACK, CLUSTER, GROUP]);
const LACED = 0x06;

interface Track {
  number: number;
  codec: string;
  head: Uint8Array;
}

/**
 * The Opus track of a WebM file: its head, then its packets; one that ends early is read as far as it goes.
 * @throws UserError when there is no such track, or the file does not hold together
 */
export function* webmPackets(bytes: Uint8Array): Generator<Uint8Array> {
  const tracks: Track[] = [];
  let chosen: Track | undefined;
  for (const { id, content } of elementsOf(bytes)) {
    const track = tracks.at(-1);
    if (id === TRACK) tracks.push({ number: 0, codec: "", head: new Uint8Array() });
    else if (id === TRACK_NUMBER && track) track.number = content.reduce((sum, byte) => sum * 256 + byte, 0);
    else if (id === CODEC && track) track.codec = Buffer.from(content).toString("latin1");
    else if (id === CODEC_PRIVATE && track) track.head = content;
    else if (id === BLOCK || id === SIMPLE_BLOCK) {
      if (!chosen) {
        chosen = tracks.find(({ codec }) => codec === "A_OPUS");
        if (!chosen) throw new UserError("That WebM has no Opus sound, and no other kind is read here.");
        yield chosen.head;
      }
      const packet = packetOf(content, chosen.number);
      if (packet) yield packet;
    }
  }
}

function packetOf(block: Uint8Array, number: number): Uint8Array | undefined {
  const track = numberAt(block, 0);
  if (track?.value !== number) return undefined;
  const flags = block[track.length + 2] ?? 0; // behind a time of two bytes
  if ((flags & LACED) !== 0) throw broken("WebM");
  return block.subarray(track.length + 3);
}

/** Elements in order, masters empty and before what is in them. */
function* elementsOf(bytes: Uint8Array): Generator<{ id: number; content: Uint8Array }> {
  for (let at = 0; at < bytes.length;) {
    const id = numberAt(bytes, at, true);
    const size = id && numberAt(bytes, at + id.length);
    if (!id || !size) return;
    at += id.length + size.length;
    const isMaster = MASTERS.has(id.value);
    if (!isMaster && size.value === undefined) throw broken("WebM");
    const end = isMaster ? at : at + (size.value ?? 0);
    if (end > bytes.length) return;
    yield { id: id.value ?? 0, content: bytes.subarray(at, end) };
    at = end;
  }
}

/** A number of variable length (RFC 8794), with its marker bit for an id; its value is undefined for "not known". */
function numberAt(bytes: Uint8Array, at: number): { value: number | undefined; length: number } | undefined;
function numberAt(bytes: Uint8Array, at: number, isId: true): { value: number; length: number } | undefined;
function numberAt(bytes: Uint8Array, at: number, isId = false) {
  const first = bytes[at] ?? 0;
  const length = Math.clz32(first) - 23;
  if (length > 8 || at + length > bytes.length) return undefined;
  const marker = 1 << (8 - length);
  const rest = bytes.subarray(at + 1, at + length);
  const isUnknown = !isId && first === marker * 2 - 1 && rest.every((byte) => byte === 0xff);
  if (isUnknown) return { value: undefined, length };
  return { value: rest.reduce((sum, byte) => sum * 256 + byte, isId ? first : first - marker), length };
}
