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
  "services",
  "service_tags",
  "generations",
] as const satisfies readonly (keyof Schema)[];

/** Rows at a time: a statement has at most some thousand parameters. */
const AT_ONCE = 50;

/**
 * Carries every row of one database into another that is empty, in one transaction; gives how many of each table.
 * @throws UserError when there is something already
 */
export async function copyAll(from: Db, to: Db): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  await transact(to, async (transaction) => {
    for (const table of TABLES) {
      if ((await countOf(transaction, table)) > 0)
        throw new UserError(`There is a house already: its table ${table} is not empty. Nothing was written.`);
    }
    for (const table of TABLES) {
      const rows = await from.selectFrom(table).selectAll().execute();
      for (let at = 0; at < rows.length; at += AT_ONCE)
        await transaction
          .insertInto(table)
          .values(rows.slice(at, at + AT_ONCE))
          .execute();
      counts[table] = await countOf(transaction, table);
      if (counts[table] !== rows.length) throw new UserError(`${table} did not come over whole. Nothing was written.`);
    }
  });
  return counts;
}

async function countOf(db: Db, table: (typeof TABLES)[number]): Promise<number> {
  const { count } = await db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}
