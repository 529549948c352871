import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { isAbsolute } from "node:path";
import { PeerError, UserError, messageOf } from "../../../kernel/errors.ts";
import { clean } from "../../../kernel/text.ts";

/** What a disk or a disc is made from, read where Steward runs: its size, its beginning, and all of it in pieces. */
export interface Image {
  bytes: number;
  /** the first 64 KiB, or all there is */
  head: Buffer;
  content(signal: AbortSignal): AsyncIterable<Uint8Array>;
}

const HEAD_BYTES = 65_536;
const QCOW2 = Buffer.from("QFI\xfb", "latin1");
/** Where ISO 9660 says that it is one. */
const ISO_AT = 32_769;
/** Archives by how they begin: what has to be unpacked first. */
const PACKED = [
  ["xz", Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a])],
  ["gzip", Buffer.from([0x1f, 0x8b])],
  ["zstd", Buffer.from([0x28, 0xb5, 0x2f, 0xfd])],
  ["bzip2", Buffer.from("BZh")],
  ["zip", Buffer.from("PK")],
] as const;

/** Opens an image by its path or its https address. @throws UserError, PeerError */
export async function openImage(source: string, fetch: typeof globalThis.fetch, signal: AbortSignal): Promise<Image> {
  if (/^https?:\/\//.test(source)) return fromWeb(source, fetch, signal);
  if (!isAbsolute(source))
    throw new UserError(`${JSON.stringify(clean(source))} is no image: give the whole path of a file, or an address.`);
  return fromFile(source);
}

async function fromFile(path: string): Promise<Image> {
  const handle = await open(path, "r").catch((thrown: unknown) => {
    throw new UserError(`${clean(path)} cannot be read: ${messageOf(thrown)}`);
  });
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new UserError(`${clean(path)} is no file.`);
    const head = Buffer.alloc(Math.min(HEAD_BYTES, stat.size));
    await handle.read(head, 0, head.length, 0);
    return { bytes: stat.size, head, content: (signal) => createReadStream(path, { signal, highWaterMark: 1 << 18 }) };
  } finally {
    await handle.close();
  }
}

async function fromWeb(url: string, fetch: typeof globalThis.fetch, signal: AbortSignal): Promise<Image> {
  const get = async (within: AbortSignal, headers: Record<string, string> = {}) => {
    const response = await fetch(url, { signal: within, headers }).catch((thrown: unknown) => {
      throw new PeerError(`${clean(url)} does not answer: ${messageOf(thrown)}`, { cause: thrown });
    });
    if (response.ok && response.body) return { response, body: response.body };
    throw new UserError(`${clean(url)} gives no image: it answers ${response.status}.`);
  };
  const { response, body } = await get(signal);
  const bytes = Number(response.headers.get("content-length"));
  const head = await firstOf(body);
  if (!Number.isSafeInteger(bytes) || bytes < head.length || bytes === 0)
    throw new UserError(`${clean(url)} does not tell its size: download it first, and give its path.`);
  return {
    bytes,
    head,
    async *content(within) {
      yield* (await get(within)).body;
    },
  };
}

/** The beginning of what comes; the rest is not fetched. */
async function firstOf(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let got = 0;
  for await (const piece of body) {
    pieces.push(piece);
    got += piece.length;
    if (got >= HEAD_BYTES) break;
  }
  return Buffer.concat(pieces).subarray(0, HEAD_BYTES);
}

/**
 * Which kind of disk an image is, and how large a disk it describes. One that leans on another file of the host is
 * refused: it would show its guest that file. @throws UserError
 */
export function diskOf({ head, bytes }: Image): { format: "qcow2" | "raw"; virtualBytes: number } {
  if (head.subarray(0, 4).equals(QCOW2) && head.length >= 104) {
    const version = head.readUInt32BE(4);
    const leans = head.readBigUInt64BE(8) !== 0n || (version >= 3 && (head.readUInt32BE(76) & 4) !== 0);
    if (leans) throw new UserError("That image leans on another file: flatten it first (qemu-img convert -O qcow2).");
    return { format: "qcow2", virtualBytes: Number(head.readBigUInt64BE(24)) };
  }
  refusePacked(head);
  if (head.length >= 512 && head.readUInt16BE(510) === 0x55aa && !isDisc(head))
    return { format: "raw", virtualBytes: bytes };
  throw new UserError("That is no image of a disk: neither qcow2, nor raw with a partition table.");
}

/** @throws UserError for what is no ISO 9660 disc */
export function checkDisc({ head }: Image): void {
  refusePacked(head);
  if (!isDisc(head)) throw new UserError("That is no ISO image.");
}

const isDisc = (head: Buffer) => head.subarray(ISO_AT, ISO_AT + 5).equals(Buffer.from("CD001"));

function refusePacked(head: Buffer): void {
  const packed = PACKED.find(([, magic]) => head.subarray(0, magic.length).equals(magic));
  if (packed) throw new UserError(`That image is packed by ${packed[0]}: unpack it first.`);
}

/**
 * The content, told as it passes, and checked at its end. @throws UserError where its SHA-256 is another, or its size
 */
export async function* checked(
  image: Image,
  sha256: string | undefined,
  tell: (bytes: number) => void,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  const hash = createHash("sha256");
  let passed = 0;
  for await (const piece of image.content(signal)) {
    hash.update(piece);
    passed += piece.length;
    if (passed > image.bytes) break;
    tell(passed);
    yield piece;
  }
  if (passed !== image.bytes) throw new UserError("The image changed while it was read: try again.");
  const found = hash.digest("hex");
  if (sha256 !== undefined && found !== sha256.toLowerCase())
    throw new UserError(`That is not the image that was meant: its SHA-256 is ${found}.`);
}
