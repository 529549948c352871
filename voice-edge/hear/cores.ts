import { readFileSync } from "node:fs";
import type { CpuInfo } from "node:os";
import { availableParallelism, cpus } from "node:os";

const EVERY_MS = 1_000;
const MOST = 4;

/**
 * How many threads a recognition takes now: as many as cores are free, since two threads on a core that works elsewhere
 * wait for each other (measured: 4 to 35 s instead of 0.3). Looks at the last second and at this moment.
 */
export function watchCores(): () => number {
  const cores = availableParallelism();
  let before = cpus();
  let idle = cores;
  const look = () => {
    const now = cpus();
    const share = now.map(({ times }, at) => {
      const was = before[at]?.times ?? times;
      const all = sum(times) - sum(was);
      return all > 0 ? (times.idle - was.idle) / all : undefined;
    });
    before = now;
    const known = share.filter((one) => one !== undefined);
    if (known.length > 0) idle = (known.reduce((total, one) => total + one, 0) / known.length) * cores;
  };
  setInterval(look, EVERY_MS).unref();
  return () => {
    const free = Math.min(Math.floor(idle + 0.3), cores - othersRunning());
    return Math.max(1, Math.min(MOST, free));
  };
}

const sum = ({ user, nice, sys, idle, irq }: CpuInfo["times"]) => user + nice + sys + idle + irq;

/** Threads of others that run at this moment (Linux). */
function othersRunning(): number {
  try {
    const [, running = "1"] = /^procs_running (\d+)/m.exec(readFileSync("/proc/stat", "utf8")) ?? [];
    return Number(running) - 1;
  } catch {
    return 0;
  }
}
