import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { unpack } from "./restore.ts";
import type { Entry } from "./tar.ts";
import { END, headerOf, padding, readTar } from "./tar.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "steward-tar-"));
  return () => rmSync(root, { recursive: true, force: true });
});

const file = (path: string, size = 0): Entry => ({ path, type: "file", size, mode: 0o644, modified: 1_000 });
const folder = (path: string): Entry => ({ ...file(path), type: "folder", mode: 0o755 });
const packed = (...entries: Entry[]) =>
  Buffer.concat([...entries.flatMap((one) => [headerOf(one), Buffer.alloc(one.size), padding(one.size)]), END]);

async function* cut(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Buffer, size = 1_000): Promise<Entry[]> {
  const found: Entry[] = [];
  const nothing = async () => {};
  await readTar(cut(bytes, size), { begin: async (entry) => void found.push(entry), bytes: nothing, end: nothing });
  return found;
}

/** The same header with other bytes somewhere, and a sum that adds up. */
function changed(entry: Entry, at: number, text: string): Buffer {
  const header = headerOf(entry);
  header.write(text, at, "latin1");
  header.fill(" ", 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return Buffer.concat([header, Buffer.alloc(entry.size), padding(entry.size), END]);
}

test("entries are read as they were written, however the archive is cut", async () => {
  const part = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }).filter((text) => !/[/\0\n]/.test(text));
  const entry = fc.record({
    path: fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/")),
    type: fc.constantFrom("file" as const, "folder" as const),
    size: fc.nat(3_000),
    mode: fc.nat(0o777),
    modified: fc.nat(2 ** 31),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 5 }), fc.integer({ min: 1, max: 2_000 }), async (entries, size) => {
      const written = entries.map((one) => (one.type === "folder" ? { ...one, size: 0 } : one));
      expect(await read(packed(...written), size)).toEqual(written);
    }),
    { numRuns: 50 },
  );
});

test("an archive cut anywhere is not read as a whole one", async () => {
  const bytes = packed(folder("region"), file("region/r.0.0.mca", 700));
  for (let at = 0; at < bytes.length - 2 * 512; at += 100)
    await expect(read(bytes.subarray(0, at))).rejects.toThrow("it is cut short");
});

const BOMB = Buffer.concat([headerOf(file("zeros", 100_000_000)), Buffer.alloc(100_000_000), END]);

test.each([
  ["a way out", packed(folder("region"), file("../evil")), "../evil is not inside the world"],
  ["a way out further in", packed(file("region/../../evil")), "region/../../evil is not inside the world"],
  ["an absolute name", packed(file("/etc/passwd")), "/etc/passwd is not inside the world"],
  ["an empty name", packed(file("")), "is not inside the world"],
  ["a hidden way", packed(file("a\\..\\b")), "a\\..\\b is not inside the world"],
  ["a symbolic link", changed(file("link"), 156, "2"), "link is neither a file nor a folder"],
  ["a hard link", changed(file("link"), 156, "1"), "link is neither a file nor a folder"],
  ["a device", changed(file("null"), 156, "3"), "null is neither a file nor a folder"],
  ["a prefix", changed(file("x"), 345, "/etc"), "an archive of another dialect"],
  ["a file in no folder", packed(file("region/r.mca")), "region/r.mca comes before its folder"],
  ["a size that is none", changed(file("x"), 124, "99999999999"), "no archive"],
  ["more than it can be", BOMB, "it unpacks to more than a world of its size can be"],
  ["a size it does not have", headerOf(file("huge", 8 ** 12)), "it unpacks to more than a world of its size can be"],
])("%s is refused, and nothing of it stays", async (_, tar, why) => {
  const archive = join(root, "a.tar.zst");
  writeFileSync(archive, zstdCompressSync(tar));
  await expect(unpack(archive, join(root, "out"), 1e12, undefined, AbortSignal.timeout(10_000))).rejects.toThrow(
    `The backup cannot be restored: ${why}.`,
  );
  expect(readdirSync(root)).toEqual(["a.tar.zst"]);
});

test("a file that comes twice is refused: what is there is never written again", async () => {
  const archive = join(root, "a.tar.zst");
  writeFileSync(archive, zstdCompressSync(packed(file("x"), file("x"))));
  await expect(unpack(archive, join(root, "out"), 1e12, undefined, AbortSignal.timeout(10_000))).rejects.toThrow(
    /EEXIST/,
  );
});

test("one that needs more than the disk has is refused", async () => {
  const archive = join(root, "a.tar.zst");
  writeFileSync(archive, zstdCompressSync(packed(file("x", 5_000))));
  await expect(unpack(archive, join(root, "out"), 4_999, undefined, AbortSignal.timeout(10_000))).rejects.toThrow(
    /more than a world/,
  );
});

test("a long name keeps what looks like the end of a line elsewhere", async () => {
  const odd = file(`${"x".repeat(120)}\r\u2028\u2029\u0085.dat`);
  expect(await read(packed(odd))).toEqual([odd]);
});
