import type { Executed } from "../../gate/types.ts";
import type { Looped, Task } from "../loop/index.ts";
import { runLoop } from "../loop/index.ts";
import type { Vocabulary } from "../loop/vocabulary.ts";
import type { Model } from "../models/model.ts";
import type { Prefixes } from "../prompt/prefix.ts";
import { sayUnable } from "../say.ts";
import type { AskParts, Came, Way } from "../way.ts";
import type { Spent } from "./answer.ts";
import { account, answerOf } from "./answer.ts";
import type { Notes } from "./notes.ts";
import { notesFor } from "./notes.ts";
import { ANSWER, shareOf, standings } from "./standing.ts";
import type { Tier, Tiers } from "./types.ts";

/** What a sentence that phrases do not read is thought about with. */
export interface Brain {
  tiers: Tiers;
  prefixes: Prefixes;
  vocabulary: Vocabulary;
}

/** A sentence for a model. */
export interface Wondering {
  text: string;
  /** the one tier that may answer; else the router chooses, and the other one takes over in doubt */
  only?: Model["tier"] | undefined;
  /** what phrases could not read of it */
  unknown: string | undefined;
  dryRun: boolean;
}

/** Lets the models answer: the one the router chooses, and in doubt the next, which goes on from what is done. */
export async function think(parts: AskParts, way: Way, wondering: Wondering): Promise<Came> {
  const { tiers, vocabulary } = parts.brain;
  const { text, only, unknown } = wondering;
  const notes = notesFor(parts, way, text);
  const failedBefore = way.conversation.hasFailed ?? false;
  const routed = tiers.router.route(text, { domains: vocabulary.touched(text), failedBefore });
  const isPrivate = tiers.privacy.isPrivateSentence(text);
  const order = only ? [only] : routed.tier === "cloud" ? TIERS.toReversed() : TIERS;
  const all = await standings(tiers, order, { isPrivate, isLong: notes.local.turn === undefined });
  const able = all.flatMap(({ standing }) => ("model" in standing ? [standing] : []));
  const away = all.flatMap(({ standing }) => ("away" in standing ? [standing] : []));
  const route = parts.elapsed() - way.began;
  const why = only ? `${only} as asked` : routed.reason;
  if (able.length === 0) {
    const set = away.filter(({ isSet }) => isSet || only).map(({ away: because }) => because);
    const say = sayUnable(set, unknown ?? text, parts.understanding.near(text, way.request.principal));
    return { say, tier: "none", reason: set.length > 0 ? set.join(", ") : "no model", route };
  }
  // What stood before the one that is asked and could not be is part of why it answers.
  const first = all.findIndex(({ standing }) => "model" in standing);
  const skipped = all
    .slice(0, first)
    .flatMap(({ standing }) => ("away" in standing && standing.isSet ? [standing.away] : []));
  return { ...(await inTurn(parts, way, { wondering, notes, able, reasons: [why, ...skipped] })), route };
}

const TIERS: readonly Model["tier"][] = ["local", "cloud"];

interface Turn {
  wondering: Wondering;
  notes: Notes;
  able: readonly Tier[];
  reasons: string[];
}

/** Asks one tier after the other until one is sure; what is done is done once. */
async function inTurn(
  parts: AskParts,
  way: Way,
  { wondering, notes, able, reasons }: Turn,
): Promise<Omit<Came, "route">> {
  const began = parts.elapsed();
  const spent: Spent = { inputTokens: 0, outputTokens: 0, cost: 0, steps: 0, model: 0, tools: 0 };
  const executed: Executed[] = [];
  let last: { looped: Looped; tier: Tier } | undefined;
  for (const [index, tier] of able.entries()) {
    const left = { ms: ANSWER.ms - (parts.elapsed() - began), steps: ANSWER.steps - spent.steps };
    const share = shareOf(left, index === able.length - 1);
    way.request.tier = tier.model.tier;
    way.request.reason = reasons.join(", ");
    const looped = await runLoop(loopParts(parts), taskFor(parts, way, { wondering, notes, tier, executed, share }));
    await account(parts, tier, looped, spent);
    executed.push(...looped.executed);
    // A model that is away leaves what the one before it came to.
    if (!last || !looped.fault || looped.executed.length > 0) last = { looped, tier };
    if (looped.doubt === undefined || way.asked.signal?.aborted) break;
    reasons.push(`${tier.model.tier} in doubt: ${looped.doubt.replace(/\.$/, "")}`);
    if (tier.model.tier === "local") way.conversation.hasFailed = true;
    else if (!looped.fault) break; // what the larger one is not sure of, the smaller one is not asked
  }
  if (!last) throw new Error("no tier was asked");
  return answerOf(parts, way, { dryRun: wondering.dryRun, ...last, executed, reasons, spent });
}

const loopParts = ({ gate, catalogue, elapsed, brain: { vocabulary } }: AskParts) => ({
  gate,
  catalogue,
  elapsed,
  vocabulary,
});

type Asking = Pick<Turn, "wondering" | "notes"> & {
  tier: Tier;
  executed: readonly Executed[];
  share: { ms: number; steps: number };
};

function taskFor(parts: AskParts, way: Way, { wondering, notes, tier, executed, share }: Asking): Task {
  const { asked, request } = way;
  const { text, dryRun } = wondering;
  const isCloud = tier.model.tier === "cloud";
  const { prefixes } = parts.brain;
  const { turn = text, grounds, isTainted } = isCloud ? notes.cloud : notes.local;
  return {
    model: tier.model,
    prefix: isCloud ? prefixes.cloud() : prefixes.local(),
    turn,
    grounds,
    isTainted,
    domains: notes.domains,
    sentence: text,
    done: [...executed],
    request,
    dryRun,
    ...share,
    signal: asked.signal,
    onPlan: asked.onPlan,
    onWords: asked.onWords,
  };
}
