import type { Db } from "../../db/index.ts";
import { counted } from "../../kernel/text.ts";
import type { Question, Step } from "../../kernel/wire.ts";
import { listTurns } from "../gate/turns.ts";
import type { Executed, Planned, Request } from "../gate/types.ts";
import { undoTurn } from "../gate/undo.ts";
import type { Branch, Branched } from "./branch.ts";
import { executeBranch } from "./branch.ts";
import { choose } from "./choose.ts";
import type { Pending } from "./conversation.ts";
import type { Timed } from "./later.ts";
import { later } from "./later.ts";
import { sayDone, sayDry, sayUndone } from "./say.ts";
import type { Turn } from "./turn.ts";
import type { AskParts, Came, Way } from "./way.ts";

/** Calls to make, and why these. */
export interface Work {
  steps: Step[];
  /** how the steps divide, where what is done depends on what is so */
  branch?: Branch | undefined;
  /** what was named last */
  name?: string | undefined;
  explain: string;
  tier: Turn["tier"];
  dryRun: boolean;
  /** when it is for, where that is not now */
  timed?: Timed | undefined;
}

/** Does the work: now, or it is kept for its time. */
export function perform(parts: AskParts, way: Way, { timed, ...work }: Work, given?: Planned): Promise<Came> {
  if (!timed) return performNow(parts, way, work, given);
  return later(parts, way, { ...work, timed }, (one) =>
    performNow(parts, way, one, one.steps === work.steps ? given : undefined),
  );
}

/** Plans all of it, runs it in order, and says what was read back. */
async function performNow(parts: AskParts, way: Way, work: Work, given?: Planned): Promise<Came> {
  const { gate, elapsed } = parts;
  const { request, asked, began } = way;
  const { steps, branch, name, explain, tier, dryRun } = work;
  const route = elapsed() - began;
  request.tier = tier;
  request.reason = explain;
  const planned = given ?? (await gate.plan(request, steps));
  if ("refused" in planned) return { say: planned.refused, tier, reason: `${explain}, nothing done`, route };
  if ("ask" in planned) return { ...asking(planned.ask, { steps, branch, name, explain, dryRun }), tier, route };
  const summaries = planned.steps.map(({ tool, plan }) => ({ tool: tool.name, summary: plan.summary }));
  asked.onPlan?.({ turn: request.turn, steps: summaries });
  const options = { signal: asked.signal, dryRun };
  const came: Branched = branch
    ? await executeBranch(gate, request, branch, planned.steps, options)
    : { executed: await gate.execute(request, planned.steps, options), planned: planned.steps.length };
  const { executed } = came;
  const reason = [explain, ...worked(executed), ...(dryRun ? ["dry run"] : [])].join(", ");
  const isShown = dryRun && executed.every(({ ok }) => ok);
  const say = isShown
    ? sayDry(executed, branch?.looks)
    : [sayDone(executed, came.planned), came.why].filter(Boolean).join(" ");
  return { say, tier, reason, executed, name, route, tools: elapsed() - began - route };
}

/** What was worked, in a few words: calls that ran, and whether one waits. */
function worked(executed: readonly Executed[]): string[] {
  const ran = executed.filter(({ needs }) => !needs).length;
  const waits = ran < executed.length ? ["waits for an approval"] : [];
  return [...(ran > 0 ? [counted(ran, "call")] : []), ...waits];
}

/** Takes a turn back: by its id, or the last of this conversation. */
export async function takeBack(parts: AskParts, way: Way, id: string): Promise<Came> {
  const { gate, db, elapsed } = parts;
  const { request, asked, began } = way;
  const route = elapsed() - began;
  request.tier = "phrases";
  if (asked.dryRun) return { say: "Undo has no dry run; nothing was done.", tier: "phrases", reason: "undo", route };
  const undone = await undoTurn(gate, db, request, id);
  if ("refused" in undone) return { say: undone.refused, tier: "phrases", reason: "undo, nothing done", route };
  if ("ask" in undone) {
    const undoes = id === "last" ? await lastOf(db, request) : id;
    return { ...asking(undone.ask, { steps: [], undoes, explain: "undo", dryRun: false }), tier: "phrases", route };
  }
  const { executed, of, left } = undone;
  const reason = ["undo", ...worked(executed)].join(", ");
  const say = sayUndone(executed, left);
  return { say, tier: "phrases", reason, executed, undoes: of, route, tools: elapsed() - began - route };
}

/** Goes on with what a question held up. */
export async function goOn(parts: AskParts, way: Way, pending: Pending, choice: string | undefined): Promise<Came> {
  const { steps, branch, name, undoes, explain, dryRun, timed } = pending;
  const work = { steps, branch, name, timed, explain: `${explain}, answered`, tier: "phrases" as const, dryRun };
  if (choice === undefined) {
    way.request.confirmed = true;
    return undoes === undefined ? perform(parts, way, work) : takeBack(parts, way, undoes);
  }
  way.request.tier = "phrases";
  const chosen = await choose((tried) => parts.gate.plan(way.request, tried), parts.catalogue, pending, choice);
  return perform(parts, way, { ...work, steps: chosen.steps }, chosen.planned);
}

/** The turn an undo asked about, so that a yes takes back that one. */
async function lastOf(db: Db, { principal, conversation }: Request): Promise<string> {
  const turns = await listTurns(db, principal);
  return turns.find((turn) => turn.conversation === conversation && turn.undoable)?.turn ?? "last";
}

const asking = (question: Question, pending: Omit<Pending, "expires" | "question">) => ({
  say: question.question,
  reason: `${pending.explain}, a question`,
  ask: { ...pending, question },
});
