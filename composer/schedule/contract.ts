import { expect, onTestFinished, test } from "vitest";
import type { Db } from "../../db/index.ts";
import type { Task } from "../../db/tasks/index.ts";
import { findTask, listTasks, putTasks } from "../../db/tasks/index.ts";
import type { Run } from "../../db/tasks/runs.ts";
import { changeRun, claimTask, listRuns, requestRun } from "../../db/tasks/runs.ts";
import { systemClock } from "../../kernel/clock.ts";
import type { Turn } from "../agent/turn.ts";
import { createEvents } from "../events/index.ts";
import { systemRandom } from "../gate/random.ts";
import { silentLog } from "../../kernel/log.ts";
import type { Driver } from "./loop.ts";
import type { Runner } from "./parts.ts";
import { createRunner } from "./runner.ts";

/** Where drivers are tried: a database they share, opened anew for each of them, and how one is made. */
export interface Ground {
  open(): Promise<{ db: Db; close(): Promise<void> }>;
  drive(runner: Runner): Promise<Driver>;
}

const LEASE_MS = 1_500;
const PATIENCE_MS = 60_000;
const owner = { id: "owner", name: "Owner", role: "owner", ceiling: "danger", use: "schedule" } as const;

const turnOf = (id: string, say: string): Turn => ({
  turn: id,
  say,
  tier: "none",
  model: null,
  reason: "",
  calls: [{ server: "s", tool: "t", args: {}, risk: "write", result: say, ok: true, ms: 0 }],
  needs: [],
  ask: null,
  undoable: false,
  usage: { inputTokens: 0, outputTokens: 0, cost: 0 },
  ms: { total: 0, route: 0, model: 0, tools: 0 },
});

/** Composers that share a house, each with its runner and driver; `done` is what they did, in order. */
export async function sharedHouse({ open, drive }: Ground) {
  const { db, close } = await open();
  onTestFinished(close);
  const done: { by: number; text: string; at: number }[] = [];
  const waiting = new Set<() => void>();
  const look = () => {
    for (const one of waiting) one();
  };
  let gate: Promise<void> = Promise.resolve();

  const composer = async (by: number) => {
    const own = await open();
    const events = createEvents(silentLog);
    events.subscribe(look);
    const act = async ({ text, turn = "" }: { text: string; turn?: string }) => {
      done.push({ by, text, at: Date.now() });
      look();
      await gate;
      return turnOf(turn, `${text} is done.`);
    };
    const runner = createRunner({
      db: own.db,
      agent: { ask: act, carryOut: act, undo: () => Promise.reject(new Error("nothing is taken back here")) },
      catalogue: { find: () => undefined },
      audit: { chain: `composer-${by}`, latest: async () => [] },
      approvals: { ask: () => Promise.reject(new Error("nobody is asked here")), asked: async () => "gone" },
      principals: { byId: async () => owner },
      events,
      clock: systemClock,
      place: { zone: "UTC" },
      log: silentLog,
      random: systemRandom,
      lease: LEASE_MS,
    });
    const driver = await drive(runner);
    let closing: Promise<void> | undefined;
    const end = () => (closing ??= driver.close().then(own.close));
    onTestFinished(end);
    return { runner, end };
  };

  return {
    db,
    done,
    composer,
    /** what is done from now on ends when the function given back is called */
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
    /** Waits until something is so, looking whenever something happens, and each tenth of a second. */
    async until<T>(is: () => Promise<T | undefined | false>): Promise<T> {
      for (;;) {
        const found = await is();
        if (found !== undefined && found !== false) return found;
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, 100);
          waiting.add(() => (clearTimeout(timer), resolve()));
        });
        waiting.clear();
      }
    },
    async add(key: string, more: Partial<Task> = {}): Promise<Task> {
      const next = Date.now() + 300;
      const due = new Date(next).toISOString();
      const what = { say: key };
      const made: Task = { key, name: key, owner: "owner", due, what, enabled: true, options: {}, next, ...more };
      await putTasks(db, new Map([[key, made]]), Date.now());
      return made;
    },
    runs: () => listRuns(db, { limit: 500 }),
  };
}

const states = (runs: readonly Run[]) => runs.map(({ task, state }) => `${task} ${state}`).toSorted();
/** The runs, once there are as many and all have ended. */
export const allEnded = (runs: readonly Run[], count: number) =>
  runs.length >= count && runs.every(({ ended }) => ended !== null) && runs;

