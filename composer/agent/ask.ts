import type { Db } from "../../db/index.ts";
import type { Clock } from "../../kernel/clock.ts";
import { UserError, messageOf } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import { clean, counted } from "../../kernel/text.ts";
import type { Question, Step } from "../../kernel/wire.ts";
import type { Audit } from "../gate/audit.ts";
import type { RandomText } from "../gate/random.ts";
import { keepTurn, listTurns } from "../gate/turns.ts";
import type { Channel, Executed, Gate, Planned, Principal, Request } from "../gate/types.ts";
import { undoTurn } from "../gate/undo.ts";
import type { Catalogue } from "../hub/door.ts";
import { choose } from "./choose.ts";
import type { Conversation, Conversations, Pending } from "./conversation.ts";
import { QUESTION_MS, takePending } from "./conversation.ts";
import { isBareReply, isUndo, readReply } from "./reply.ts";
import { sayDone, sayDry, sayNotUnderstood, sayUndone } from "./say.ts";
import type { Turn } from "./turn.ts";
import type { Understanding } from "./understanding.ts";

export interface AskParts {
  gate: Gate;
  db: Db;
  audit: Audit;
  catalogue: Catalogue;
  understanding: Understanding;
  conversations: Conversations;
  clock: Clock;
  log: Log;
  random: RandomText;
  /** milliseconds from any start, finer than the clock's */
  elapsed(): number;
}

/** A sentence as it came. */
export interface Asked {
  principal: Principal;
  channel: Channel;
  text: string;
  /** the client's own id of the conversation; else the device it speaks from */
  conversation?: string;
  /** name of the room the speaker is in */
  area?: string;
  dryRun?: boolean;
  signal?: AbortSignal;
  /** told what is about to run */
  onPlan?(plan: { turn: string; steps: { tool: string; summary: string }[] }): void;
}

/** What a chosen tool is called with, without a sentence. */
export interface Called extends Omit<Asked, "text"> {
  step: Step;
}

/** What came of a sentence, before it is an answer. */
export interface Came {
  say: string;
  tier: Turn["tier"];
  reason: string;
  executed?: Executed[];
  ask?: Omit<Pending, "expires">;
  undoes?: string;
  /** milliseconds until it was known what to do, and in tools */
  route: number;
  tools?: number;
}

export interface Agent {
  /** one sentence, whatever it needs */
  ask(asked: Asked): Promise<Turn>;
  /** one tool by its name, chosen on a page, in the terminal or by a program */
  call(called: Called): Promise<Turn>;
  /** takes a turn back by its id, or the last of this conversation */
  undo(asked: Omit<Asked, "text">, id: string): Promise<Turn>;
}

/** A sentence under way. */
interface Way {
  asked: Omit<Asked, "text">;
  request: Request;
  conversation: Conversation;
  began: number;
}

/** The flow of one request, the same for every channel: understand, plan, permit, run, say, keep. */
export function createAgent(parts: AskParts): Agent {
  const begin = (asked: Omit<Asked, "text">, sentence?: string): Way => {
    const { principal, channel, area } = asked;
    const id = clean(asked.conversation ?? principal.credential ?? "", 80);
    const conversation = parts.conversations.open({ principal: principal.id, channel, id });
    const turn = parts.random(9);
    const request: Request = { principal, channel, turn, conversation: conversation.id, sentence, area, tier: "none" };
    return { asked, request, conversation, began: parts.elapsed() };
  };
  return {
    async ask(asked) {
      const way = begin(asked, asked.text);
      return finish(parts, way, await mended(parts, way, () => answer(parts, way, asked.text)));
    },
    async call(called) {
      const way = begin(called);
      way.request.people = called.principal.role !== "client";
      const { step, dryRun = false } = called;
      const work = { steps: [step], explain: "called by name", tier: "none" as const, dryRun };
      return finish(parts, way, await mended(parts, way, () => perform(parts, way, work)));
    },
    async undo(asked, id) {
      const way = begin(asked, "undo");
      return finish(parts, way, await mended(parts, way, () => takeBack(parts, way, id)));
    },
  };
}

/** What the caller can mend is the answer; anything else is a bug. */
async function mended({ elapsed }: AskParts, way: Way, work: () => Promise<Came>): Promise<Came> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    return { say: messageOf(thrown), tier: way.request.tier, reason: "refused", route: elapsed() - way.began };
  }
}

