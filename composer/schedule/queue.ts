import type { Worker } from "bullmq";
import { UserError } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import type { Driver } from "./loop.ts";
import { AT_ONCE, END_MS } from "./loop.ts";
import type { Runner } from "./parts.ts";

/** Milliseconds between two looks for what was added or let go: one that dies with its composer makes nothing a second late. */
const LOOK_MS = 250;
/** Milliseconds ahead that a time is laid into the queue, to be taken at its very moment. */
const AHEAD_MS = 1_500;
/** Tasks laid into the queue by one look. */
const MOST = 500;
/** Milliseconds between two checks for jobs whose composer died; and for a queue that was emptied. */
const STALLED_MS = 1_000;
const MEND_MS = 5_000;
/** Milliseconds Redis has to answer at the start. */
const START_MS = 10_000;
/** How often a job is given to another composer when one dies of it. */
const STALLED_TIMES = 10;
const QUIET_MS = 60_000;

interface Queueing {
  /** `redis://…` of a Redis or Valkey ≥ 6.2 */
  url: string;
  log: Log;
  /** of the keys: one for each house */
  prefix?: string;
}

type Wish = { take: string } | { takeUp: string };

/**
 * Drives a runner by BullMQ, beside any number of others on the same Redis. A job scheduler lets one of them look what
 * is due soon or was let go; each such time or run is a job, taken by whichever composer is free, and given to another
 * when that dies. What is so stands in the database alone: a queue that is lost is laid anew by the next look.
 */
export async function driveByQueue(runner: Runner, { url, log, prefix = "steward" }: Queueing): Promise<Driver> {
  const { Queue, Worker } = await import("bullmq"); // only those who have a Redis load it
  const shared = { connection: { url, maxRetriesPerRequest: null }, prefix };
  const kept = { removeOnComplete: true, removeOnFail: true };
  const complain = complainer(log);
  const runs = new Queue<Wish>("runs", { ...shared, defaultJobOptions: kept });
  const looks = new Queue("looks", { ...shared, defaultJobOptions: kept });

  const look = async () => {
    await runner.reckon();
    const now = runner.now();
    const due = (await runner.due(AHEAD_MS, MOST)).map(({ key, next }) => {
      const at = next ?? now;
      return jobOf({ take: key }, `take-${key}-${at}`, Math.max(0, at - now));
    });
    const loose = (await runner.loose()).map(({ id, lease }) => jobOf({ takeUp: id }, `up-${id}-${lease}`, 0));
    await runs.addBulk([...due, ...loose]);
  };
  const run = async (wish: Wish) => {
    await ("take" in wish ? runner.take(wish.take) : runner.takeUp(wish.takeUp));
  };

  await runner.settle();
  // A lock ends well before the lease of its run, so that the job is there again once the run can be taken up.
  const lock = { lockDuration: runner.lease / 2, stalledInterval: STALLED_MS, maxStalledCount: STALLED_TIMES };
  const working = new Worker<Wish>("runs", ({ data }) => run(data), { ...shared, ...lock, concurrency: AT_ONCE });
  const looking = new Worker("looks", look, { ...shared, ...lock });
  for (const queue of [runs, looks]) queue.on("error", complain);
  const failed = (job: { id?: string } | undefined, fault: Error) =>
    log.error("a scheduled job failed", { job: job?.id, fault });
  working.on("error", complain).on("failed", failed);
  looking.on("error", complain).on("failed", failed);
  const lay = async () => {
    // Of a composer that died between one look and laying the next, or a Redis that forgot it.
    const next = (await looks.getJobScheduler("look"))?.next ?? 0;
    if (next < Date.now() - MEND_MS) await looks.upsertJobScheduler("look", { every: LOOK_MS }, { name: "look" });
  };
  const leave = async () => {
    await Promise.all([working, looking].map((worker) => ended(worker)));
    await Promise.all([runs.close(), looks.close()]);
  };
  await within(Promise.all([working.waitUntilReady(), looking.waitUntilReady(), lay()])).catch(
    async (fault: unknown) => {
      await Promise.all([working, looking, runs, looks].map((part) => part.disconnect().catch(() => {})));
      throw fault;
    },
  );
  const mend = setInterval(() => void lay().catch(complain), MEND_MS).unref();
  const beat = setInterval(() => void runner.beat().catch(complain), runner.lease / 3).unref();
  return {
    tick: look,
    async close() {
      clearInterval(mend);
      await leave();
      clearInterval(beat);
    },
  };
}

/** A job under an id of its own: what is laid twice is there once. A colon means something to BullMQ. */
const jobOf = (data: Wish, id: string, delay: number) => ({
  name: "take" in data ? "take" : "take up",
  data,
  opts: { jobId: encodeURIComponent(id), delay },
});

/** Waits a while for what runs, then lets it go: its lease and its lock end, and others take it up. */
async function ended(worker: Pick<Worker, "close">): Promise<void> {
  const late = new Promise<"late">((resolve) => setTimeout(() => resolve("late"), END_MS).unref());
  if ((await Promise.race([worker.close(), late])) === "late") await worker.close(true);
}

async function within(ready: Promise<unknown>): Promise<void> {
  const late = new Promise<"late">((resolve) => setTimeout(() => resolve("late"), START_MS).unref());
  if ((await Promise.race([ready, late])) === "late")
    throw new UserError("Redis does not answer: REDIS_URL must be where a Redis or Valkey of 6.2 or newer runs.");
}

/** Tells of faults, and of one that comes again and again each minute. */
function complainer(log: Log): (fault: unknown) => void {
  let told = -QUIET_MS;
  return (fault) => {
    const now = performance.now();
    if (now - told < QUIET_MS) return;
    told = now;
    log.warn("the queue of scheduled runs has trouble", { fault });
  };
}
