import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";
import { z } from "zod";
import type { Json } from "../../kernel/schema.ts";
import { json } from "../../kernel/schema.ts";

const record = z
  .object({ chain: z.string(), seq: z.number(), at: z.number(), prev: z.string(), kind: z.string(), hash: z.string() })
  .catchall(json);
/** One line of the audit. `hash` is the sha256 of the line without it, `prev` the hash of the line before. */
export type AuditRecord = z.infer<typeof record>;

export interface Link {
  chain: string;
  seq: number;
  at: number;
  prev: string;
}

/** What `prev` of the first record is. */
export const GENESIS = "0".repeat(64);

const digest = (data: string | Uint8Array) => createHash("sha256").update(data).digest("hex");
const SUFFIX = ',"hash":"'.length + 64 + '"}'.length;
const WINDOW = 256 * 1024;

/** A record as its line (without the line break) and its hash. */
export function seal(link: Link, fields: { [key: string]: Json | undefined }): { line: string; hash: string } {
  const body = JSON.stringify({ ...link, ...fields, ...link }); // the link first to read, and never a field's
  const hash = digest(body);
  return { line: `${body.slice(0, -1)},"hash":"${hash}"}`, hash };
}

/** The record of a line whose own hash is right, else undefined. */
export function unseal(line: Buffer): AuditRecord | undefined {
  const parsed = record.safeParse(jsonOf(line.toString("utf8")));
  if (!parsed.success) return undefined;
  const body = Buffer.concat([line.subarray(0, Math.max(0, line.length - SUFFIX)), Buffer.from("}")]);
  return digest(body) === parsed.data.hash ? parsed.data : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Torn lines as they stand in the file. */
export const joined = (before: Buffer | undefined, line: Buffer): Buffer =>
  before ? Buffer.concat([before, Buffer.from("\n"), line]) : line;

/** The evidence of what a crash or a full disk left unfinished. */
export const evidence = (bytes: Buffer) => ({ bytes: bytes.length, sha256: digest(bytes) });

const UNTOLD = "altered, or torn and not told of";

/** What a chain comes to: whole, or the first line (from 1) that is not what was written, and why. */
export type Verdict =
  | { ok: true; chain: string; records: number; last: string; torn: number }
  | { ok: false; records: number; line: number; fault: string };

/** Reads a whole chain and checks every link. A torn line is good only where the next record tells of it. */
export async function verifyAudit(file: string): Promise<Verdict> {
  let last: AuditRecord | undefined;
  let torn: Buffer | undefined;
  let since: number | undefined;
  let [records, line, tears] = [0, 0, 0];
  const bad = (fault: string, at = line): Verdict => ({ ok: false, records, line: at, fault });
  for await (const bytes of linesOf(file)) {
    line += 1;
    const found = unseal(bytes);
    if (!found) {
      torn = joined(torn, bytes);
      since ??= line;
      continue;
    }
    if (torn) {
      const told = found.kind === "torn" && found["sha256"] === evidence(torn).sha256;
      if (!told) return bad(UNTOLD, since);
      [torn, since] = [undefined, undefined];
      tears += 1;
    }
    if (found.seq !== (last ? last.seq + 1 : 0)) return bad(`record ${last ? last.seq + 1 : 0} is missing`);
    if (found.prev !== (last?.hash ?? GENESIS)) return bad("does not follow from the record before it");
    if (last && found.chain !== last.chain) return bad(`belongs to chain ${found.chain}`);
    last = found;
    records += 1;
  }
  if (torn) return bad(UNTOLD, since);
  return { ok: true, chain: last?.chain ?? "", records, last: last?.hash ?? GENESIS, torn: tears };
}

async function* linesOf(file: string): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(file)) {
    const bytes = Buffer.concat([rest, Buffer.from(chunk)]);
    let from = 0;
    for (let to = bytes.indexOf(10); to >= 0; to = bytes.indexOf(10, from)) {
      yield bytes.subarray(from, to);
      from = to + 1;
    }
    rest = bytes.subarray(from);
  }
  if (rest.length > 0) yield rest;
}

/** The lines of a file from its end, newest first; `ended` is false for a last line without its line break. */
export async function* linesBackwards(file: string): AsyncGenerator<{ bytes: Buffer; ended: boolean }> {
  const handle = await open(file, "r");
  try {
    let position = (await handle.stat()).size;
    let rest = Buffer.alloc(0);
    let ended = false;
    let first = true;
    while (position > 0) {
      const length = Math.min(WINDOW, position);
      position -= length;
      let bytes = Buffer.concat([await piece(handle, position, length), rest]);
      if (first) {
        ended = bytes.at(-1) === 10;
        if (ended) bytes = bytes.subarray(0, -1);
        first = false;
      }
      for (let from = bytes.lastIndexOf(10); from >= 0; from = bytes.lastIndexOf(10)) {
        yield { bytes: bytes.subarray(from + 1), ended };
        ended = true;
        bytes = bytes.subarray(0, from);
      }
      rest = bytes;
    }
    if (!first) yield { bytes: rest, ended };
  } finally {
    await handle.close();
  }
}

async function piece(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
