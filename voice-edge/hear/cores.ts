import { readFileSync } from "node:fs";
import type { CpuInfo } from "node:os";
import { availableParallelism, cpus } from "node:os";

const EVERY_MS = 1_000;
const MOST = 4;
/** Percent of the last ten seconds in which something waited for a core, from which on it is no time for two threads. */
const WAITED = 2;

/**
 * How many threads a recognition takes now: as many as cores are free, since two threads on a core that works elsewhere
 * wait for each other (measured: 4 to 35 s instead of 0.3). Looks at the last ten seconds, at the last one and at now.
 */
export function watchCores(): () => number {
  const cores = availableParallelism();
  let before = cpus();
  let idle = 0;
  const look = () => {
    const now = cpus();
    const shares = now.flatMap(({ times }, at) => {
      const was = before[at]?.times ?? times;
      const all = sum(times) - sum(was);
      return all > 0 ? [(times.idle - was.idle) / all] : [];
    });
    before = now;
    if (shares.length > 0) idle = (shares.reduce((total, one) => total + one, 0) / shares.length) * cores;
  };
  setInterval(look, EVERY_MS).unref();
  return () => {
    if (waited() > WAITED) return 1;
    return Math.max(1, Math.min(MOST, Math.floor(idle + 0.3), cores - othersRunning()));
  };
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
