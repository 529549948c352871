import { setTimeout as wait } from "node:timers/promises";
import type { Db } from "./schema.ts";
import { afterCommit, rootOf, transact } from "./transact.ts";

/** How far the world follows what is wanted of it: a scope ("names") has the generation wanted, and the one applied. */
export interface Generation {
  desired: number;
  applied: number;
  /** the turn that raised it last */
  turn: string | null;
  /** why the one wanted is not applied; gone once it is */
  problem: string | null;
  /** the problem is the driver's own no: it will not be applied as it is */
  refused: boolean;
  /** epoch milliseconds; null before the first */
  changedAt: number | null;
  appliedAt: number | null;
}

/** What came of waiting; `pending` is why, empty where nobody said. */
export type Applied = "applied" | { pending: string } | { refused: string };

const NONE: Generation = {
  desired: 0,
  applied: 0,
  turn: null,
  problem: null,
  refused: false,
  changedAt: null,
  appliedAt: null,
};
/** Milliseconds between looks at what other processes did. */
const POLL_MS = 250;

/** Who is woken, in this process: by a raise, or by what came of one. */
const listeners = new WeakMap<Db, Map<string, Set<() => void>>>();
const listen = (db: Db, key: string, listener: () => void): (() => void) => {
  const all = listeners.get(db) ?? new Map<string, Set<() => void>>();
  listeners.set(db, all);
  const some = all.get(key) ?? new Set();
  all.set(key, some.add(listener));
  return () => void some.delete(listener);
};
const wake = (db: Db, key: string) => {
  for (const listener of listeners.get(rootOf(db))?.get(key) ?? []) listener();
};

/** Raises what is wanted, in the transaction that changes it; listeners are told after its commit. Gives the generation. */
export const raise = (db: Db, scope: string, turn?: string, now = Date.now()): Promise<number> =>
  transact(db, async (transaction) => {
    const change = { turn: turn ?? null, changed_at: now, problem: null, refused: 0 };
    const { numUpdatedRows } = await transaction
      .updateTable("generations")
      .set((row) => ({ desired: row("desired", "+", 1), ...change }))
      .where("scope", "=", scope)
      .executeTakeFirst();
    const first = { scope, desired: 1, applied: 0, applied_at: null, ...change };
    if (numUpdatedRows === 0n) await transaction.insertInto("generations").values(first).execute();
    const { desired } = await generationOf(transaction, scope);
    afterCommit(transaction, `raised ${scope}`, () => wake(rootOf(transaction), `raised ${scope}`));
    return desired;
  });

/** Where a scope stands. */
export async function generationOf(db: Db, scope: string): Promise<Generation> {
  const row = await db.selectFrom("generations").selectAll().where("scope", "=", scope).executeTakeFirst();
  if (!row) return NONE;
  const { desired, applied, turn, problem, refused, changed_at: changedAt, applied_at: appliedAt } = row;
  return { desired, applied, turn, problem, refused: refused === 1, changedAt, appliedAt };
}

/** Notes that the world is as this generation wants it; an older one changes nothing. */
export async function markApplied(db: Db, scope: string, generation: number, now = Date.now()): Promise<void> {
  await db
    .updateTable("generations")
    .set({ applied: generation, applied_at: now, problem: null, refused: 0 })
    .where("scope", "=", scope)
    .where("applied", "<=", generation)
    .execute();
  wake(db, `came ${scope}`);
}

interface Problem {
  /** the driver's own no, and not that somebody is away */
  refused?: boolean;
  /** which it is about: of another one that is wanted meanwhile nothing is known yet */
  generation?: number;
}

/** Notes why the generation wanted is not applied. */
export async function markProblem(db: Db, scope: string, text: string, about: Problem = {}): Promise<void> {
  const { refused = false, generation } = about;
  const update = db
    .updateTable("generations")
    .set({ problem: text, refused: refused ? 1 : 0 })
    .where("scope", "=", scope);
  await (generation === undefined ? update : update.where("desired", "=", generation)).execute();
  wake(db, `came ${scope}`);
}

/** Tells of every raise in this process, after its commit. */
export const onRaised = (db: Db, scope: string, listener: () => void): (() => void) =>
  listen(db, `raised ${scope}`, listener);

/** Waits until a generation is applied or refused, or `signal` ends it: then why it pends, as far as that is known. */
export async function whenApplied(db: Db, scope: string, generation: number, signal: AbortSignal): Promise<Applied> {
  for (;;) {
    const woken = Promise.withResolvers<void>();
    const stop = listen(db, `came ${scope}`, woken.resolve);
    try {
      const { applied, problem, refused } = await generationOf(db, scope);
      if (applied >= generation) return "applied";
      if (refused && problem !== null) return { refused: problem };
      if (signal.aborted || problem !== null) return { pending: problem ?? "" };
      await Promise.race([woken.promise, wait(POLL_MS, undefined, { signal }).catch(() => {})]);
    } finally {
      stop();
    }
  }
}
