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
export function inARow({ steps, condition, otherwise = [] }: Understood): { steps: Step[]; branch?: Branch } {
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

/** Looks, then does what the look asks for: one way, the other, or nothing. In a dry run it is not looked. */
export async function executeBranch(
  gate: Pick<Gate, "execute">,
  request: Request,
  { looks, acts, holds }: Branch,
  steps: PlannedStep[],
  options: ExecuteOptions,
): Promise<Branched> {
  if (options.dryRun) return { executed: await gate.execute(request, steps, options), planned: steps.length };
  const looked = await gate.execute(request, steps.slice(0, looks), options);
  const failed = looked.some(({ ok }) => !ok);
  const isTold = looked.every((one) => one.holds !== undefined);
  if (failed || !isTold)
    return {
      executed: looked,
      planned: looks,
      why: failed ? "Nothing was done." : "That is no yes or no, so nothing was done.",
    };
  const isSo = looked.every((one) => one.holds) === holds;
  const chosen = isSo ? steps.slice(looks, looks + acts) : steps.slice(looks + acts);
  if (chosen.length === 0) return { executed: looked, planned: looks, why: "So nothing was done." };
  return { executed: [...looked, ...(await gate.execute(request, chosen, options))], planned: looks + chosen.length };
}
