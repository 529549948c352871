import { z } from "zod";
import type { Plan, Risk } from "../../kernel/wire.ts";
import { risk } from "../../kernel/wire.ts";
import type { ListedTool } from "../hub/door.ts";
import type { Principal } from "./types.ts";
import { role } from "./types.ts";

const decision = z.discriminatedUnion("verdict", [
  z.object({ verdict: z.literal("allow") }),
  z.object({ verdict: z.literal("approval") }),
  z.object({ verdict: z.literal("deny"), reason: z.string() }),
]);
/** Whether a call may be: at once, after an approval, or not. */
export type Decision = z.infer<typeof decision>;

/** Decides a tool (without a plan: for lists) or a call (with its plan). */
export type Policy = (principal: Principal, tool: ListedTool, plan?: Plan) => Decision;

/** A right on top of the role: up to this risk, with this tool, on this target. "*" stands for any. */
const grant = z.object({ principal: z.string(), tool: z.string(), target: z.string(), risk });
/** Rights as data: the highest risk of each role, and grants on things. What is not written is not allowed. */
const rules = z.object({ roles: z.partialRecord(role, risk), grants: z.array(grant).default([]) });
export type Rules = z.infer<typeof rules>;

/** Owner, members and clients may ask for anything below their ceiling (danger waits for the owner), guests may look. */
export const householdRules: Rules = {
  roles: { owner: "danger", member: "danger", client: "danger", guest: "read" },
  grants: [],
};

const BROKEN: Decision = { verdict: "deny", reason: "Nothing is allowed: the policy is missing or broken." };
const RANK: Record<string, number> = { read: 0, write: 1, danger: 2 };
const RIGHT: Record<Risk, string> = { read: "look", write: "change things", danger: "do what is hard to take back" };

/** The one decision, for lists and for calls. A policy that is missing, throws, or answers anything unknown denies. */
export function decide(policy: Policy | undefined, principal: Principal, tool: ListedTool, plan?: Plan): Decision {
  try {
    const decided = decision.safeParse(policy?.(principal, tool, plan));
    return decided.success ? decided.data : BROKEN;
  } catch {
    return BROKEN;
  }
}

/** A policy by rules. Rules that do not parse deny everything. */
export function policyOf(given: unknown): Policy {
  const parsed = rules.safeParse(given);
  if (!parsed.success) return () => BROKEN;
  const may = (principal: Principal, name: string, wanted: Risk, targets?: string[]) => {
    // NaN and undefined compare false both ways, so an unknown risk, role or ceiling is within nothing.
    const within = (cap: Risk | undefined) => rank(wanted) <= rank(cap) && rank(wanted) <= rank(principal.ceiling);
    if (within(parsed.data.roles[principal.role])) return true;
    const grants = parsed.data.grants.filter(
      (one) => one.principal === principal.id && (one.tool === name || one.tool === "*") && within(one.risk),
    );
    if (!targets) return grants.length > 0;
    const covered = (target: string) => grants.some((one) => one.target === target || one.target === "*");
    return targets.length > 0 ? targets.every(covered) : grants.some((one) => one.target === "*");
  };
  return (principal, tool, plan) => {
    if (!tool.trusted && !tool.accepted) {
      return deny(`${tool.name} is off until it is accepted: "accept" in servers.json (docs/connect.md).`);
    }
    const wanted = plan?.risk ?? tool.risk;
    // The tool itself first: what a list does not show is not called, whatever its plan says.
    const allowed = may(principal, tool.name, tool.risk) && (!plan || may(principal, tool.name, wanted, plan.targets));
    if (!allowed) return deny(`${principal.name} has no right to ${RIGHT[wanted]} with ${tool.name}.`);
    return { verdict: wanted === "danger" ? "approval" : "allow" };
  };
}

const rank = (of: string | undefined) => (of === undefined ? Number.NaN : (RANK[of] ?? Number.NaN));
const deny = (reason: string): Decision => ({ verdict: "deny", reason });
