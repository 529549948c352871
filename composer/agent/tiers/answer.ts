import { counted, listed } from "../../../kernel/text.ts";
import { askConfirm } from "../../../kernel/tool.ts";
import type { Executed } from "../../gate/types.ts";
import type { Looped } from "../loop/index.ts";
import { costOf } from "../models/price.ts";
import type { AskParts, Came, Way } from "../way.ts";
import type { Tier } from "./types.ts";

/** What a turn took, in all its models. */
export interface Spent {
  inputTokens: number;
  outputTokens: number;
  cost: number;
  /** turns of models */
  steps: number;
  /** milliseconds in models, and in tools */
  model: number;
  tools: number;
}

/** Counts what a model took, pays for it, and tells its breaker how it went. */
export async function account({ brain: { tiers } }: AskParts, tier: Tier, looped: Looped, spent: Spent): Promise<void> {
  const { usage, ms, fault } = looped;
  const cost = costOf(tier.model.price, usage);
  spent.inputTokens += usage.inputTokens;
  spent.outputTokens += usage.outputTokens;
  spent.cost += cost;
  spent.steps += looped.steps;
  spent.model += ms.model;
  spent.tools += ms.tools;
  if (fault) tier.breaker.bad(fault);
  else tier.breaker.good();
  if (cost > 0) await tiers.cloud?.purse.spend(cost);
}

interface Given {
  dryRun: boolean;
  looped: Looped;
  tier: Tier;
  executed: Executed[];
  reasons: string[];
  spent: Spent;
}

/** The answer, with what it took; where nobody is sure, a question. */
export async function answerOf(parts: AskParts, way: Way, given: Given): Promise<Omit<Came, "route">> {
  const { dryRun, looped, tier, executed, reasons, spent } = given;
  const ran = executed.filter(({ needs }) => !needs).length;
  const waits = ran < executed.length ? ["waits for an approval"] : [];
  const facts = [...reasons, ...(ran > 0 ? [counted(ran, "call")] : []), ...waits, ...(dryRun ? ["dry run"] : [])];
  const came = {
    say: looped.say,
    answered: looped.answered,
    tier: tier.model.tier,
    model: tier.model.name,
    reason: facts.join(", "),
    executed,
    usage: { inputTokens: spent.inputTokens, outputTokens: spent.outputTokens, cost: spent.cost },
    modelMs: spent.model,
    tools: spent.tools,
  };
  const asked = looped.ask ?? (await confirming(parts, way, looped));
  if (!asked) return came;
  const { question, steps } = asked;
  const pending = { question, steps, explain: reasons[0] ?? "", dryRun };
  const say = looped.ask ? looped.say : question.question;
  return { ...came, say, reason: `${came.reason}, a question`, ask: pending };
}

/** Calls nobody is sure of are asked about, if they could be made at all. */
async function confirming({ gate }: AskParts, { request }: Way, { unsure }: Looped) {
  if (!unsure) return undefined;
  const planned = await gate.plan(request, unsure);
  if ("refused" in planned) return undefined;
  if ("ask" in planned) return { question: planned.ask, steps: unsure };
  return { question: confirmation(planned.steps.map(({ plan }) => plan.summary)), steps: unsure };
}

const confirmation = (summaries: readonly string[]) =>
  askConfirm(`I am not sure that you mean this: ${listed(summaries)}. Shall I?`).ask;
