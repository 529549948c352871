import type { Plan } from "../../kernel/wire.ts";
import type { ListedTool } from "../hub/door.ts";
import type { RandomText } from "./random.ts";
import type { Executed, PlannedStep, Request } from "./types.ts";

/** What stands behind a planned step: who may run it, in which turn, and the key that makes its write happen once. */
export interface Permit {
  principal: string;
  turn: string;
  key: string;
  /** the approval it runs under */
  approval?: string;
  /** what it came to, once it was sent */
  outcome?: Promise<Executed>;
}

export interface Permits {
  issue(request: Request, tool: ListedTool, plan: Plan, approval?: string): PlannedStep;
  /** @throws Error for a step this gate did not plan for this principal and turn: a bug or a forgery, never a caller's slip */
  check(request: Request, step: PlannedStep): Permit;
}

/** Steps run only as they were planned here: a step made up elsewhere, or for another principal, has no permit. */
export function createPermits(random: RandomText): Permits {
  const issued = new WeakMap<PlannedStep, Permit>();
  return {
    issue({ principal, turn }, tool, plan, approval) {
      const step = Object.freeze({ tool, plan: Object.freeze(plan) });
      issued.set(step, { principal: principal.id, turn, key: `${turn}:${random(6)}`, approval });
      return step;
    },
    check({ principal, turn }, step) {
      const permit = issued.get(step);
      if (permit?.principal === principal.id && permit.turn === turn) return permit;
      throw new Error("This step was not planned by this gate for this principal and turn.");
    },
  };
}
