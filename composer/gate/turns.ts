import { z } from "zod";
import type { Db } from "../../db/index.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Log } from "../../kernel/log.ts";
import type { Step } from "../../kernel/wire.ts";
import { step } from "../../kernel/wire.ts";
import type { Turn } from "../agent/turn.ts";
import { turn as answer } from "../agent/turn.ts";
import type { Events } from "../events/index.ts";
import type { Audit } from "./audit.ts";
import { turnOf } from "./record.ts";
import type { Executed, Principal, Request } from "./types.ts";

const steps = z.array(step);

/** A turn as it is kept: the answer, and who asked it where. */
export interface KeptTurn extends Turn {
  principal: string;
  channel: string;
  conversation: string;
  sentence: string;
  /** epoch milliseconds */
  at: number;
}

/** The steps that take calls back, in the order they have to run: the last call first. */
const undoSteps = (executed: Pick<Executed, "undo">[]): Step[] =>
  executed.toReversed().flatMap(({ undo }) => undo ?? []);

export interface SaveTurn {
  turn: Turn;
  request: Request;
  executed: Executed[];
  /** epoch milliseconds */
  at: number;
  /** the turn it took back: an undo is not itself undone */
  undoes?: string;
}

/** Keeps the answer to a sentence with what takes it back. */
export async function saveTurn(db: Db, { turn, request, executed, at, undoes }: SaveTurn): Promise<void> {
  const undo = undoes === undefined ? undoSteps(executed) : [];
  const row = {
    id: turn.turn,
    principal: request.principal.id,
    channel: request.channel,
    conversation: request.conversation,
    sentence: request.sentence ?? "",
    at,
    ...columnsOf(turn, undo),
  };
  await db.insertInto("turns").values(row).execute();
}

/** Keeps a turn, and notes in the audit what it came to and cost; what was done stays done where that cannot be noted. */
export async function keepTurn(
  { db, audit, clock, log, events }: { db: Db; audit: Audit; clock: Clock; log: Log; events: Pick<Events, "publish"> },
  kept: Omit<SaveTurn, "at">,
): Promise<void> {
  await saveTurn(db, { ...kept, at: clock.now() });
  const { turn, say } = kept.turn;
  events.publish({ kind: "turn", principal: kept.request.principal.id, turn, channel: kept.request.channel, say });
  try {
    audit.append(turnOf(kept.request, kept.turn));
  } catch (fault) {
    log.error("turn is not in the audit", { turn: kept.turn.turn, fault });
  }
}

/** A turn by its id: the owner's eyes see all, others only their own. */
export async function getTurn(db: Db, principal: Principal, id: string): Promise<KeptTurn | undefined> {
  const row = await visibleTurns(db, principal).where("id", "=", id).executeTakeFirst();
  return row && keptOf(row);
}

/** The newest turns first; `before` (epoch milliseconds) pages on. */
export async function listTurns(
  db: Db,
  principal: Principal,
  { limit = 50, before }: { limit?: number; before?: number } = {},
): Promise<KeptTurn[]> {
  const all = visibleTurns(db, principal);
  const some = before === undefined ? all : all.where("at", "<", before);
  const rows = await some.orderBy("at", "desc").orderBy("id", "desc").limit(limit).execute();
  return rows.map(keptOf);
}

/** Takes the first steps off a turn's way back: an approval let them run. */
export async function dropUndo(db: Db, id: string, count: number): Promise<void> {
  await change(db, id, (turn, undo) => ({ turn, undo: undo.slice(count) }));
}

/** Adds calls that ran after the answer was given (an approval came); false when the turn is not kept. */
export async function appendCalls(db: Db, id: string, executed: Executed[], approval?: string): Promise<boolean> {
  const needs = executed.flatMap(({ needs: one }) => one ?? []);
  const calls = executed.filter((one) => !one.needs).map((one) => answer.shape.calls.element.parse(one));
  return change(db, id, (turn, undo) => ({
    turn: {
      ...turn,
      calls: [...turn.calls, ...calls],
      needs: [...turn.needs.filter((one) => one.id !== approval), ...needs],
    },
    undo: [...undoSteps(executed), ...undo],
  }));
}

/** Notes when the first sound of an answer was there, in milliseconds since the answer; false for a turn that was not spoken. */
export async function noteSound(db: Db, principal: Principal, id: string, sound: number): Promise<boolean> {
  const kept = await getTurn(db, principal, id);
  if (!kept?.voice) return false;
  return change(db, id, ({ voice, ...turn }, undo) => ({
    turn: { ...turn, voice: voice && { ...voice, ms: { ...voice.ms, sound } } },
    undo,
  }));
}

type Changing = (turn: Turn, undo: Step[]) => { turn: Turn; undo: Step[] };

/** Changes a kept turn as it stands; when somebody else changed it meanwhile, anew on top of that. False when there is none. */
async function change(db: Db, id: string, changing: Changing, tries = 10): Promise<boolean> {
  const row = await db.selectFrom("turns").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row) return false;
  const { turn, undo } = changing(answer.parse(JSON.parse(row.answer)), steps.parse(JSON.parse(row.undo)));
  const { numUpdatedRows } = await db
    .updateTable("turns")
    .set(columnsOf(turn, undo))
    .where("id", "=", id)
    .where("answer", "=", row.answer)
    .where("undo", "=", row.undo)
    .executeTakeFirst();
  if (numUpdatedRows === 1n) return true;
  if (tries <= 1) throw new Error(`turn ${id} is changed by too many at once`);
  return change(db, id, changing, tries - 1);
}

const columnsOf = (turn: Turn, undo: Step[]) => ({
  answer: JSON.stringify({ ...turn, undoable: undo.length > 0 }),
  undo: JSON.stringify(undo),
  undo_state: undo.length > 0 ? "open" : "closed",
});

const visibleTurns = (db: Db, { id, role }: Principal) => {
  const all = db.selectFrom("turns").selectAll();
  return role === "owner" ? all : all.where("principal", "=", id);
};

type Row = Awaited<ReturnType<ReturnType<typeof visibleTurns>["executeTakeFirstOrThrow"]>>;

function keptOf({ answer: text, principal, channel, conversation, sentence, at, undo_state }: Row): KeptTurn {
  const turn = answer.parse(JSON.parse(text));
  return { ...turn, undoable: undo_state === "open", principal, channel, conversation, sentence, at };
}
