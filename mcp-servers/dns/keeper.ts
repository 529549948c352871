import { generationOf, markApplied, markProblem, onRaised } from "../../db/generations.ts";
import type { Db } from "../../db/index.ts";
import { NAMES, listServices } from "../../db/services/index.ts";
import { messageOf } from "../../kernel/errors.ts";
import { HostAway, HostDrift, HostRefused } from "../../kernel/host/index.ts";
import type { Log } from "../../kernel/log.ts";
import type { NameDriver } from "./driver.ts";
import { localNames } from "./names.ts";

/** Keeps the world's names as they are wanted. */
export interface Keeper {
  /** Brings the world to what is wanted now; with `repair` also over what others changed, which is kept aside. */
  reconcile(options?: { repair?: boolean }): Promise<void>;
  /** what is not as we wrote it, a line each */
  drift(): Promise<string[]>;
  close(): Promise<void>;
}

const HOUR_MS = 3_600_000;
/** Milliseconds until somebody who was away is tried again: at first, and at most. */
const AGAIN_MS = 500;
const MOST_MS = 60_000;

export interface KeeperParts {
  db: Db;
  drivers: readonly NameDriver[];
  log: Log;
  /** milliseconds between looks at what other processes of this house raised; none where there can be none */
  poll?: number | undefined;
}

/** One change at a time, and what comes meanwhile as one more: a burst of changes is applied and loaded once. */
export function keepNames({ db, drivers, log, poll }: KeeperParts): Keeper {
  let running: Promise<void> | undefined;
  let again = false;
  let retry: NodeJS.Timeout | undefined;
  /** the generation that waits for a person: looking again changes nothing */
  let waits = 0;
  let wait = AGAIN_MS;
  let isClosed = false;

  const once = async (desired: number, repair: boolean) => {
    if (desired === 0) return;
    const names = localNames(await listServices(db));
    for (const driver of drivers) await applyOver(driver, names, desired, repair);
    await markApplied(db, NAMES, desired);
    wait = AGAIN_MS;
  };
  const attempt = async (repair: boolean) => {
    clearTimeout(retry);
    retry = undefined;
    const { desired: generation } = await generationOf(db, NAMES);
    try {
      await once(generation, repair);
    } catch (thrown) {
      const isKnown = thrown instanceof HostAway || thrown instanceof HostRefused || thrown instanceof HostDrift;
      if (!isKnown) log.error("names not applied", { error: thrown });
      const text = isKnown ? messageOf(thrown) : "the names could not be applied";
      await markProblem(db, NAMES, text, { refused: thrown instanceof HostRefused, generation });
      if (thrown instanceof HostRefused || thrown instanceof HostDrift) waits = generation;
      if (waits === generation || isClosed) return;
      retry = setTimeout(wake, wait).unref();
      wait = Math.min(wait * 2, MOST_MS);
    }
  };
  const loop = async (repair: boolean) => {
    do {
      again = false;
      await attempt(repair);
    } while (again && !isClosed);
  };
  const reconcile = async ({ repair = false } = {}): Promise<void> => {
    if (running && repair) await running;
    again = true;
    running ??= loop(repair).finally(() => {
      running = undefined;
      if (again && !isClosed) wake(); // raised after the last look
    });
    return running;
  };
  const wake = () => void reconcile().catch((error: unknown) => log.error("names not kept", { error }));
  const behind = async () => {
    const { desired, applied } = await generationOf(db, NAMES);
    if (desired > applied && desired !== waits && retry === undefined) wake();
  };

  const stop = onRaised(db, NAMES, wake);
  const timers = [setInterval(wake, HOUR_MS).unref()];
  if (poll !== undefined) timers.push(setInterval(() => void behind().catch(() => {}), poll).unref());
  return {
    reconcile,
    drift: async () => (await Promise.all(drivers.map((driver) => driftOf(driver)))).flat(),
    async close() {
      isClosed = true;
      stop();
      clearTimeout(retry);
      for (const timer of timers) clearInterval(timer);
      await running?.catch(() => {});
      await Promise.all(drivers.map((driver) => driver.close()));
    },
  };
}

/** Applies; with `repair` once more over the files that somebody else changed. */
async function applyOver(
  driver: NameDriver,
  names: Parameters<NameDriver["apply"]>[0],
  generation: number,
  repair: boolean,
): Promise<void> {
  try {
    await driver.apply(names, generation);
  } catch (thrown) {
    if (!repair || !(thrown instanceof HostDrift)) throw thrown;
    await driver.apply(names, generation, { overwrite: thrown.files });
  }
}

async function driftOf(driver: NameDriver): Promise<string[]> {
  try {
    return await driver.drift();
  } catch (thrown) {
    if (!(thrown instanceof HostAway)) throw thrown;
    return [messageOf(thrown)];
  }
}
