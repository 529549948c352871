import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, inflateRawSync } from "node:zlib";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import type { Entry } from "./tar.ts";
import { endRecords, zipInto } from "./zip.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "steward-zip-"));
  return () => rmSync(root, { recursive: true, force: true });
});

interface Given {
  path: string;
  type: Entry["type"];
  mode: number;
  modified: number;
  content: Buffer;
}

/** Written a piece at a time; with `size` as an entry announces it. */
async function zipped(name: string, entries: readonly Given[], size = (content: Buffer) => content.length) {
  const file = join(root, name);
  const sink = await zipInto(file);
  for (const { content, ...entry } of entries) {
    await sink.begin({ ...entry, size: size(content) });
    for (let at = 0; at < content.length; at += 100) await sink.bytes(content.subarray(at, at + 100));
    await sink.end();
  }
  await sink.finish();
  await sink.close();
  return readFileSync(file);
}

/** What a ZIP holds, read from its end as others do (APPNOTE 4.3.6), without knowing how it was written. */
function readBack(zip: Buffer) {
  const end = zip.length - 22;
  expect(zip.readUInt32LE(end)).toBe(0x0605_4b50);
  let at = zip.readUInt32LE(end + 16);
  return Array.from({ length: zip.readUInt16LE(end + 10) }, () => {
    expect(zip.readUInt32LE(at)).toBe(0x0201_4b50);
    const [names, extras] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30)];
    const name = zip.toString("utf8", at + 46, at + 46 + names);
    const extra = zip.subarray(at + 46 + names, at + 46 + names + extras);
    const wide = extra.length > 0 ? Number(extra.readBigUInt64LE(12)) : undefined;
    const packed = wide ?? zip.readUInt32LE(at + 20);
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const body = zip.subarray(from, from + packed);
    const content = zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(body) : body;
    expect(crc32(content)).toBe(zip.readUInt32LE(at + 16));
    expect(zip.subarray(local + 14, local + 26)).toEqual(zip.subarray(at + 16, at + 28));
    const mode = (zip.readUInt32LE(at + 38) >>> 16) & 0o777;
    at += 46 + names + extras;
    return { name, mode, content };
  });
}

test("what is zipped is read as it was, names, rights and content", async () => {
  const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }).filter((text) => !text.includes("/"));
  const entry = fc.record({
    path: name,
    type: fc.constantFrom("file" as const, "folder" as const),
    mode: fc.integer({ min: 0, max: 0o777 }),
    modified: fc.integer({ min: 0, max: 5_000_000_000 }),
    content: fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes)),
  });
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 5 }), async (given) => {
      const entries = given.map((one) => (one.type === "folder" ? { ...one, content: Buffer.alloc(0) } : one));
      expect(readBack(await zipped(`${round++}.zip`, entries))).toEqual(
        entries.map(({ path, type, mode, content }) => ({
          name: type === "folder" ? `${path}/` : path,
          mode,
          content,
        })),
      );
    }),
    { numRuns: 40 },
  );
});

test("what comes near four gigabytes has the wide fields", async () => {
  const content = Buffer.alloc(1_000, "x");
  const one = { path: "big", type: "file" as const, mode: 0o644, modified: 0, content };
  expect(readBack(await zipped("big.zip", [one], () => 0xff00_0000))).toEqual([{ name: "big", mode: 0o644, content }]);
});

test("more entries than two bytes count, or bytes than four, have the wide end", () => {
  expect(endRecords(65_534, 10, 20)).toHaveLength(22);
  for (const [count, from, to] of [
    [65_535, 10, 20],
    [1, 5_000_000_000, 5_000_000_100],
  ] as const) {
    const end = endRecords(count, from, to);
    expect([end.readUInt32LE(0), end.readUInt32LE(56), end.readUInt32LE(76)]).toEqual([
      0x0606_4b50, 0x0706_4b50, 0x0605_4b50,
    ]);
    expect([end.readBigUInt64LE(32), end.readBigUInt64LE(48), end.readBigUInt64LE(64)]).toEqual(
      [count, from, to].map(BigInt),
    );
  }
});

test("a file that is there is never written over", async () => {
  await zipped("a.zip", []);
  await expect(zipInto(join(root, "a.zip"))).rejects.toThrow("EEXIST");
});
