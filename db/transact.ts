import type { Db } from "./schema.ts";

interface Open {
  root: Db;
  after: Map<string, () => void>;
}
const open = new WeakMap<object, Open>();

/** Runs work in a transaction: the one it is in, or one of its own. */
export async function transact<T>(db: Db, work: (transaction: Db) => Promise<T>): Promise<T> {
  if (db.isTransaction) return work(db);
  const after = new Map<string, () => void>();
  const result = await db.transaction().execute((transaction) => {
    open.set(transaction, { root: db, after });
    return work(transaction);
  });
  for (const run of after.values()) run();
  return result;
}

/** The database a transaction of `transact` belongs to. */
export const rootOf = (db: Db): Db => open.get(db)?.root ?? db;

/** Runs once the transaction is committed, once for each key; at once where there is none. */
export function afterCommit(db: Db, key: string, run: () => void): void {
  const found = open.get(db);
  if (found) found.after.set(key, run);
  else run();
}
