import type { Step } from "../../kernel/wire.ts";
import type { ExecuteOptions, Executed, Gate, PlannedStep, Request } from "../gate/types.ts";
import type { Understood } from "./phrases/index.ts";

/** How steps in a row divide: looked at first, done if that is as it is to be, and done if it is not. */
export interface Branch {
  looks: number;
  acts: number;
  /** false: done unless all of it holds */
  holds: boolean;
}

/** Everything a sentence may come to, in a row, and how it divides. */
export function inARow({ steps, condition, otherwise = [] }: Pick<Understood, "steps" | "condition" | "otherwise">): {
  steps: Step[];
  branch?: Branch;
} {
  if (!condition) return { steps };
  const branch = { looks: condition.steps.length, acts: steps.length, holds: condition.holds };
  return { steps: [...condition.steps, ...steps, ...otherwise], branch };
}

/** What came of a branch: `planned` of its steps were to run, and `why` it ended before any was done. */
export interface Branched {
  executed: Executed[];
  planned: number;
  why?: string;
}

const CHANGES = "What is to be looked at first would change something, so nothing was done.";
const UNTOLD = "That is no yes or no, so nothing was done.";

/** Looks, then does what the look asks for: one way, the other, or nothing. In a dry run it is not looked. */
export async function executeBranch(
  gate: Pick<Gate, "execute">,
  request: Request,
  { looks, acts, holds }: Branch,
  steps: PlannedStep[],
  options: ExecuteOptions,
): Promise<Branched> {
  if (options.dryRun) return { executed: await gate.execute(request, steps, options), planned: steps.length };
  if (steps.slice(0, looks).some(({ plan }) => plan.risk !== "read")) return { executed: [], planned: 0, why: CHANGES };
  const looked = await gate.execute(request, steps.slice(0, looks), options);
  const ended = (why: string) => ({ executed: looked, planned: looked.length, why });
  if (looked.some(({ ok }) => !ok)) return ended("Nothing was done.");
  if (looked.some((one) => one.holds === undefined)) return ended(UNTOLD);
  const isSo = looked.every((one) => one.holds) === holds;
  const chosen = isSo ? steps.slice(looks, looks + acts) : steps.slice(looks + acts);
  if (chosen.length === 0) return ended("So nothing was done.");
  return { executed: [...looked, ...(await gate.execute(request, chosen, options))], planned: looks + chosen.length };
}
