import type { Db } from "./schema.ts";

interface Open {
  root: Db;
  after: Map<string, () => void>;
}
const open = new WeakMap<object, Open>();

/** What MySQL says to whoever comes second: a row changed since it was read, a taken key, a deadlock (rolled back whole). */
const SECOND: readonly unknown[] = [1020, 1062, 1213];
const TRIES = 10;

/** Runs work in a transaction: the one it is in, or one of its own, anew where another process was first. It touches the database alone. */
export async function transact<T>(db: Db, work: (transaction: Db) => Promise<T>, tries = TRIES): Promise<T> {
  if (db.isTransaction) return work(db);
  const after = new Map<string, () => void>();
  const run = (transaction: Db) => {
    open.set(transaction, { root: db, after });
    return work(transaction);
  };
  try {
    const result = await db.transaction().execute(run);
    for (const tell of after.values()) tell();
    return result;
  } catch (fault) {
    const isSecond = fault instanceof Error && "errno" in fault && SECOND.includes(fault.errno);
    if (!isSecond || tries <= 1) throw fault;
  }
  return transact(db, work, tries - 1);
}

/** The database a transaction of `transact` belongs to. */
export const rootOf = (db: Db): Db => open.get(db)?.root ?? db;

/** Runs once the transaction is committed, once for each key; at once where there is none. */
export function afterCommit(db: Db, key: string, run: () => void): void {
  const found = open.get(db);
  if (found) found.after.set(key, run);
  else run();
}