/** What every driver keeps, alone and with others. */
export function driverContract(name: string, ground: () => Ground): void {
  const it = (what: string, work: () => Promise<void>) => test(`${name}: ${what}`, work, PATIENCE_MS);

  it("what is due is run once, not before its time, and is over", async () => {
    const { add, composer, until, runs, done, db } = await sharedHouse(ground());
    await composer(1);
    const { next } = await add("lamp");
    expect(states(await until(async () => allEnded(await runs(), 1)))).toEqual(["lamp completed"]);
    expect(done.map(({ text, at }) => [text, at >= (next ?? 0)])).toEqual([["lamp", true]]);
    expect(await listTasks(db)).toEqual([]);
  });

  it("what comes again comes again", async () => {
    const { add, composer, until, runs, done, db } = await sharedHouse(ground());
    await composer(1);
    await add("beat", { due: "every 10 seconds" });
    await until(async () => allEnded(await runs(), 1));
    const first = (await runs())[0]?.due ?? 0;
    expect((await findTask(db, "beat"))?.next).toBe(first + 10_000);
    expect(done).toHaveLength(1);
  });

  it("several that share a house run each of many once, and share the work", async () => {
    const { add, composer, until, runs, done, hold } = await sharedHouse(ground());
    const release = hold();
    const keys = Array.from({ length: 60 }, (_, index) => `task ${index}`);
    await Promise.all([1, 2, 3].map((by) => composer(by)));
    const next = Date.now() + 1_500;
    for (const key of keys) await add(key, { next, due: new Date(next).toISOString() });
    await until(async () => new Set(done.map(({ by }) => by)).size > 1);
    release();
    await until(async () => allEnded(await runs(), keys.length));
    expect(done.map(({ text }) => text).toSorted()).toEqual(keys.toSorted());
  });

  it("what is asked for is run beside its times", async () => {
    const { add, composer, until, runs, done, db } = await sharedHouse(ground());
    const task = await add("lamp", { due: "every day at 07:00", next: Date.now() + 3_600_000 });
    await composer(1);
    await requestRun(db, task, "r1", Date.now());
    await until(async () => allEnded(await runs(), 1));
    expect(done.map(({ text }) => text)).toEqual(["lamp"]);
  });

  it("what somebody who died had claimed is run by another, once its lease is over", async () => {
    const { add, composer, until, runs, done, db } = await sharedHouse(ground());
    const task = await add("lamp", { due: "every day at 07:00" });
    const now = Date.now();
    const lease = now + LEASE_MS;
    await claimTask(db, task, { id: "r1", due: now, next: now + 3_600_000, isOnce: false, now, holder: "dead", lease });
    await composer(1);
    await until(async () => allEnded(await runs(), 1));
    expect(done).toHaveLength(1);
    expect(done[0]?.at).toBeGreaterThanOrEqual(lease);
  });

  it("what somebody who died had begun is told of, and not done again", async () => {
    const { add, composer, until, runs, done, db } = await sharedHouse(ground());
    const task = await add("lamp", { due: "every day at 07:00" });
    const now = Date.now();
    const hold = { holder: "dead", lease: now };
    const run = await claimTask(db, task, { id: "r1", due: now, next: now + 3_600_000, isOnce: false, now, ...hold });
    if (run) await changeRun(db, run, { state: "begun", turn: "r1" });
    await composer(1);
    expect(states(await until(async () => allEnded(await runs(), 1)))).toEqual(["lamp interrupted"]);
    expect(done).toEqual([]);
  });

  it("what takes longer than a lease is left to who has it", async () => {
    const { add, composer, until, runs, done, hold } = await sharedHouse(ground());
    const release = hold();
    await Promise.all([1, 2].map((by) => composer(by)));
    await add("backup");
    const held = await until(async () => (await runs()).find(({ state }) => state === "begun"));
    await until(async () => (await runs()).some(({ lease }) => lease >= held.lease + 2 * LEASE_MS));
    release();
    expect(states(await until(async () => allEnded(await runs(), 1)))).toEqual(["backup completed"]);
    expect(done).toHaveLength(1);
  });

  it("who ends waits for what runs, and takes nothing new; others go on", async () => {
    const { add, composer, until, runs, done, hold } = await sharedHouse(ground());
    const release = hold();
    const first = await composer(1);
    await add("long");
    await until(async () => done.length === 1);
    const ending = first.end();
    release();
    await ending;
    expect(states(await runs())).toEqual(["long completed"]);
    await add("next");
    await composer(2);
    await until(async () => allEnded(await runs(), 2));
    expect(done.map(({ by, text }) => `${by} ${text}`)).toEqual(["1 long", "2 next"]);
  });
}
