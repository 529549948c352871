import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { UserError } from "../../../kernel/errors.ts";
import { startedAt } from "../process-start.ts";

const held = z.object({ pid: z.number().int(), started: z.string() });

/** Takes the lock of a folder of backups; gives what lets it go. A lock whose holder runs no more is none. @throws UserError */
export async function lock(folder: string, busy: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, ".lock");
  const own = `${file}-${randomUUID()}`;
  await writeFile(own, JSON.stringify({ pid: process.pid, started: startedAt(process.pid) ?? "" }));
  try {
    if (await isHeld(file)) throw new UserError(busy);
    // Linked, not written: it is there with its holder's name, or not at all, and only one can make it.
    await link(own, file).catch(() => Promise.reject(new UserError(busy)));
  } finally {
    await rm(own, { force: true });
  }
  return () => rm(file, { force: true });
}

/** Whether a running process holds it; one whose holder died is moved away first, by whoever comes first. */
async function isHeld(file: string): Promise<boolean> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return false;
  if (isAlive(text)) return true;
  const aside = `${file}-${randomUUID()}`;
  await rename(file, aside).catch(() => {});
  const moved = await readFile(aside, "utf8").catch(() => undefined);
  // Somebody else was first, and this is the new lock: it goes back.
  const isNew = moved !== undefined && isAlive(moved);
  if (isNew) await link(aside, file).catch(() => {});
  await rm(aside, { force: true });
  return isNew;
}

function isAlive(text: string): boolean {
  try {
    const { pid, started } = held.parse(JSON.parse(text));
    return startedAt(pid) === started;
  } catch {
    return false;
  }
}
