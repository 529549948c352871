import { once } from "node:events";
import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";
import type { DeflateRaw } from "node:zlib";
import { crc32, createDeflateRaw } from "node:zlib";
import type { Entry, Sink } from "./tar.ts";

/** What fields of four and of two bytes hold at most; that itself says "see ZIP64" (PKWARE's APPNOTE, 4.4). */
const MOST_32 = 0xffff_ffff;
const MOST_16 = 0xffff;
/** Deflate makes incompressible bytes a little longer: what comes near the limit is written as beyond it. */
const NEAR_32 = 0xff00_0000;
const FLAGS = 1 << 11; // names are UTF-8
const DEFLATED = 8;
const STORED = 0;
const VERSION = 45;
const UNIX = 3 << 8;

interface Written extends Entry {
  name: Buffer;
  at: number;
  packed: number;
  crc: number;
}

/** Takes entries into a ZIP, which is whole and on the disk once `finish` is done. */
export interface ZipSink extends Sink {
  finish(): Promise<void>;
  close(): Promise<void>;
}

/** A ZIP in a new file: for systems that open nothing else. @throws Error where the file is there, or the disk is full */
export async function zipInto(file: string): Promise<ZipSink> {
  const handle = await open(file, "wx", 0o600);
  const written: Written[] = [];
  let end = 0;
  let current: { entry: Written; deflate: DeflateRaw; packing: Promise<void> } | undefined;

  const append = async (bytes: Buffer) => {
    await writeAt(handle, bytes, end);
    end += bytes.length;
  };
  const pack = async (deflate: DeflateRaw, entry: Written) => {
    for await (const piece of deflate) {
      await append(piece);
      entry.packed += piece.length;
    }
  };
  return {
    async begin(entry) {
      const isFolder = entry.type === "folder";
      const name = Buffer.from(isFolder ? `${entry.path}/` : entry.path);
      const own: Written = { ...entry, name, at: end, packed: 0, crc: 0 };
      written.push(own);
      await append(localHeader(own));
      if (isFolder) return;
      const deflate = createDeflateRaw({ level: 1 });
      const packing = pack(deflate, own);
      packing.catch((fault: Error) => deflate.destroy(fault)); // whoever writes on hears it
      current = { entry: own, deflate, packing };
    },
    async bytes(piece) {
      if (!current) return;
      current.entry.crc = crc32(piece, current.entry.crc);
      if (!current.deflate.write(piece)) await once(current.deflate, "drain");
    },
    async end() {
      if (!current) return;
      const { entry, deflate, packing } = current;
      current = undefined;
      deflate.end();
      await packing;
      await writeAt(handle, localHeader(entry), entry.at); // now that its sum and size are known
    },
    async finish() {
      const from = end;
      await append(Buffer.concat(written.map(centralHeader)));
      await append(endRecords(written.length, from, end));
      await handle.sync();
    },
    close: () => handle.close(),
  };
}

async function writeAt(handle: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;)
    done += (await handle.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
}

const isBig = ({ size }: Entry) => size >= NEAR_32;

function localHeader(entry: Written): Buffer {
  const extra = isBig(entry) ? zip64(entry.size, entry.packed) : Buffer.alloc(0);
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x0403_4b50, 0);
  common(entry, extra, head, 4);
  return Buffer.concat([head, entry.name, extra]);
}

function centralHeader(entry: Written): Buffer {
  const { name, at, type, mode } = entry;
  const isFar = at >= MOST_32;
  const wide = [...(isBig(entry) ? [entry.size, entry.packed] : []), ...(isFar ? [at] : [])];
  const extra = wide.length > 0 ? zip64(...wide) : Buffer.alloc(0);
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x0201_4b50, 0);
  head.writeUInt16LE(UNIX | VERSION, 4);
  common(entry, extra, head, 6);
  head.writeUInt32LE((((type === "folder" ? 0o040_000 : 0o100_000) | mode) << 16) >>> 0, 38);
  head.writeUInt32LE(isFar ? MOST_32 : at, 42);
  return Buffer.concat([head, name, extra]);
}

/** The fields that both headers have, in one order. */
function common(entry: Written, extra: Buffer, head: Buffer, at: number): void {
  const { name, type, size, packed, crc } = entry;
  const { day, time } = dosTime(entry.modified);
  head.writeUInt16LE(VERSION, at);
  head.writeUInt16LE(FLAGS, at + 2);
  head.writeUInt16LE(type === "folder" ? STORED : DEFLATED, at + 4);
  head.writeUInt16LE(time, at + 6);
  head.writeUInt16LE(day, at + 8);
  head.writeUInt32LE(crc, at + 10);
  head.writeUInt32LE(isBig(entry) ? MOST_32 : packed, at + 14);
  head.writeUInt32LE(isBig(entry) ? MOST_32 : size, at + 18);
  head.writeUInt16LE(name.length, at + 22);
  head.writeUInt16LE(extra.length, at + 24);
}

function zip64(...fields: number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * fields.length);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8 * fields.length, 2);
  fields.forEach((field, at) => extra.writeBigUInt64LE(BigInt(field), 4 + 8 * at));
  return extra;
}

/** How it ends: in its wide form too, where the plain one has no room. */
export function endRecords(count: number, from: number, to: number): Buffer {
  const plain = Buffer.alloc(22);
  plain.writeUInt32LE(0x0605_4b50, 0);
  for (const at of [8, 10]) plain.writeUInt16LE(Math.min(count, MOST_16), at);
  plain.writeUInt32LE(Math.min(to - from, MOST_32), 12);
  plain.writeUInt32LE(Math.min(from, MOST_32), 16);
  if (count < MOST_16 && to < MOST_32) return plain;
  const wide = Buffer.alloc(56 + 20);
  wide.writeUInt32LE(0x0606_4b50, 0);
  wide.writeBigUInt64LE(44n, 4);
  wide.writeUInt16LE(UNIX | VERSION, 12);
  wide.writeUInt16LE(VERSION, 14);
  for (const at of [24, 32]) wide.writeBigUInt64LE(BigInt(count), at);
  wide.writeBigUInt64LE(BigInt(to - from), 40);
  wide.writeBigUInt64LE(BigInt(from), 48);
  wide.writeUInt32LE(0x0706_4b50, 56);
  wide.writeBigUInt64LE(BigInt(to), 64);
  wide.writeUInt32LE(1, 72);
  return Buffer.concat([wide, plain]);
}

/** A time as ZIP has it: from 1980 on, to two seconds, in no zone; ours is UTC. */
function dosTime(seconds: number): { day: number; time: number } {
  const date = new Date(Math.max(seconds, Date.UTC(1980, 0, 1) / 1_000) * 1_000);
  const year = Math.min(date.getUTCFullYear() - 1_980, 127);
  return {
    day: (year << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate(),
    time: (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1),
  };
}
