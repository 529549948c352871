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
export function watchCores({ cores, cpus, own, running, waited }: Machine = machine): () => Promise<number> {
  const readings = () => ({ cpus: cpus(), own: own(), at: performance.now() });
  let before = readings();
  // Where the system hides what others do, they are taken to do nothing: what is slow then is heard again with one thread.
  const isHidden = before.cpus.length === 0;
  let free = isHidden ? cores : 0;
  let workedAt = -Infinity;
  const look = () => {
    const now = readings();
    const ours = (now.own.user + now.own.system - before.own.user - before.own.system) / 1000 / (now.at - before.at);
    free = idleOf(before.cpus, now.cpus) * cores + ours;
    if (ours > WORKING) workedAt = now.at;
    before = now;
  };
  if (!isHidden) setInterval(look, EVERY_MS).unref();
  return async () => {
    if (performance.now() - workedAt > WAITED_WITHIN_MS && waited() > WAITED) return 1;
    const others = running();
    await setTimeout(GLANCE_MS);
    return Math.max(1, Math.min(MOST, Math.floor(free + 0.3), cores - Math.min(others, running())));
  };
}

/** The share of all cores that did nothing between two looks. */
function idleOf(before: readonly CpuInfo[], now: readonly CpuInfo[]): number {
  const passed = (of: (times: CpuInfo["times"]) => number) =>
    now.reduce((total, { times }, at) => total + of(times) - of(before[at]?.times ?? times), 0);
  return passed(({ idle }) => idle) / Math.max(1, passed(sum));
}

const sum = ({ user, nice, sys, idle, irq }: CpuInfo["times"]) => user + nice + sys + idle + irq;

/** What can be read of the machine and of this process. */
interface Machine {
  cores: number;
  /** as node:os has them: since the start, and none where they are hidden */
  cpus(): readonly CpuInfo[];
  own(): NodeJS.CpuUsage;
  /** threads of others that run at this moment (Linux; else none) */
  running(): number;
  /** how much was waited for a core in the last ten seconds, in percent (Linux with PSI; else nothing) */
  waited(): number;
}

const machine: Machine = {
  cores: availableParallelism(),
  cpus,
  own: () => process.cpuUsage(),
  running: () => Number(/^procs_running (\d+)/m.exec(contentOf("/proc/stat"))?.[1] ?? 1) - 1,
  waited: () => Number(/^some avg10=([\d.]+)/.exec(contentOf("/proc/pressure/cpu"))?.[1] ?? 0),
};

function contentOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
