import { UserError } from "../kernel/errors.ts";
import type { Db } from "./index.ts";
import type { Schema } from "./schema.ts";
import { transact } from "./transact.ts";

/** Every table of a house; a test compares it with the migrations. */
export const TABLES = [
  "turns",
  "approvals",
  "principals",
  "credentials",
  "passwords",
  "services",
  "service_tags",
  "generations",
  "machines",
  "tasks",
  "runs",
  "spending",
  "audit",
] as const satisfies readonly (keyof Schema)[];

/** Rows at a time: a statement has at most some thousand parameters. */
const AT_ONCE = 50;

/**
 * Carries every row of one database into another that is empty, in one transaction; gives how many of each table.
 * A dry run does all of it too, and then takes it back.
 * @throws UserError when there is something already
 */
export async function copyAll(from: Db, to: Db, dryRun = false): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const enough = new Error("dry run");
  const work = transact(to, async (transaction) => {
    for (const table of TABLES) {
      if ((await countOf(transaction, table)) > 0)
        throw new UserError(`There is a house already: its table ${table} is not empty. Nothing was written.`);
    }
    for (const table of TABLES) counts[table] = await copy(from, transaction, table);
    if (dryRun) throw enough;
  });
  await work.catch((fault: unknown) => (fault === enough ? undefined : Promise.reject(fault)));
  return counts;
}

/** By some rows at a time: years of turns need not fit in memory. */
async function copy(from: Db, to: Db, table: (typeof TABLES)[number]): Promise<number> {
  let read = 0;
  let some: object[] = [];
  const write = async () => {
    if (some.length > 0) await to.insertInto(table).values(some).execute();
    read += some.length;
    some = [];
  };
  for await (const row of from.selectFrom(table).selectAll().stream()) {
    some.push(row);
    if (some.length === AT_ONCE) await write();
  }
  await write();
  const written = await countOf(to, table);
  if (written !== read) throw new UserError(`${table} did not come over whole. Nothing was written.`);
  return written;
}

async function countOf(db: Db, table: (typeof TABLES)[number]): Promise<number> {
  const { count } = await db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}
