import type { Clock } from "../../../kernel/clock.ts";
import { transact } from "../../../db/transact.ts";
import type { Db } from "../../../db/index.ts";
import type { Purse } from "./types.ts";

const MICROS = 1_000_000;

/** The month's money, in the database: several composers on it spend out of one purse. */
export function createPurse({ db, clock, cap }: { db: Db; clock: Clock; cap: number }): Purse {
  const left = async () => cap - (await spentIn(db, monthOf(clock))) / MICROS;
  return {
    left,
    allows: async () => (await left()) > 0,
    // A millionth is the least there is: many small turns are not free.
    spend: (dollars) => spend(db, monthOf(clock), Math.ceil(dollars * MICROS)),
  };
}

/** The month of the house's own calendar: "2026-11". */
function monthOf(clock: Clock): string {
  const now = new Date(clock.now());
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}`;
}

async function spentIn(db: Db, month: string): Promise<number> {
  const row = await db.selectFrom("spending").select("micros").where("month", "=", month).executeTakeFirst();
  return Number(row?.micros ?? 0);
}

/** Adds in one statement, so that nobody's addition is lost. */
const spend = (db: Db, month: string, micros: number): Promise<void> =>
  transact(db, async (work) => {
    const { numUpdatedRows } = await work
      .updateTable("spending")
      .set((row) => ({ micros: row("micros", "+", micros) }))
      .where("month", "=", month)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) await work.insertInto("spending").values({ month, micros }).execute();
  });
