import { open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";

/** A note that outlives its writer: whoever finds it puts right what was begun. */
export interface Journal {
  /** on disk once it is done */
  write(text?: string): Promise<void>;
  /** undefined: nothing was begun */
  read(): Promise<string | undefined>;
  clear(): Promise<void>;
}

/** The note of a name in a folder; it is there whole or not at all. */
export function journalIn(folder: string, name: string): Journal {
  const file = join(folder, name);
  return {
    async write(text = "") {
      const handle = await open(`${file}.new`, "w", 0o600);
      try {
        await handle.writeFile(text);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(`${file}.new`, file);
      await sync(folder);
    },
    read: () =>
      readFile(file, "utf8").catch((thrown: NodeJS.ErrnoException) => {
        if (thrown.code === "ENOENT") return undefined;
        throw thrown;
      }),
    clear: () => rm(file, { force: true }),
  };
}

/** Brings a file, or the names in a folder, to the disk. */
export async function sync(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
