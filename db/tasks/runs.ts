import { z } from "zod";
import type { Db, RunsTable } from "../schema.ts";
import { transact } from "../transact.ts";
import type { Task } from "./index.ts";
import { dropTask, moveOn, options, what } from "./index.ts";

/** How a run ended: failed is not completed, and of an interrupted one nobody knows what was done. */
const ENDS = ["completed", "failed", "missed", "interrupted"] as const;
export const state = z.enum(["claimed", "begun", "waiting", ...ENDS]);
export type State = z.infer<typeof state>;
export type End = (typeof ENDS)[number];

/** One run of a task: for which of its times, how far it is, and what came of it. */
const run = z.strictObject({
  id: z.string(),
  task: z.string(),
  /** epoch milliseconds */
  due: z.number(),
  name: z.string(),
  owner: z.string(),
  what,
  options,
  state,
  holder: z.string(),
  /** epoch milliseconds */
  lease: z.number(),
  tries: z.number(),
  turn: z.string().nullable(),
  result: z.string().nullable(),
  /** what was done has been read back from the world */
  verified: z.boolean(),
  started: z.number().nullable(),
  ended: z.number().nullable(),
});
export type Run = z.infer<typeof run>;

/** Who has a run, and until when; `lease` in epoch milliseconds. */
export interface Hold {
  holder: string;
  lease: number;
}

interface Claim extends Hold {
  id: string;
  /** which time it is of, and the time after it: null where that is not known yet, undefined where there is none */
  due: number;
  next: number | null | undefined;
  /** there never was to be another: the task goes */
  isOnce: boolean;
  now: number;
  /** instead of a claim: why it is not run */
  ended?: { state: End; result: string };
}

/**
 * Makes the run of a task that is due and moves the task on, in one: whoever comes second, also from another
 * composer, gets undefined.
 */
export async function claimTask(db: Db, task: Task, claim: Claim): Promise<Run | undefined> {
  const { id, due, next, isOnce, now, ended, ...hold } = claim;
  return transact(db, async (transaction) => {
    if (!(await moveOn(transaction, task, next, now))) return undefined;
    if (isOnce) await dropTask(transaction, task.key);
    const again = transaction.selectFrom("runs").select("id").where("task", "=", task.key).where("due", "=", due);
    if (await again.executeTakeFirst()) return undefined;
    return insert(transaction, task, { id, due, ...hold, ...ended }, now);
  });
}

/** Lays down a run of a task beside its times, for whoever takes it first. */
export async function requestRun(db: Db, task: Task, id: string, now: number): Promise<Run> {
  return insert(db, task, { id, due: now, holder: "", lease: 0 }, now);
}

async function insert(
  db: Db,
  task: Task,
  given: Hold & { id: string; due: number; state?: State; result?: string },
  now: number,
): Promise<Run> {
  const { state: made = "claimed", result = null } = given;
  const isOver = made !== "claimed";
  const row: RunsTable = {
    id: given.id,
    task: task.key,
    due: given.due,
    name: task.name,
    owner: task.owner,
    what: JSON.stringify(task.what),
    options: JSON.stringify(task.options),
    state: made,
    holder: given.holder,
    lease: given.lease,
    tries: 1,
    turn: null,
    result,
    verified: 0,
    started_at: isOver ? null : now,
    ended_at: isOver ? now : null,
  };
  await db.insertInto("runs").values(row).execute();
  return runOf(row);
}

/** What a run comes to next; true where it still is as its holder has it. */
export async function changeRun(
  db: Db,
  { id, holder, state: from }: Pick<Run, "id" | "holder" | "state">,
  to: Partial<Pick<RunsTable, "state" | "holder" | "lease" | "tries" | "turn" | "result" | "verified" | "ended_at">>,
  lease?: number,
): Promise<boolean> {
  const own = db
    .updateTable("runs")
    .set(to)
    .where("id", "=", id)
    .where("holder", "=", holder)
    .where("state", "=", from);
  const exact = lease === undefined ? own : own.where("lease", "=", lease);
  const { numUpdatedRows } = await exact.executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Keeps runs for their holder for longer. */
export async function extendLeases(db: Db, ids: readonly string[], { holder, lease }: Hold): Promise<void> {
  if (ids.length === 0) return;
  const own = db.updateTable("runs").set({ lease }).where("id", "in", ids).where("holder", "=", holder);
  await own.where("state", "in", ["claimed", "begun"]).execute();
}

/** Lets go of what a holder had before it was started anew. */
export async function dropLeases(db: Db, holder: string): Promise<void> {
  const own = db.updateTable("runs").set({ lease: 0 }).where("holder", "=", holder);
  await own.where("state", "in", ["claimed", "begun"]).execute();
}

/** A run by its id. */
export async function findRun(db: Db, id: string): Promise<Run | undefined> {
  const row = await db.selectFrom("runs").selectAll().where("id", "=", id).executeTakeFirst();
  return row && runOf(row);
}

/** Runs whose holder has not been heard of in time, and those whose approval can have come or gone. */
export async function looseRuns(db: Db, now: number): Promise<Run[]> {
  const open = db.selectFrom("runs").selectAll().where("state", "in", ["claimed", "begun", "waiting"]);
  const rows = await open.where("lease", "<=", now).orderBy("due").orderBy("id").limit(50).execute();
  return rows.map(runOf);
}

/** Which runs; whatever is left out is any. */
interface Which {
  owner?: string | undefined;
  task?: string | undefined;
  state?: State | undefined;
  limit?: number;
}

/** The newest runs first. */
export async function listRuns(db: Db, { owner, task, state: is, limit = 50 }: Which = {}): Promise<Run[]> {
  const all = db.selectFrom("runs").selectAll();
  const own = owner === undefined ? all : all.where("owner", "=", owner);
  const some = task === undefined ? own : own.where("task", "=", task);
  const few = is === undefined ? some : some.where("state", "=", is);
  const rows = await few.orderBy("due", "desc").orderBy("id").limit(limit).execute();
  return rows.map(runOf);
}

/** Forgets runs that ended before a time. */
export async function forgetRuns(db: Db, before: number): Promise<void> {
  await db.deleteFrom("runs").where("ended_at", "<", before).execute();
}

function runOf({ started_at, ended_at, verified, what: text, options: how, ...row }: RunsTable): Run {
  return run.parse({
    ...row,
    what: JSON.parse(text),
    options: JSON.parse(how ?? "{}"),
    due: Number(row.due),
    lease: Number(row.lease),
    verified: verified === 1,
    started: started_at === null ? null : Number(started_at),
    ended: ended_at === null ? null : Number(ended_at),
  });
}
