import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../db/index.ts";
import type { Log } from "../../kernel/log.ts";
import type { Catalogue, Transports } from "../hub/door.ts";
import { createApprovals, createWait } from "./approvals.ts";
import type { Audit } from "./audit.ts";
import { createExecutor } from "./executor.ts";
import { createPermits } from "./permits.ts";
import type { PlannerParts } from "./planner.ts";
import { createPlanner } from "./planner.ts";
import type { Policy } from "./policy.ts";
import { decide as decideBy } from "./policy.ts";
import type { RandomText } from "./random.ts";
import { refusalOf } from "./record.ts";
import { sealed, sealedRequest } from "./secrets.ts";
import type { Gate, ModelMemory } from "./types.ts";

export interface GateParts {
  catalogue: Catalogue;
  /** held here and nowhere else */
  transports: Transports;
  db: Db;
  audit: Audit;
  /** without one everything is denied */
  policy: Policy | undefined;
  clock: Clock;
  log: Log;
  random: RandomText;
  /** the memory that the language model takes; none where it is not ours to give */
  memory?: ModelMemory;
}

/** The gate: whatever is to happen in the world goes through it, once it is permitted and in the audit. */
export function createGate(parts: GateParts): Gate {
  const { transports, ...shared } = { ...parts, permits: createPermits(parts.random) };
  const { catalogue, audit, policy } = parts;
  const decide: PlannerParts["decide"] = (principal, tool, plan) => decideBy(policy, principal, tool, plan);
  const refused: PlannerParts["refused"] = (request, steps, { tool: name, args }, why) => {
    const calls = steps.map((step) => ({ tool: catalogue.find(step.tool), args: step.args }));
    const tool = catalogue.find(name);
    audit.append(refusalOf(sealedRequest(request, calls), name, tool && sealed(tool, args).args, why));
  };
  const planner = createPlanner({ ...shared, transports, decide, refused });
  const execute = createExecutor({ ...shared, transports, decide, wait: createWait(shared) });
  return {
    visible: planner.visible,
    plan: planner.plan,
    execute,
    approvals: createApprovals({ ...shared, planner }, execute),
  };
}
