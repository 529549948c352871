import { closeSync, fdatasync, fsyncSync, openSync, writeSync } from "node:fs";
import { mkdir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Clock } from "../../kernel/clock.ts";
import { UserError, messageOf } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import type { Json } from "../../kernel/schema.ts";
import type { AuditRecord } from "./chain.ts";
import { GENESIS, evidence, joined, linesBackwards, seal, unseal } from "./chain.ts";
import type { RandomText } from "./random.ts";

/** What happened, before it is chained. `kind`: intent, outcome, refused, waiting, approved, denied, dry-run, turn, … */
export interface AuditEntry {
  kind: string;
  [field: string]: Json | undefined;
}

/** The append-only, hash-chained record of what was done. */
export interface Audit {
  file: string;
  /** of the chain: it stays with its folder */
  chain: string;
  /** Chains and writes a record now; on disk within a second. @throws UserError when it cannot be written */
  append(entry: AuditEntry): void;
  /** Chains a record and waits until it is on disk; concurrent ones share one sync. @throws UserError when it cannot be */
  commit(entry: AuditEntry): Promise<void>;
  /** The newest records first, of one turn or of all. */
  latest(options: { limit: number; turn?: string }): Promise<AuditRecord[]>;
  close(): Promise<void>;
}

/** The few calls of a file system that the audit makes. */
export interface Disk {
  write(fd: number, data: Buffer): number;
  sync(fd: number): Promise<void>;
}
const nodeDisk: Disk = { write: (fd, data) => writeSync(fd, data), sync: promisify(fdatasync) };

/** Longest wait of a record for the disk, in ms: half of the second that is promised. */
const SYNC_MS = 500;

export interface AuditParts {
  /** STEWARD_DATA/audit */
  folder: string;
  clock: Clock;
  random: RandomText;
  log: Log;
  disk?: Disk;
  /** told each line that was written, for whoever keeps a copy */
  onRecord?(line: string): void;
}

/** Opens the chain of a folder, or begins one. What a crash left unfinished stays in place and is told of. */
export async function openAudit({ folder, clock, random, log, disk = nodeDisk, onRecord }: AuditParts): Promise<Audit> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const chain = (await newestChain(folder)) ?? random(9);
  const file = join(folder, `${chain}.jsonl`);
  const fd = openSync(file, "a", 0o600);
  syncFolder(folder);
  let { seq, prev, torn, ended } = await endOf(file);
  let broken: string | undefined;
  let timer: NodeJS.Timeout | undefined;

  const put = (text: string) => {
    const bytes = Buffer.from(text);
    const written = disk.write(fd, bytes);
    if (written === bytes.length) return;
    if (written > 0) {
      torn = joined(torn, bytes.subarray(0, written));
      ended = false;
    }
    throw new Error("no space left on device");
  };
  const link = (fields: AuditEntry) => {
    const { line, hash } = seal({ chain, seq, at: clock.now(), prev }, fields);
    put(`${line}\n`);
    seq += 1;
    prev = hash;
    onRecord?.(line);
  };
  const mend = () => {
    if (!ended) put("\n");
    ended = true;
    if (!torn) return;
    const lost = evidence(torn);
    link({ kind: "torn", ...lost });
    torn = undefined;
    log.warn("audit had an unfinished record", { file, ...lost });
  };
  const append = (entry: AuditEntry) => {
    if (broken) throw unwritable(broken);
    try {
      mend();
      link(entry);
    } catch (fault) {
      throw unwritable(messageOf(fault));
    }
    timer ??= setTimeout(() => void sync().catch(() => {}), SYNC_MS).unref();
  };
  const sync = groupCommit(async () => {
    clearTimeout(timer);
    timer = undefined;
    try {
      await disk.sync(fd);
    } catch (fault) {
      // After a failed sync the kernel may drop the pages and report success next time: only a restart tells.
      broken = messageOf(fault);
      log.error("audit could not be synced", { file, fault: broken });
      throw unwritable(broken);
    }
  });
  return {
    file,
    chain,
    append,
    async commit(entry) {
      append(entry);
      await sync();
    },
    latest: ({ limit, turn }) => latest(file, limit, turn),
    async close() {
      await sync().catch(() => {});
      clearTimeout(timer);
      closeSync(fd);
    },
  };
}

const unwritable = (why: string) => new UserError(`Nothing was done: the audit cannot be written (${why}).`);

/** One flush for all that ask while none or another runs; each gets a flush that began after it asked. A failed one is the last. */
function groupCommit(flush: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  return () => {
    next ??= running.then(() => {
      if (next) running = next;
      next = undefined;
      return flush();
    });
    return next;
  };
}

async function newestChain(folder: string): Promise<string | undefined> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".jsonl"));
  const dated = await Promise.all(files.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })));
  return dated.toSorted((one, other) => other.at - one.at)[0]?.name.slice(0, -".jsonl".length);
}

/** Where the chain goes on: after its last good record; what stands behind that is torn. */
async function endOf(file: string) {
  let torn: Buffer | undefined;
  let whole: boolean | undefined;
  for await (const { bytes, ended } of linesBackwards(file)) {
    whole ??= ended;
    const last = unseal(bytes);
    if (last) return { seq: last.seq + 1, prev: last.hash, torn, ended: whole };
    torn = torn ? joined(bytes, torn) : bytes;
  }
  return { seq: 0, prev: GENESIS, torn, ended: whole ?? true };
}

async function latest(file: string, limit: number, turn?: string): Promise<AuditRecord[]> {
  const found: AuditRecord[] = [];
  const needle = turn === undefined ? "" : JSON.stringify(turn);
  for await (const { bytes } of linesBackwards(file)) {
    if (found.length >= limit) break;
    if (!bytes.includes(needle)) continue; // far cheaper than reading every record of a long file
    const record = unseal(bytes);
    if (record && (turn === undefined || record["turn"] === turn)) found.push(record);
  }
  return found;
}

/** A new file is on disk only when its folder is. */
function syncFolder(folder: string): void {
  const fd = openSync(folder, "r");
  fsyncSync(fd);
  closeSync(fd);
}
