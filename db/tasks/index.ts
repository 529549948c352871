import { z } from "zod";
import { json, jsonObject } from "../../kernel/schema.ts";
import type { Db, TasksTable } from "../schema.ts";
import { transact } from "../transact.ts";

const call = z.strictObject({ tool: z.string(), args: jsonObject });

/** What is done: a sentence, as if its owner said it; calls of tools; or a turn that is taken back. */
export const what = z.union([
  z.strictObject({ say: z.string() }),
  call,
  z.strictObject({ calls: z.array(call).min(1) }),
  z.strictObject({ undo: z.string() }),
]);
export type What = z.infer<typeof what>;

/** How it is run; each is left out where it is as usual. */
export const options = z.strictObject({
  /** name of the room it was said in */
  area: z.string().optional(),
  /** milliseconds within which a run that was missed is made up for, once; null: however late */
  grace: z.int().nonnegative().nullable().optional(),
  /** a run that a crash cut off is done again; else it is reported, as nobody knows what of it was done */
  retry: z.boolean().optional(),
  /** somebody approves each run before it begins */
  approve: z.boolean().optional(),
  /** its maker was asked about these very calls, and said yes */
  confirmed: z.boolean().optional(),
  /** the tools it may use, as its owner had them when that was said; else those of its owner at the time */
  tools: z.array(z.string()).optional(),
  /** what one run spoke of is known to the next; else each begins anew */
  memory: z.boolean().optional(),
});
export type Options = z.infer<typeof options>;

/** Something to be done at a time. */
export const task = z.strictObject({
  key: z.string(),
  name: z.string(),
  /** principal whose rights it has */
  owner: z.string(),
  /** in words or as cron */
  due: z.string(),
  what,
  enabled: z.boolean(),
  options: options.default({}),
  /** epoch milliseconds; null: not reckoned yet */
  next: z.number().nullable().default(null),
});
export type Task = z.infer<typeof task>;

/** A task by its key. */
export async function findTask(db: Db, key: string): Promise<Task | undefined> {
  const row = await db.selectFrom("tasks").selectAll().where("key", "=", key).executeTakeFirst();
  return row && taskOf(row);
}

/** Every task, by key. */
export async function listTasks(db: Db): Promise<Task[]> {
  const rows = await db.selectFrom("tasks").selectAll().orderBy("key").execute();
  return rows.map(taskOf);
}

/** Tasks that are on and due at a time, the longest first; `null`: those whose next time is not reckoned yet. */
export async function dueTasks(db: Db, now: number | null, limit: number): Promise<Task[]> {
  const on = db.selectFrom("tasks").selectAll().where("enabled", "=", 1);
  const due = now === null ? on.where("next_at", "is", null) : on.where("next_at", "<=", now);
  const rows = await due.orderBy("next_at").orderBy("key").limit(limit).execute();
  return rows.map(taskOf);
}

/** When the next of them is due, epoch milliseconds. */
export async function nextDue(db: Db): Promise<number | undefined> {
  const on = db.selectFrom("tasks").where("enabled", "=", 1);
  const row = await on.select(({ fn }) => fn.min("next_at").as("next")).executeTakeFirst();
  return row?.next === null || row?.next === undefined ? undefined : Number(row.next);
}

/** Brings tasks to what they are wanted to be, by key; null takes one away. All of it or nothing. */
export async function putTasks(db: Db, changes: ReadonlyMap<string, Task | null>, now: number): Promise<void> {
  await transact(db, async (transaction) => {
    for (const [key, is] of changes) {
      const was = await transaction.selectFrom("tasks").select("created_at").where("key", "=", key).executeTakeFirst();
      await transaction.deleteFrom("tasks").where("key", "=", key).execute();
      if (!is) continue;
      const { name, owner, due, enabled, next } = is;
      const row = { key, name, owner, due, enabled: Number(enabled), next_at: next };
      const [text, how] = [JSON.stringify(is.what), JSON.stringify(is.options)];
      const created = was === undefined ? now : Number(was.created_at);
      await transaction
        .insertInto("tasks")
        .values({ ...row, what: text, options: how, created_at: created, updated_at: now })
        .execute();
    }
  });
}

/**
 * Moves a task on from one time to the next, to null where that cannot be reckoned yet, or switches it off where there
 * is none; true for the one caller that did, also of several at once.
 */
export async function moveOn(
  db: Db,
  { key, next }: Task,
  to: number | null | undefined,
  now: number,
): Promise<boolean> {
  const own = db
    .updateTable("tasks")
    .set({ next_at: to ?? null, updated_at: now, ...(to === undefined && { enabled: 0 }) })
    .where("key", "=", key)
    .where("enabled", "=", 1);
  const { numUpdatedRows } = await own.where("next_at", next === null ? "is" : "=", next).executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Keeps a task, and does not run it any more. */
export async function pauseTask(db: Db, key: string, now: number): Promise<void> {
  await db.updateTable("tasks").set({ enabled: 0, updated_at: now }).where("key", "=", key).execute();
}

/** Takes away a task that is over. */
export async function dropTask(db: Db, key: string): Promise<void> {
  await db.deleteFrom("tasks").where("key", "=", key).execute();
}

function taskOf({ key, name, owner, due, what: text, enabled, options: how, next_at }: TasksTable): Task {
  return task.parse({
    key,
    name,
    owner,
    due,
    what: json.parse(JSON.parse(text)),
    enabled: enabled === 1,
    options: json.parse(JSON.parse(how ?? "{}")),
    next: next_at === null ? null : Number(next_at),
  });
}
