import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

const running = new Map<string, Promise<void>>();

/**
 * Fills `folder` once. The work is done beside it and renamed when complete, so a folder that exists is a whole one;
 * what an interrupted install left behind is removed. Of two processes at once the first to be ready wins.
 */
export function installOnce(folder: string, install: (into: string) => Promise<void>): Promise<void> {
  const present = running.get(folder) ?? fill(folder, install).finally(() => running.delete(folder));
  running.set(folder, present);
  return present;
}

async function fill(folder: string, install: (into: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) return;
  await mkdir(dirname(folder), { recursive: true });
  await removeHalves(folder);
  const half = `${folder}.half-${process.pid}`;
  await install(half);
  await rename(half, folder).catch(async (fault: unknown) => {
    if (!existsSync(folder)) throw fault;
    await rm(half, { recursive: true, force: true });
  });
}

async function removeHalves(folder: string): Promise<void> {
  const prefix = `${basename(folder)}.half-`;
  const left = (await readdir(dirname(folder))).filter((name) => name.startsWith(prefix));
  const dead = left.filter((name) => !isRunning(Number(name.slice(prefix.length))));
  for (const name of dead) await rm(join(dirname(folder), name), { recursive: true, force: true });
}

function isRunning(pid: number): boolean {
  return pid !== process.pid && existsSync(`/proc/${pid}`);
}
