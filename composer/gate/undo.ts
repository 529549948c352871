import { z } from "zod";
import type { Db } from "../../db/index.ts";
import type { Question, Step } from "../../kernel/wire.ts";
import { step } from "../../kernel/wire.ts";
import type { Executed, Gate, Planned, PlannedStep, Request } from "./types.ts";

/** What came of taking turn `of` back: what ran, and how many steps are left; or why nothing was done. */
export type Undone = { of: string; executed: Executed[]; left: number } | { ask: Question } | { refused: string };

const steps = z.array(step);

/**
 * Takes a turn back through the gate, as whoever asks: the last call first, each once. "last" is the newest turn of
 * this principal in this conversation that can be; by its id, a turn of one's own (the owner: any). What a server's
 * plan asks (the world changed since) comes back as the question, and nothing is done; a yes to it is a request that
 * is `confirmed`.
 */
export async function undoTurn(gate: Gate, db: Db, request: Request, id: string): Promise<Undone> {
  const found = await undoable(db, request, id);
  if ("refused" in found) return found;
  const { of } = found;
  const undo = steps.parse(JSON.parse(found.undo));
  const asked: Request = { ...request, people: true, undoes: of, reason: request.reason ?? `undo of ${of}` };
  const planned = await planBack(gate, asked, undo);
  if (!("steps" in planned)) return planned;
  // Taken out before it runs: a crash in between loses the way back rather than walking it twice.
  if (!(await takeUndo(db, of, found.undo))) return { refused: "That turn was just taken back." };
  const executed = await gate.execute(asked, planned.steps);
  const left = undo.slice(executed.filter(({ ok }) => ok).length);
  if (left.length > 0) await giveBack(db, of, left);
  return { of, executed, left: left.length };
}

// What a later step finds changed may be what an earlier one puts back first: two calls of one turn on the same lamp.
async function planBack(gate: Gate, asked: Request, undo: readonly Step[]): Promise<Planned> {
  const steps: PlannedStep[] = [];
  const touched = new Set<string>();
  for (const step of undo) {
    let planned = await gate.plan(asked, [step]);
    if ("ask" in planned && touched.size > 0) {
      const again = await gate.plan({ ...asked, confirmed: true }, [step]);
      const isOurs = "steps" in again && again.steps.every(({ plan }) => plan.targets.every((one) => touched.has(one)));
      if (isOurs) planned = again;
    }
    if (!("steps" in planned)) return planned;
    for (const one of planned.steps) for (const target of one.plan.targets) touched.add(target);
    steps.push(...planned.steps);
  }
  return { steps };
}

type Found = { of: string; undo: string } | { refused: string };

async function undoable(db: Db, { principal, conversation }: Request, id: string): Promise<Found> {
  const all = db.selectFrom("turns").select(["id", "undo", "undo_state", "principal"]);
  if (id === "last") {
    const row = await all
      .where("principal", "=", principal.id)
      .where("conversation", "=", conversation)
      .where("undo_state", "=", "open")
      .orderBy("at", "desc")
      .orderBy("id", "desc")
      .executeTakeFirst();
    return row ? { of: row.id, undo: row.undo } : { refused: "There is nothing here to take back." };
  }
  const row = await all.where("id", "=", id).executeTakeFirst();
  if (!row || (row.principal !== principal.id && principal.role !== "owner")) {
    return { refused: "There is no such turn." };
  }
  if (row.undo_state !== "open") return { refused: "Nothing of that turn can be taken back (any more)." };
  return { of: row.id, undo: row.undo };
}

async function takeUndo(db: Db, id: string, undo: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("turns")
    .set({ undo: "[]", undo_state: "closed" })
    .where("id", "=", id)
    .where("undo_state", "=", "open")
    .where("undo", "=", undo)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** What did not run can be tried again. */
async function giveBack(db: Db, id: string, left: Step[]): Promise<void> {
  await db
    .updateTable("turns")
    .set({ undo: JSON.stringify(left), undo_state: "open" })
    .where("id", "=", id)
    .where("undo_state", "=", "closed")
    .execute();
}
