import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { open, rename, rm, stat } from "node:fs/promises";
import { PeerError, UserError, messageOf } from "../../kernel/errors.ts";
import type { ModelFile } from "./known.ts";

export interface Download {
  /** the finished file; until then its name with `.part` */
  path: string;
  url: string;
  expected: Pick<ModelFile, "bytes" | "sha256">;
  fetch: typeof fetch;
  signal?: AbortSignal;
  /** milliseconds without a byte until the line counts as dead */
  idleMs?: number;
  /** bytes that are here so far */
  onBytes?(bytes: number): void;
}

/** A line that breaks is taken up again this often while each try brings something. */
const TRIES = 4;
const IDLE_MS = 30_000;
const MB = 1_000_000;

/**
 * Fetches one file: goes on from what an earlier try left in `.part`, takes not a byte more than is expected, and gives
 * it its name once its sum is right and it is on the disk.
 * @throws PeerError when the line fails (what came is kept), UserError when it is not the file (nothing is kept)
 */
export async function download(asked: Download): Promise<void> {
  const part = `${asked.path}.part`;
  for (let tries = 1; ; tries += 1) {
    const before = await sizeOf(part);
    try {
      if (before < asked.expected.bytes) await goOn(asked, part, before);
      break;
    } catch (thrown) {
      asked.signal?.throwIfAborted();
      if (thrown instanceof UserError) throw thrown;
      const kept = await sizeOf(part);
      if (tries < TRIES && kept > before) continue;
      throw new PeerError(interrupted(kept, asked.expected.bytes, thrown), { cause: thrown });
    }
  }
  if (!(await isWhole(part, asked.expected))) {
    await rm(part, { force: true });
    throw new UserError("what came is not that file (its size or sum is wrong), so nothing of it was kept.");
  }
  await rename(part, asked.path);
}

/** Whether a file is exactly what it should be. */
export async function isWhole(path: string, { bytes, sha256 }: Download["expected"]): Promise<boolean> {
  if ((await sizeOf(path)) !== bytes) return false;
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece);
  return hash.digest("hex") === sha256;
}

/** Bytes of a file; 0 where there is none. */
export const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

async function goOn(asked: Download, part: string, before: number): Promise<void> {
  const idle = new AbortController();
  const signal = AbortSignal.any([idle.signal, ...(asked.signal ? [asked.signal] : [])]);
  const late = setTimeout(() => idle.abort(new Error("nothing came any more")), asked.idleMs ?? IDLE_MS);
  try {
    const range = before > 0 ? { range: `bytes=${before}-` } : undefined;
    const answer = await asked.fetch(asked.url, { headers: range, signal });
    if (answer.status === 416) return; // there is no more: the sum decides
    if (!answer.ok) throw new UserError(`${new URL(asked.url).host} answered ${answer.status}.`);
    const from = answer.status === 206 ? before : 0; // whoever takes no ranges sends all of it
    const file = await open(part, from > 0 ? "a" : "w", 0o644);
    try {
      await take(asked, answer, file, from, late);
      await file.sync();
    } finally {
      await file.close();
    }
  } finally {
    clearTimeout(late);
  }
}

async function take(asked: Download, answer: Response, file: FileHandle, from: number, late: NodeJS.Timeout) {
  let bytes = from;
  for await (const piece of answer.body ?? []) {
    late.refresh();
    bytes += piece.byteLength;
    if (bytes > asked.expected.bytes) {
      await file.truncate(0);
      throw new UserError(`${new URL(asked.url).host} sends more than the file has, so nothing of it was kept.`);
    }
    await file.appendFile(piece);
    asked.onBytes?.(bytes);
  }
  if (bytes < asked.expected.bytes) throw new Error("the line was cut");
}

function interrupted(kept: number, of: number, thrown: unknown): string {
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  const mb = (bytes: number) => (bytes / MB).toFixed(bytes < MB ? 2 : 0);
  const rest = kept > 0 ? `; ${mb(kept)} of ${mb(of)} MB are kept, and the next try goes on from there` : "";
  return `${messageOf(cause)}${rest}.`;
}
