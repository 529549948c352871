import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder for a while. */
export function freshFolder(): { folder: string; clear(): void } {
  const folder = mkdtempSync(join(tmpdir(), "steward-real-"));
  return { folder, clear: () => rmSync(folder, { recursive: true }) };
}
