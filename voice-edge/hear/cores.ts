import { readFileSync } from "node:fs";
import type { CpuInfo } from "node:os";
import { availableParallelism, cpus } from "node:os";
import { setTimeout } from "node:timers/promises";

const EVERY_MS = 1_000;
const MOST = 4;
/** Percent of the last ten seconds in which something waited for a core, from which on it is no time for two threads. */
const WAITED = 2;
const WAITED_WITHIN_MS = 10_000;
/** Cores that this process took in a second in which it worked: what waited then waited for it. */
const WORKING = 0.1;
/** Who handed us the sound is done with it after so many milliseconds. */
const GLANCE_MS = 2;

/**
 * How many threads a recognition takes now: as many as others leave free, since two threads on a core that works elsewhere
 * wait for each other (measured: 4 to 35 s instead of 0.3). Looks at the last ten seconds, at the last one and at now.
 */
export function watchCores(): () => Promise<number> {
  const cores = availableParallelism();
  let before = { cpus: cpus(), own: process.cpuUsage(), at: performance.now() };
  let free = 0;
  let workedAt = -Infinity;
  const look = () => {
    const now = { cpus: cpus(), own: process.cpuUsage(), at: performance.now() };
    const own = (now.own.user + now.own.system - before.own.user - before.own.system) / 1000 / (now.at - before.at);
    free = idleOf(before.cpus, now.cpus) * cores + own;
    if (own > WORKING) workedAt = now.at;
    before = now;
  };
  setInterval(look, EVERY_MS).unref();
  return async () => {
    if (performance.now() - workedAt > WAITED_WITHIN_MS && waited() > WAITED) return 1;
    const running = othersRunning();
    await setTimeout(GLANCE_MS);
    return Math.max(1, Math.min(MOST, Math.floor(free + 0.3), cores - Math.min(running, othersRunning())));
  };
}

/** The share of all cores that did nothing between two looks. */
function idleOf(before: readonly CpuInfo[], now: readonly CpuInfo[]): number {
  const passed = (of: (times: CpuInfo["times"]) => number) =>
    now.reduce((total, { times }, at) => total + of(times) - of(before[at]?.times ?? times), 0);
  return passed(({ idle }) => idle) / Math.max(1, passed(sum));
}

const sum = ({ user, nice, sys, idle, irq }: CpuInfo["times"]) => user + nice + sys + idle + irq;

/** How much was waited for a core in the last ten seconds, in percent (Linux with PSI; else nothing). */
const waited = () => Number(/^some avg10=([\d.]+)/.exec(contentOf("/proc/pressure/cpu"))?.[1] ?? 0);

/** Threads of others that run at this moment (Linux; else none). */
const othersRunning = () => Number(/^procs_running (\d+)/m.exec(contentOf("/proc/stat"))?.[1] ?? 1) - 1;

function contentOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
