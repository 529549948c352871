import { beforeEach, expect, test } from "vitest";
import { generationOf, markApplied, markProblem, onRaised, raise, whenApplied } from "./generations.ts";
import type { Database } from "./index.ts";
import { freshDatabase } from "./testing.ts";
import { transact } from "./transact.ts";

let database: Database;
beforeEach(async () => {
  database = await freshDatabase();
  return () => database.close();
});

test("what is wanted rises with each change, and is told once it is committed", async () => {
  const { kysely: db } = database;
  const told: number[] = [];
  onRaised(db, "names", async () => told.push((await generationOf(db, "names")).desired));
  expect(await generationOf(db, "names")).toMatchObject({ desired: 0, applied: 0, changedAt: null });
  await transact(db, async (transaction) => {
    expect(await raise(transaction, "names", "t1", 1_000)).toBe(1);
    expect(await raise(transaction, "names", "t2", 2_000)).toBe(2);
    expect(told).toEqual([]);
  });
  await expect.poll(() => told).toEqual([2]); // once, however often it rose
  expect(await generationOf(db, "names")).toMatchObject({ desired: 2, turn: "t2", changedAt: 2_000 });
  expect(await generationOf(db, "others")).toMatchObject({ desired: 0 });
});

test("a change that is not committed raises nothing and wakes nobody", async () => {
  const { kysely: db } = database;
  let woken = 0;
  const stop = onRaised(db, "names", () => woken++);
  const failing = transact(db, async (transaction) => {
    await raise(transaction, "names");
    throw new Error("stop");
  });
  await expect(failing).rejects.toThrow("stop");
  expect([woken, (await generationOf(db, "names")).desired]).toEqual([0, 0]);
  stop();
  await raise(db, "names");
  expect(woken).toBe(0);
});

test("who waits is woken when it is applied", async () => {
  const { kysely: db } = database;
  const generation = await raise(db, "names");
  const waiting = whenApplied(db, "names", generation, AbortSignal.timeout(10_000));
  await markApplied(db, "names", generation, 5_000);
  expect(await waiting).toBe("applied");
  expect(await generationOf(db, "names")).toMatchObject({ applied: 1, appliedAt: 5_000, problem: null });
  await raise(db, "names");
  await markApplied(db, "names", 2);
  await markApplied(db, "names", 1); // late
  expect(await generationOf(db, "names")).toMatchObject({ desired: 2, applied: 2 });
});

test("who waits is told why not yet, why not at all, and when time is up", async () => {
  const { kysely: db } = database;
  const wait = (signal = AbortSignal.timeout(10_000)) => whenApplied(db, "names", 1, signal);
  await raise(db, "names");
  expect(await wait(AbortSignal.abort())).toEqual({ pending: "" });
  const waiting = wait();
  await markProblem(db, "names", "the Pi is away");
  expect([await waiting, await wait()]).toEqual([{ pending: "the Pi is away" }, { pending: "the Pi is away" }]);
  await markProblem(db, "names", "an older one", { refused: true, generation: 0 });
  expect(await wait()).toEqual({ pending: "the Pi is away" });
  await markProblem(db, "names", "nginx says no", { refused: true, generation: 1 });
  expect(await wait()).toEqual({ refused: "nginx says no" });
  await raise(db, "names"); // another wish, another answer
  expect(await generationOf(db, "names")).toMatchObject({ problem: null, refused: false });
});
