import type { FileHandle } from "node:fs/promises";
import { chown, mkdir, open, rm, stat, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError, messageOf } from "../../../kernel/errors.ts";
import { clean } from "../../../kernel/text.ts";
import { readArchive } from "./archive.ts";
import type { Entry, Sink } from "./tar.ts";

const MOST_ENTRIES = 1_000_000;
/** No world packs better than this: region files are compressed as they are. */
const MOST_RATIO = 200;
const SMALL = 64_000_000;

/** Unpacks an archive into a new folder, whole or not at all. @throws UserError for one that is damaged, or hostile */
export async function unpack(file: string, folder: string, room: number, owner: Owner, signal: AbortSignal) {
  const most = Math.min(room, (await stat(file)).size * MOST_RATIO + SMALL);
  await mkdir(folder, { mode: 0o755 });
  const folders: Entry[] = [];
  const { close, ...sink } = fileSink(folder, most, owner, folders);
  try {
    await readArchive(file, sink, signal);
    // Last, and the innermost first: what is written into a folder changes its time.
    for (const entry of folders.toReversed()) await utimes(join(folder, entry.path), entry.modified, entry.modified);
    await own(folder, owner);
  } catch (thrown) {
    await close();
    await rm(folder, { recursive: true, force: true });
    throw new UserError(`The backup cannot be restored: ${clean(messageOf(thrown), 90)}.`, { cause: thrown });
  }
}

/** Whose the files become, where we may give them away; undefined: ours. */
export type Owner = { uid: number; gid: number } | undefined;
const own = async (path: string, owner: Owner) => owner && chown(path, owner.uid, owner.gid);

function fileSink(folder: string, most: number, owner: Owner, folders: Entry[]): Sink & { close(): Promise<void> } {
  let bytes = 0;
  let count = 0;
  let current: { handle: FileHandle; entry: Entry } | undefined;
  const made = new Set<string>([""]);
  return {
    async begin(entry) {
      const { path, type, size, mode } = entry;
      if (!isInside(path)) throw new Error(`${clean(path, 60)} is not inside the world`);
      bytes += size;
      count += 1;
      if (bytes > most || count > MOST_ENTRIES) throw new Error("it unpacks to more than a world of its size can be");
      const above = dirname(path) === "." ? "" : dirname(path);
      if (!made.has(above)) throw new Error(`${clean(path, 60)} comes before its folder`);
      const target = join(folder, path);
      if (type === "folder") {
        await mkdir(target, { mode: mode | 0o700 });
        await own(target, owner);
        made.add(path);
        folders.push(entry);
      } else current = { handle: await open(target, "wx", mode | 0o600), entry };
    },
    async bytes(piece) {
      await current?.handle.writeFile(piece);
    },
    async end() {
      if (!current) return;
      const { handle, entry } = current;
      current = undefined;
      try {
        if (owner) await handle.chown(owner.uid, owner.gid);
        await handle.utimes(entry.modified, entry.modified);
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
    close: async () => current?.handle.close(),
  };
}

/** A path of plain names: not absolute, without "..", "." and empty parts, and nothing that hides. */
const isInside = (path: string): boolean =>
  path.length <= 1_000 &&
  !path.includes("\0") &&
  !path.includes("\\") &&
  path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
