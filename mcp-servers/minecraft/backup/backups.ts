import { mkdir, readdir, rename, rm, stat, statfs } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Clock } from "../../../kernel/clock.ts";
import { PeerError, UserError, messageOf } from "../../../kernel/errors.ts";
import { clean } from "../../../kernel/text.ts";
import type { Console } from "../console/console.ts";
import { sayBytes } from "../say.ts";
import type { BackedUp, Backup, Zip } from "../world.ts";
import { listed, readArchive, writeArchive } from "./archive.ts";
import { journalIn, sync } from "../../../kernel/journal.ts";
import { lock } from "./lock.ts";
import type { Keep } from "./names.ts";
import { archiveName, timeOf, toLetGo, zipName } from "./names.ts";
import { played } from "./played.ts";
import { unpack } from "./restore.ts";
import { zipInto } from "./zip.ts";

/** Bytes of a disk that are never filled. */
const RESERVE = 64_000_000;
const PART = ".part";
/** How much larger than an archive a ZIP of the same may become, seldom. */
const ZIP_RATIO = 1.5;

/** Where a world is, and what of it is kept. */
export interface Places {
  name: string;
  /** the folder of the world */
  world: string;
  /** the folder of its backups; its own, or one of several worlds */
  backups: string;
  keep: Keep;
}

/** Steps of a backup, in their order; for those who look how far one came. */
export type Step = "locked" | "noted" | "off" | "flushed" | "written" | "on" | "verified" | "named" | "pruned";

export interface Backups {
  /** Makes one of a running world, unless nobody has played since the last. @throws UserError, PeerError */
  make(console: Console, isEmpty: boolean, signal: AbortSignal): Promise<BackedUp>;
  /** newest first */
  list(): Promise<Backup[]>;
  /** Lets older ones go; gives their names. */
  prune(): Promise<string[]>;
  /** Puts one in the place of the world, which is kept beside it; gives that folder's name. @throws UserError */
  restore(name: string, signal: AbortSignal): Promise<string>;
  /** Makes a ZIP of one beside it, which goes when that goes. @throws UserError, PeerError */
  zip(name: string, signal: AbortSignal): Promise<Zip>;
  /** Puts right what was cut short; true where nothing waits any more. `console` of a world that is on. */
  recover(console: Console | undefined, signal: AbortSignal): Promise<boolean>;
}

