import { DatabaseSync } from "node:sqlite";

/** SQLite's error code for a database that another process has. */
const BUSY = 5;

/**
 * Takes a file for this process; undefined while another has it. The lock is the operating system's, on a SQLite file:
 * it goes with its process, however that ends, so that none is ever stale.
 */
export function lockFile(file: string): { close(): void } | undefined {
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;");
    return lock;
  } catch (thrown) {
    lock.close();
    if (thrown instanceof Error && "errcode" in thrown && thrown.errcode === BUSY) return undefined;
    throw thrown;
  }
}
