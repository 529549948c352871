import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** Folders in which a server writes a file of each player, when they leave at the latest. */
const OF_PLAYERS = ["playerdata", "players/data", "players"];

/** When anybody was last in a world, epoch milliseconds; Infinity where the world does not tell. */
export async function played(world: string): Promise<number> {
  const times = await Promise.all(OF_PLAYERS.map((folder) => newestIn(join(world, folder))));
  const told = times.flat();
  return told.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...told);
}

async function newestIn(folder: string): Promise<number[]> {
  const files = await readdir(folder).catch(() => undefined);
  if (!files) return [];
  const times = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).mtimeMs));
  return [times.reduce((newest, time) => Math.max(newest, time), 0)];
}
