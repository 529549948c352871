import { createHash, randomBytes } from "node:crypto";
import { open, readFile, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";

/** sha256 of a text, in hex. */
export const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The content of a file; undefined where there is none. */
export async function contentOf(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((fault: NodeJS.ErrnoException) => {
    if (fault.code === "ENOENT") return undefined;
    throw fault;
  });
}

/** Writes a file so that it is whole or as before whatever happens meanwhile: beside it, to the disk, then renamed. */
export async function writeWhole(folder: string, name: string, content: string): Promise<void> {
  const beside = join(folder, `.${name}.${randomBytes(4).toString("hex")}.new`);
  const file = await open(beside, "wx", 0o644);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, join(folder, name));
}

/** Removes what a crash left of files that were not renamed yet. */
export async function removeUnfinished(folder: string): Promise<void> {
  const names = await readdir(folder);
  for (const name of names.filter((one) => /^\..*\.[0-9a-f]{8}\.new$/.test(one))) await rm(join(folder, name));
}

/** Brings renames and removals of a folder to the disk. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}

/** Every plain file of a folder that is not hidden, with its content. */
export async function filesIn(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && !entry.name.startsWith(".")).map(({ name }) => name);
  const files = new Map<string, string>();
  for (const name of names.toSorted()) {
    const content = await contentOf(join(folder, name));
    if (content !== undefined) files.set(name, content);
  }
  return files;
}

/** Makes a file hold this, or not be there. */
export async function setFile(folder: string, name: string, content: string | null): Promise<void> {
  if (content === null) await rm(join(folder, name), { force: true });
  else await writeWhole(folder, name, content);
}

/** Files at a time: each waits for the disk, and the process may open so many. */
const AT_ONCE = 32;

/** The same for many. */
export async function setFiles(folder: string, files: Iterable<readonly [string, string | null]>): Promise<void> {
  const left = [...files];
  while (left.length > 0)
    await Promise.all(left.splice(0, AT_ONCE).map(([name, content]) => setFile(folder, name, content)));
}
