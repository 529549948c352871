import { z } from "zod";
import { jsonObject } from "../../kernel/schema.ts";
import type { Db } from "../schema.ts";
import { transact } from "../transact.ts";

/** What is done: a sentence, as if its owner said it, or one call of a tool. */
const what = z.union([z.strictObject({ say: z.string() }), z.strictObject({ tool: z.string(), args: jsonObject })]);

/** Something to be done at a time. */
export const task = z.strictObject({
  key: z.string(),
  name: z.string(),
  /** principal whose rights it has */
  owner: z.string(),
  /** in words or as cron, as it was said */
  due: z.string(),
  what,
  enabled: z.boolean(),
});
export type Task = z.infer<typeof task>;

/** Every task, by key. */
export async function listTasks(db: Db): Promise<Task[]> {
  const rows = await db.selectFrom("tasks").selectAll().orderBy("key").execute();
  return rows.map(({ key, name, owner, due, what: text, enabled }) =>
    task.parse({ key, name, owner, due, what: JSON.parse(text), enabled: enabled === 1 }),
  );
}

/** Brings tasks to what they are wanted to be, by key; null takes one away. All of it or nothing. */
export async function putTasks(db: Db, changes: ReadonlyMap<string, Task | null>, now: number): Promise<void> {
  await transact(db, async (transaction) => {
    for (const [key, is] of changes) {
      const was = await transaction.selectFrom("tasks").select("created_at").where("key", "=", key).executeTakeFirst();
      await transaction.deleteFrom("tasks").where("key", "=", key).execute();
      if (!is) continue;
      const { name, owner, due, enabled } = is;
      const row = { key, name, owner, due, what: JSON.stringify(is.what), enabled: Number(enabled) };
      const created = was === undefined ? now : Number(was.created_at);
      await transaction
        .insertInto("tasks")
        .values({ ...row, created_at: created, updated_at: now })
        .execute();
    }
  });
}
