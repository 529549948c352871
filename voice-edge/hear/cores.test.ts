import type { CpuInfo } from "node:os";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchCores } from "./cores.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "performance"] }));
afterEach(() => void vi.useRealTimers());

/** A machine whose four cores are busy in these shares of each second, part of which is ours. */
function machineOf({ busy = 0, ours = 0, running = 0, waited = 0, isHidden = false }) {
  const cpu = (): CpuInfo => {
    const ms = performance.now();
    return { model: "", speed: 0, times: { user: ms * busy, nice: 0, sys: 0, idle: ms * (1 - busy), irq: 0 } };
  };
  return {
    cores: 4,
    cpus: () => (isHidden ? [] : Array.from({ length: 4 }, cpu)),
    own: () => ({ user: performance.now() * 1_000 * ours, system: 0 }),
    running: () => running,
    waited: () => waited,
  };
}

test.each([
  ["idle", {}, 4],
  ["half busy elsewhere", { busy: 0.5 }, 2],
  ["as busy, with our own work", { busy: 0.5, ours: 2 }, 4],
  ["idle but for three that began just now", { running: 3 }, 1],
  ["one in which cores were waited for", { waited: 5 }, 1],
  ["one in which they were waited for while we worked", { waited: 5, busy: 0.5, ours: 2 }, 4],
  ["full", { busy: 1 }, 1],
  ["one that hides what others do", { isHidden: true }, 4],
])("on a machine that is %s", async (_, machine, threads) => {
  const free = watchCores(machineOf(machine));
  vi.advanceTimersByTime(3_000);
  expect(await free()).toBe(threads);
});
