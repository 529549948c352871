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
import { sealed } from "./secrets.ts";
import type { Gate } from "./types.ts";

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
}

/** The gate: whatever is to happen in the world goes through it, once it is permitted and in the audit. */
export function createGate(parts: GateParts): Gate {
  const { catalogue, audit, policy } = parts;
  const decide: PlannerParts["decide"] = (principal, tool, plan) => decideBy(policy, principal, tool, plan);
  const refused: PlannerParts["refused"] = (request, { tool: name, args }, why) => {
    const tool = catalogue.find(name);
    audit.append(refusalOf(request, name, tool && sealed(tool, args).args, why));
  };
  const shared = { ...parts, permits: createPermits(parts.random), decide };
  const planner = createPlanner({ ...shared, refused });
  const execute = createExecutor({ ...shared, wait: createWait(parts) });
  return {
    visible: planner.visible,
    plan: planner.plan,
    execute,
    approvals: createApprovals({ ...shared, planner }, execute),
  };
}
