import type { Log } from "../../kernel/log.ts";
import type { Run } from "../../db/tasks/runs.ts";
import type { Runner } from "./parts.ts";

/** Milliseconds between two looks for what was added or let go. */
export const LOOK_MS = 500;
/** Runs at a time; others wait their turn, the longest due first. */
export const AT_ONCE = 8;
/** Milliseconds that an ending waits for what runs. */
export const END_MS = 10_000;

/** What drives a runner: from its start until it is closed, everything is taken in time. */
export interface Driver {
  /** Does what is due now to its end. */
  tick(): Promise<void>;
  /** Takes nothing new, and waits a while for what runs. */
  close(): Promise<void>;
}

/** Drives a runner by timers of this process; without `timers` only `tick` does. */
export async function driveHere(runner: Runner, log: Log, timers = true): Promise<Driver> {
  const running = new Set<Promise<unknown>>();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const track = (work: Promise<Run | undefined>) => {
    const ended = work
      .catch((fault: unknown) => log.error("a scheduled run could not be taken", { fault }))
      .finally(() => running.delete(ended));
    running.add(ended);
  };
  const look = async () => {
    await runner.reckon();
    const free = () => Math.max(0, AT_ONCE - running.size);
    for (const { id } of (await runner.loose()).slice(0, free())) track(runner.takeUp(id));
    if (free() > 0) for (const { key } of await runner.due(0, free())) track(runner.take(key));
  };
  const again = async () => {
    await look().catch((fault: unknown) => log.error("what is due could not be looked for", { fault }));
    if (isClosed) return;
    const next = await runner.nextDue().catch(() => undefined);
    const wait = next === undefined || running.size >= AT_ONCE ? LOOK_MS : Math.min(LOOK_MS, next - runner.now());
    timer = setTimeout(now, Math.max(20, wait));
    if (running.size >= AT_ONCE) void Promise.race(running).then(now); // the next that waits
  };
  const now = () => {
    if (timer === undefined || isClosed) return;
    clearTimeout(timer);
    timer = undefined;
    looking = again();
  };
  const beat = setInterval(() => {
    if (running.size > 0) void runner.beat().catch((fault: unknown) => log.warn("leases are not kept", { fault }));
  }, runner.lease / 3).unref();

  await runner.settle();
  let looking = timers ? again() : Promise.resolve();
  return {
    async tick() {
      // What is due now may be more than run at a time.
      do {
        await look();
        await Promise.all(running);
      } while (!isClosed && (await runner.due(0, 1)).length > 0);
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await looking;
      clearTimeout(timer);
      const late = new Promise((resolve) => setTimeout(resolve, END_MS).unref());
      await Promise.race([Promise.all(running), late]);
      clearInterval(beat);
    },
  };
}
