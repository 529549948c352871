import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listed } from "../backup/archive.ts";

/** A folder of tests with a small world in it, and one for backups. */
export function makeWorld() {
  const root = mkdtempSync(join(tmpdir(), "steward-world-"));
  const world = join(root, "world");
  for (const folder of ["region", "playerdata", `data/${"long-name-".repeat(15)}`, "empty"])
    mkdirSync(join(world, folder), { recursive: true });
  for (let at = 0; at < 5; at++) writeFileSync(join(world, `region/r.${at}.0.mca`), Buffer.alloc(70_000 * at + 1, at));
  writeFileSync(join(world, `data/${"long-name-".repeat(15)}/Größe 🪨.dat`), "stone");
  writeFileSync(join(world, "level.dat"), "level");
  writeFileSync(join(world, "session.lock"), "held");
  writeFileSync(join(world, "playerdata/steve.dat"), "steve");
  const yesterday = Date.now() / 1_000 - 86_400;
  utimesSync(join(world, "playerdata/steve.dat"), yesterday, yesterday);
  return { root, world, backups: join(root, "backups"), remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** What is in a folder, and when it was changed, as one digest. */
export async function digestOf(folder: string): Promise<string> {
  const hash = createHash("sha256");
  for (const entry of await listed(folder)) {
    hash.update(JSON.stringify(entry));
    if (entry.type === "file") hash.update(readFileSync(join(folder, entry.path)));
  }
  return hash.digest("hex");
}
