import type { Clock } from "../../kernel/clock.ts";
import type { Log } from "../../kernel/log.ts";
import type { Json, JsonObject } from "../../kernel/schema.ts";
import { clean, listed } from "../../kernel/text.ts";
import type { Plan, Step } from "../../kernel/wire.ts";
import type { Catalogue, ListedTool, Planning, Transports } from "../hub/door.ts";
import { within } from "./deadline.ts";
import { doubtOf } from "./heard.ts";
import type { Permits } from "./permits.ts";
import type { Decision } from "./policy.ts";
import type { Planned, Principal, Refused, Request, ModelMemory } from "./types.ts";

/** Milliseconds a server has to work out a plan. */
const PLAN_MS = 15_000;
/** The most names an unknown one is answered with. */
const MOST_NAMES = 40;
/** Levels of arguments: far deeper JSON ends the stack of whatever walks it. */
const DEEPEST = 64;
const TOO_DEEP = `The arguments are nested more than ${DEEPEST} levels deep.`;

export interface PlannerParts {
  catalogue: Catalogue;
  transports: Pick<Transports, "plan">;
  clock: Clock;
  log: Log;
  permits: Permits;
  memory?: Pick<ModelMemory, "room"> | undefined;
  decide(principal: Principal, tool: ListedTool, plan?: Plan): Decision;
  /** notes that one step of a sentence is not permitted */
  refused(request: Request, steps: Step[], step: Step, why: string): void;
}

export interface Planner {
  visible(principal: Principal, audience: "all" | "people"): ListedTool[];
  /** Plans one call of a tool its principal may use. */
  draft(request: Request, tool: ListedTool, step: Step): Promise<Planning>;
  plan(request: Request, steps: Step[]): Promise<Planned>;
}

/** Plans sentences: what may be called, what it would do, and whether all of it may be. */
export function createPlanner(parts: PlannerParts): Planner {
  const { catalogue, transports, clock, log, permits, memory, decide, refused } = parts;
  const isListed = (principal: Principal, tool: ListedTool, people: boolean) =>
    (people || tool.audience === "all") && decide(principal, tool).verdict !== "deny";

  const visible: Planner["visible"] = (principal, audience) =>
    catalogue.tools().filter((tool) => isListed(principal, tool, audience === "people"));

  const draft: Planner["draft"] = async (request, tool, { args }) => {
    if (!tool.trusted) return { plan: blindPlan(tool, args) };
    const { principal, area, channel, turn, confirmed } = request;
    const context = { principal: principal.id, owner: principal.role === "owner", area, channel, turn, confirmed };
    const room = memory?.room();
    return within(PLAN_MS, undefined, (signal) =>
      transports.plan({
        tool: tool.name,
        args,
        context: { ...context, room, deadline: clock.now() + PLAN_MS },
        signal,
      }),
    ).catch((fault: unknown) => {
      log.error("plan failed", { tool: tool.name, fault });
      return { fault: `${tool.server} did not answer what ${tool.name} would do.` };
    });
  };

  /** A tool that may be called at all, or why not. One that is not for this caller reads like one that is not there. */
  const permitted = (request: Request, { tool: name }: Step): ListedTool | Refused => {
    const { principal, people = false } = request;
    const tool = catalogue.find(name);
    if (!tool || (tool.audience === "people" && !people)) {
      const known = visible(principal, people ? "people" : "all").map((one) => one.name);
      const some = known.length > MOST_NAMES ? [...known.slice(0, MOST_NAMES), "more"] : known;
      return { refused: `There is no tool ${JSON.stringify(clean(name, 60))}. Known: ${listed(some) || "none"}.` };
    }
    if (request.tools && !request.tools.includes(name))
      return { refused: `${name} is not among the tools of this task.`, denied: true };
    const decision = decide(principal, tool);
    return decision.verdict === "deny" ? { refused: decision.reason, denied: true } : tool;
  };

  const plan: Planner["plan"] = async (request, steps) => {
    const refuse = (step: Step, why: Refused) => {
      refused(request, steps, step, why.refused);
      return why;
    };
    const deep = steps.find(({ args }) => isDeeper(args, DEEPEST));
    if (deep) {
      refused({ ...request, sentence: undefined }, [], { ...deep, args: {} }, TOO_DEEP); // looking for secrets walks too
      return { refused: TOO_DEEP };
    }
    const found = steps.map((step) => ({ step, tool: permitted(request, step) }));
    const unknown = found.flatMap(({ step, tool }) => ("refused" in tool ? [refuse(step, tool)] : []));
    if (unknown.length > 0) return together(unknown);

    const drafting = found.flatMap(({ step, tool }) => ("refused" in tool ? [] : [{ step, tool }]));
    const drafts = await Promise.all(
      drafting.map(async ({ step, tool }) => ({ step, tool, drafted: await draft(request, tool, step) })),
    );
    const barred = drafts.flatMap(({ step, tool, drafted }) => {
      if ("fault" in drafted) return [{ refused: drafted.fault }]; // the server's own words (a name it does not know): no right is missing
      if ("ask" in drafted) return [];
      const decision = decide(request.principal, tool, drafted.plan);
      return decision.verdict === "deny" ? [refuse(step, { refused: decision.reason, denied: true })] : [];
    });
    if (barred.length > 0) return together(barred);
    for (const { drafted } of drafts) if ("ask" in drafted) return drafted;
    const planned = drafts.flatMap(({ tool, drafted }) => ("plan" in drafted ? [{ tool, plan: drafted.plan }] : []));
    const doubt = doubtOf(request, planned);
    if (doubt) return { ask: doubt };
    return { steps: planned.map(({ tool, plan: one }) => permits.issue(request, tool, one)) };
  };
  return { visible, draft, plan };
}

const isDeeper = (value: Json, levels: number): boolean =>
  typeof value === "object" &&
  value !== null &&
  (levels === 0 || Object.values(value).some((item) => isDeeper(item, levels - 1)));

const together = (refusals: Refused[]): Refused => ({
  refused: [...new Set(refusals.map(({ refused }) => refused))].join(" "),
  ...(refusals.some(({ denied }) => denied) && { denied: true }),
});

/** A third party says nothing of what a call would do: all there is to show is the call. */
const blindPlan = ({ name, risk }: ListedTool, args: JsonObject): Plan => ({
  targets: [],
  risk,
  args,
  summary: clean(`${name} ${JSON.stringify(args).slice(0, 400)}`, 160),
});