/** Backups of one world: archives in a folder, each whole or not there. */
export function openBackups(places: Places, clock: Clock, onStep: (step: Step) => void = () => {}): Backups {
  const { name, world, keep } = places;
  const folder = join(places.backups, name);
  const busy = `${name} is being backed up or restored already.`;
  const savingIsOff = journalIn(folder, ".saving-is-off");
  const exchange = journalIn(folder, ".exchange");

  const list = async (): Promise<Backup[]> => {
    const files = await readdir(folder).catch(() => []);
    const found = await Promise.all(
      files.map(async (file): Promise<Backup[]> => {
        const created = timeOf(name, file);
        const bytes = created === undefined ? undefined : (await stat(join(folder, file)).catch(() => undefined))?.size;
        return created === undefined || bytes === undefined ? [] : [{ name: file, created, bytes }];
      }),
    );
    return found.flat().toSorted((one, other) => other.created - one.created);
  };
  const prune = async () => {
    const gone = toLetGo(await list(), keep);
    for (const backup of gone)
      for (const file of [backup.name, zipName(backup.name)]) await rm(join(folder, file), { force: true });
    return gone.map((backup) => backup.name);
  };
  /** Without us the world would never be written again: this does not end with the call. */
  const saveAgain = async (console: Console) => {
    await console.saving(true, AbortSignal.timeout(10_000));
    await savingIsOff.clear();
    onStep("on");
  };
  const archive = async (console: Console, part: string, signal: AbortSignal): Promise<string> => {
    await savingIsOff.write();
    onStep("noted");
    try {
      await console.saving(false, signal);
      onStep("off");
      await console.flush(signal);
      onStep("flushed");
      // What the server wrote is read from the same cache: the disk it reaches later is not ours to wait for.
      const digest = await writeArchive(world, await entriesOf(world, folder, name), part, signal);
      onStep("written");
      return digest;
    } finally {
      await saveAgain(console);
    }
  };

  const known = async (backup: string) => {
    if (!(await list()).some((one) => one.name === backup)) throw new UserError(`${name} has no such backup.`);
  };

  return {
    list,
    prune,
    async make(console, isEmpty, signal) {
      const unlock = await lock(folder, busy);
      onStep("locked");
      try {
        await clearParts(folder);
        const [last] = await list();
        if (last && isEmpty && (await played(world)) < last.created)
          return { skipped: "nobody has played since the last backup" };
        const created = Math.floor(clock.now() / 1_000) * 1_000;
        const file = archiveName(name, created);
        const part = join(folder, `.${file}${PART}`);
        try {
          const written = await archive(console, part, signal);
          const read = await readArchive(part, NOWHERE, signal);
          if (read !== written) throw new Error("what was written reads differently");
          onStep("verified");
          await rename(part, join(folder, file));
          await sync(folder);
          onStep("named");
        } catch (thrown) {
          await rm(part, { force: true });
          if (thrown instanceof UserError) throw thrown;
          throw new PeerError(`${name} is not backed up: ${clean(faultOf(thrown), 80)}.`, { cause: thrown });
        }
        await prune();
        onStep("pruned");
        return { made: { name: file, created, bytes: (await stat(join(folder, file))).size } };
      } finally {
        await unlock();
      }
    },
    async restore(backup, signal) {
      await known(backup);
      const unlock = await lock(folder, busy);
      try {
        const stamp = new Date(clock.now()).toISOString().slice(0, 19).replaceAll(":", "-");
        const beside = join(dirname(world), `.${basename(world)}.restoring`);
        const kept = `${world}.before-${stamp}Z`;
        await rm(beside, { recursive: true, force: true });
        const owner = process.getuid?.() === 0 ? await stat(world).catch(() => undefined) : undefined;
        await unpack(join(folder, backup), beside, await roomOf(dirname(world)), owner, signal);
        await exchange.write(kept);
        await finishExchange(world, beside, kept);
        await exchange.clear();
        return basename(kept);
      } finally {
        await unlock();
      }
    },
    async zip(backup, signal) {
      await known(backup);
      const archive = join(folder, backup);
      const needed = (await stat(archive)).size * ZIP_RATIO;
      const room = await roomOf(folder);
      if (needed > room)
        throw new UserError(`${name} is not zipped: it may need ${sayBytes(needed)}, and ${sayBytes(room)} are free.`);
      const unlock = await lock(folder, busy);
      try {
        const file = zipName(backup);
        const part = join(folder, `.${file}${PART}`);
        await clearParts(folder);
        try {
          await writeZip(archive, part, signal);
          await rename(part, join(folder, file));
          await sync(folder);
        } catch (thrown) {
          await rm(part, { force: true });
          throw new PeerError(`${name} is not zipped: ${clean(faultOf(thrown), 80)}.`, { cause: thrown });
        }
        return { file: join(folder, file), bytes: (await stat(join(folder, file))).size };
      } finally {
        await unlock();
      }
    },
    async recover(console, signal) {
      if ((await readdir(folder).catch(() => [])).length === 0) return true;
      const unlock = await lock(folder, busy);
      try {
        signal.throwIfAborted();
        await clearParts(folder);
        const beside = join(dirname(world), `.${basename(world)}.restoring`);
        const kept = await exchange.read();
        if (kept === undefined) await rm(beside, { recursive: true, force: true });
        else await finishExchange(world, beside, kept).then(exchange.clear);
        if ((await savingIsOff.read()) === undefined) return true;
        // A server that was started since saves by itself.
        if (console) await saveAgain(console);
        else await savingIsOff.clear();
        return true;
      } finally {
        await unlock();
      }
    },
  };
}

/** Both renames, or what is left of them; the archive was unpacked whole before. */
async function finishExchange(world: string, beside: string, kept: string): Promise<void> {
  const isThere = async (path: string) => (await stat(path).catch(() => undefined)) !== undefined;
  if (!(await isThere(beside))) return;
  try {
    if (!(await isThere(kept)) && (await isThere(world))) await rename(world, kept);
    await rename(beside, world);
  } catch (thrown) {
    if (!(await isThere(world)) && (await isThere(kept))) await rename(kept, world);
    throw new PeerError(`The world's folder cannot be exchanged: ${clean(messageOf(thrown), 80)}`, { cause: thrown });
  }
  await sync(dirname(world));
}

async function entriesOf(world: string, folder: string, name: string) {
  const entries = await listed(world);
  if (entries.length === 0) throw new UserError(`There is no world in ${world}.`);
  const needed = entries.reduce((sum, { size }) => sum + size + 1_024, 0);
  const room = await roomOf(folder);
  if (needed > room)
    throw new UserError(`${name} is not backed up: it may need ${sayBytes(needed)}, and ${sayBytes(room)} are free.`);
  return entries;
}

async function roomOf(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  return Math.max(0, bavail * bsize - RESERVE);
}

/** What an earlier try left; the lock is ours. */
async function clearParts(folder: string): Promise<void> {
  for (const file of await readdir(folder)) if (file.endsWith(PART)) await rm(join(folder, file), { force: true });
}

async function writeZip(archive: string, file: string, signal: AbortSignal): Promise<void> {
  const { finish, close, ...sink } = await zipInto(file);
  try {
    await readArchive(archive, sink, signal);
    await finish();
  } finally {
    await close();
  }
}

const NOWHERE = { begin: async () => {}, bytes: async () => {}, end: async () => {} };

const faultOf = (thrown: unknown): string =>
  thrown instanceof Error && "code" in thrown && thrown.code === "ENOSPC" ? "the disk is full" : messageOf(thrown);
