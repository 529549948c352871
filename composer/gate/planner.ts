import type { Clock } from "../../kernel/clock.ts";
import { listed } from "../../kernel/text.ts";
import type { Plan, Step } from "../../kernel/wire.ts";
import type { Catalogue, ListedTool, Planning, Transports } from "../hub/door.ts";
import type { Permits } from "./permits.ts";
import type { Decision } from "./policy.ts";
import type { Planned, Principal, Request } from "./types.ts";

/** Milliseconds a server has to work out a plan. */
const PLAN_MS = 15_000;

export interface PlannerParts {
  catalogue: Catalogue;
  transports: Pick<Transports, "plan">;
  clock: Clock;
  permits: Permits;
  decide(principal: Principal, tool: ListedTool, plan?: Plan): Decision;
  refused(request: Request, step: Step, why: string): void;
}

export interface Planner {
  visible(principal: Principal, audience: "all" | "people"): ListedTool[];
  /** Plans one call of a tool its principal may use. */
  draft(request: Request, tool: ListedTool, step: Step): Promise<Planning>;
  plan(request: Request, steps: Step[]): Promise<Planned>;
}

/** Plans sentences: what may be called, what it would do, and whether all of it may be. */
export function createPlanner({ catalogue, transports, clock, permits, decide, refused }: PlannerParts): Planner {
  const isListed = (principal: Principal, tool: ListedTool, people: boolean) =>
    (people || tool.audience === "all") && decide(principal, tool).verdict !== "deny";

  const visible: Planner["visible"] = (principal, audience) =>
    catalogue.tools().filter((tool) => isListed(principal, tool, audience === "people"));

  const draft: Planner["draft"] = async (request, tool, { args }) => {
    if (!tool.trusted)
      return { plan: { targets: [], risk: tool.risk, args, summary: `${tool.name} of ${tool.server}` } };
    const { principal, area, turn, confirmed } = request;
    const context = { principal: principal.id, owner: principal.role === "owner", area, turn, confirmed };
    const deadline = clock.now() + PLAN_MS;
    const signal = AbortSignal.timeout(PLAN_MS);
    return transports.plan({ tool: tool.name, args, context: { ...context, deadline }, signal });
  };

  /** A tool that may be called at all, or why not. One that is not for this caller reads like one that is not there. */
  const permitted = (request: Request, { tool: name }: Step): ListedTool | string => {
    const { principal, people = false } = request;
    const tool = catalogue.find(name);
    if (!tool || (tool.audience === "people" && !people)) {
      const known = visible(principal, people ? "people" : "all").map((one) => one.name);
      return `There is no tool ${JSON.stringify(name)}. Known: ${listed(known) || "none"}.`;
    }
    const decision = decide(principal, tool);
    return decision.verdict === "deny" ? decision.reason : tool;
  };

  const plan: Planner["plan"] = async (request, steps) => {
    const tools = steps.map((step) => permitted(request, step));
    const refusals: string[] = [];
    const refuse = (step: Step | undefined, why: string) => {
      if (step) refused(request, step, why);
      refusals.push(why);
    };
    for (const [index, tool] of tools.entries()) if (typeof tool === "string") refuse(steps[index], tool);
    if (refusals.length > 0) return { refused: together(refusals) };

    const pairs = steps.flatMap((step, index) => {
      const tool = tools[index];
      return tool === undefined || typeof tool === "string" ? [] : [{ step, tool }];
    });
    const drafts = await Promise.all(
      pairs.map(async ({ step, tool }) => ({ step, tool, drafted: await draft(request, tool, step) })),
    );
    const planned = drafts.flatMap(({ step, tool, drafted }) => {
      if ("ask" in drafted) return [];
      if ("fault" in drafted) {
        refusals.push(drafted.fault); // the server's own words, e.g. a name it does not know: no refusal of a right
        return [];
      }
      const decision = decide(request.principal, tool, drafted.plan);
      if (decision.verdict === "deny") refuse(step, decision.reason);
      return [{ tool, plan: drafted.plan }];
    });
    if (refusals.length > 0) return { refused: together(refusals) };
    for (const { drafted } of drafts) if ("ask" in drafted) return drafted;
    return { steps: planned.map((one) => permits.issue(request, one.tool, one.plan)) };
  };
  return { visible, draft, plan };
}

const together = (lines: string[]) => [...new Set(lines)].join(" ");
