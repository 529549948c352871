import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { parseSettings, readEnvironment } from "../../../kernel/config.ts";

/** Where `name` is kept between runs: another folder for another lock. */
export function cacheFolder(name: string, lock: string): string {
  const hash = createHash("sha256").update(readFileSync(lock)).digest("hex").slice(0, 8);
  return join(cacheRoot(), `${name}-${hash}`);
}

/** STEWARD_CACHE, or ~/.cache/steward. */
export function cacheRoot(): string {
  const { STEWARD_CACHE } = parseSettings({ STEWARD_CACHE: z.string().optional() }, readEnvironment());
  return STEWARD_CACHE ?? join(homedir(), ".cache", "steward");
}
