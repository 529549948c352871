import { expect, onTestFinished, test } from "vitest";
import { freshDatabase } from "../testing.ts";
import type { Task } from "./index.ts";
import { findTask, listTasks, putTasks } from "./index.ts";
import { changeRun, claimTask, dropLeases, extendLeases, findRun, listRuns, looseRuns } from "./runs.ts";

const NOW = 1_900_000_000_000;
const LATER = NOW + 3_600_000;

async function tasks() {
  const { kysely: db, close } = await freshDatabase();
  onTestFinished(close);
  const task: Task = {
    key: "lamp",
    name: "lamp",
    owner: "owner",
    due: "every hour",
    what: { say: "go" },
    enabled: true,
    options: {},
    next: NOW,
  };
  await putTasks(db, new Map([[task.key, task]]), NOW);
  const claim = (id: string, more: object = {}) =>
    claimTask(db, task, {
      id,
      due: NOW,
      next: LATER,
      isOnce: false,
      now: NOW,
      holder: "a",
      lease: NOW + 1_000,
      ...more,
    });
  return { db, task, claim };
}

test("a time is claimed once, whoever comes with what they read before, and for whichever time", async () => {
  const { db, claim } = await tasks();
  expect(await claim("r1")).toMatchObject({ id: "r1", state: "claimed", holder: "a", tries: 1 });
  expect(await claim("r2", { holder: "b" })).toBeUndefined();
  expect(await claim("r3", { holder: "b", due: NOW - 1, next: LATER + 1 })).toBeUndefined();
  expect((await findTask(db, "lamp"))?.next).toBe(LATER);
  expect((await listRuns(db)).map(({ id }) => id)).toEqual(["r1"]);
});

test("what was run for a time is not run for it again, though the task came back to that time", async () => {
  const { db, task, claim } = await tasks();
  await claim("r1");
  await putTasks(db, new Map([[task.key, task]]), NOW); // taken back, or a clock that was put back
  expect(await claim("r2")).toBeUndefined();
  expect(await listRuns(db)).toHaveLength(1);
});

test("what there never was to be another of is gone with its claim, and so is what was missed", async () => {
  const { db, claim } = await tasks();
  const ended = { state: "missed" as const, result: "Too late." };
  expect(await claim("r1", { isOnce: true, next: undefined, ended })).toMatchObject({ state: "missed", ended: NOW });
  expect(await listTasks(db)).toEqual([]);
});

test("a run is changed by who holds it, from where it is, and taken over by its very lease alone", async () => {
  const { db, claim } = await tasks();
  const run = await claim("r1");
  if (!run) throw new Error("not claimed");
  expect(await changeRun(db, { ...run, holder: "b" }, { state: "begun" })).toBe(false);
  expect(await changeRun(db, { ...run, state: "begun" }, { state: "completed" })).toBe(false);
  expect(await changeRun(db, run, { holder: "b", lease: NOW + 5_000 }, run.lease - 1)).toBe(false);
  expect(await findRun(db, "r1")).toEqual(run);
  expect(await changeRun(db, run, { holder: "b", lease: NOW + 5_000 }, run.lease)).toBe(true);
  // Who was slow finds that it has it no more.
  expect(await changeRun(db, run, { state: "begun" })).toBe(false);
});

test("leases are kept and let go by their holder, of what is not over", async () => {
  const { db, claim } = await tasks();
  const run = await claim("r1");
  const lease = async () => (await findRun(db, "r1"))?.lease;
  const loose = async (now: number) => (await looseRuns(db, now)).map(({ id }) => id);
  expect([await loose(NOW + 999), await loose(NOW + 1_000)]).toEqual([[], ["r1"]]);
  await extendLeases(db, ["r1"], { holder: "b", lease: NOW + 9_000 });
  expect(await lease()).toBe(NOW + 1_000);
  await extendLeases(db, ["r1"], { holder: "a", lease: NOW + 2_000 });
  expect(await lease()).toBe(NOW + 2_000);
  await dropLeases(db, "b");
  expect(await lease()).toBe(NOW + 2_000);
  await dropLeases(db, "a");
  expect(await lease()).toBe(0);
  if (run) await changeRun(db, run, { state: "completed", ended_at: NOW });
  await extendLeases(db, ["r1"], { holder: "a", lease: NOW + 9_000 });
  expect([await lease(), await loose(LATER)]).toEqual([0, []]);
});