async function answer(parts: AskParts, way: Way, text: string): Promise<Came> {
  const { asked, request, conversation, began } = way;
  const route = () => parts.elapsed() - began;
  const pending = takePending(conversation, parts.clock.now());
  const reply = pending && readReply(text, pending.question);
  if (pending && reply) {
    if ("no" in reply)
      return { say: "All right, nothing was done.", tier: "phrases", reason: "answer", route: route() };
    return goOn(parts, way, pending, "choice" in reply ? reply.choice : undefined);
  }
  if (isUndo(text)) return takeBack(parts, way, "last");
  if (isBareReply(text)) return { ...(await unasked(parts, request.principal)), route: route() };
  const parsed = parts.understanding.parse(text, { area: asked.area });
  const dryRun = asked.dryRun ?? false;
  if ("steps" in parsed) return perform(parts, way, { ...parsed, tier: "phrases", dryRun });
  if ("ask" in parsed) {
    const ask = { question: parsed.ask, steps: [], explain: "question", dryRun };
    return { say: parsed.ask.question, tier: "phrases", reason: "question", ask, route: route() };
  }
  const say = sayNotUnderstood(parts.understanding.near(text, request.principal));
  return { say, tier: "none", reason: parsed.silent, route: route() };
}

/** A bare yes or no with no question before it: what waits for an approval is not approved by a word. */
async function unasked({ gate }: AskParts, principal: Principal): Promise<Omit<Came, "route">> {
  const waiting = await gate.approvals.list(principal);
  const say =
    waiting.length > 0
      ? "That waits for an approval, which a word cannot give: approve it on the page or in the terminal."
      : "There is no question to answer.";
  return { say, tier: "none", reason: "no question" };
}

/** Goes on with what a question held up. */
async function goOn(parts: AskParts, way: Way, pending: Pending, choice: string | undefined): Promise<Came> {
  const { steps, undoes, explain, dryRun } = pending;
  const work = { steps, explain: `${explain}, answered`, tier: "phrases" as const, dryRun };
  if (choice === undefined) {
    way.request.confirmed = true;
    return undoes === undefined ? perform(parts, way, work) : takeBack(parts, way, undoes);
  }
  way.request.tier = "phrases";
  const chosen = await choose((tried) => parts.gate.plan(way.request, tried), parts.catalogue, pending, choice);
  return perform(parts, way, { ...work, steps: chosen.steps }, chosen.planned);
}

interface Work {
  steps: Step[];
  explain: string;
  tier: Turn["tier"];
  dryRun: boolean;
}

async function perform(parts: AskParts, way: Way, work: Work, given?: Planned): Promise<Came> {
  const { gate, elapsed } = parts;
  const { request, asked, began } = way;
  const { steps, explain, tier, dryRun } = work;
  const route = elapsed() - began;
  request.tier = tier;
  request.reason = explain;
  const planned = given ?? (await gate.plan(request, steps));
  if ("refused" in planned) return { say: planned.refused, tier, reason: `${explain}, nothing done`, route };
  if ("ask" in planned) return { ...asking(planned.ask, { steps, explain, dryRun }), tier, route };
  const summaries = planned.steps.map(({ tool, plan }) => ({ tool: tool.name, summary: plan.summary }));
  asked.onPlan?.({ turn: request.turn, steps: summaries });
  const executed = await gate.execute(request, planned.steps, { signal: asked.signal, dryRun });
  const reason = `${explain}, ${counted(executed.length, "call")}${dryRun ? ", dry run" : ""}`;
  const say = dryRun && executed.every(({ ok }) => ok) ? sayDry(executed) : sayDone(executed, planned.steps.length);
  return { say, tier, reason, executed, route, tools: elapsed() - began - route };
}

async function takeBack(parts: AskParts, way: Way, id: string): Promise<Came> {
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
  const reason = `undo, ${counted(executed.length, "call")}`;
  const say = sayUndone(executed, left);
  return { say, tier: "phrases", reason, executed, undoes: of, route, tools: elapsed() - began - route };
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

const shown = ({ server, tool, args, risk, result, ok, ms }: Executed) => ({
  server,
  tool,
  args,
  risk,
  result,
  ok,
  ms,
});
const rounded = (ms: number) => Math.round(ms * 100) / 100;

/** The answer, kept with what takes it back; its question waits in the conversation. */
async function finish(parts: AskParts, { request, conversation, began, asked }: Way, came: Came): Promise<Turn> {
  const { clock, elapsed } = parts;
  const { executed = [], undoes, ask, tier } = came;
  const expires = clock.now() + QUESTION_MS;
  if (ask) conversation.pending = { ...ask, expires };
  const took = came.tools ?? 0;
  const turn: Turn = {
    turn: request.turn,
    say: came.say,
    tier,
    model: null,
    reason: came.reason,
    calls: executed.filter(({ needs }) => !needs).map(shown),
    needs: executed.flatMap(({ needs }) =>
      needs ? [{ id: needs.id, summary: needs.summary, expires: needs.expires }] : [],
    ),
    ask: ask ? { ...ask.question, expires } : null,
    undoable: undoes === undefined && executed.some(({ undo }) => undo && undo.length > 0),
    usage: { inputTokens: 0, outputTokens: 0, cost: 0 },
    ms: { total: rounded(elapsed() - began), route: rounded(came.route), model: 0, tools: rounded(took) },
  };
  const kept = { ...request, tier, reason: came.reason, area: asked.area };
  await keepTurn(parts, { turn, request: kept, executed, undoes });
  return turn;
}
