import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lockFile } from "../kernel/lock.ts";

/** Which composer serves a data folder, as its holder wrote it. */
export interface Holder {
  pid: number;
  url: string;
}

export interface Lock {
  /** tells others where the composer of this folder listens */
  announce(holder: Holder): void;
  release(): void;
}

/** Takes a data folder for one composer; undefined while another has it. */
export function takeFolder(data: string): Lock | undefined {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const lock = lockFile(join(data, "lock"));
  if (!lock) return undefined;
  const file = join(data, "composer.json");
  rmSync(file, { force: true });
  return {
    announce(holder) {
      writeFileSync(`${file}.new`, JSON.stringify(holder), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
    release() {
      rmSync(file, { force: true });
      lock.close();
    },
  };
}

/** Where the composer of a folder says it listens; undefined when none does, or none does yet. */
export function holderOf(data: string): Holder | undefined {
  try {
    const { pid, url }: Record<string, unknown> = JSON.parse(readFileSync(join(data, "composer.json"), "utf8"));
    return typeof pid === "number" && typeof url === "string" ? { pid, url } : undefined;
  } catch {
    return undefined;
  }
}
