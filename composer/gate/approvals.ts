import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../db/index.ts";
import { UserError } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import { jsonObject } from "../../kernel/schema.ts";
import type { Plan } from "../../kernel/wire.ts";
import type { Catalogue } from "../hub/door.ts";
import type { StoredApproval } from "./approval-store.ts";
import {
  askedFor,
  claimApproval,
  findApproval,
  forgetLate,
  planHash,
  storeApproval,
  waitingApprovals,
} from "./approval-store.ts";
import type { Audit } from "./audit.ts";
import type { Execute, ExecutorParts } from "./executor.ts";
import { told } from "./result.ts";
import type { Permits } from "./permits.ts";
import type { Planner } from "./planner.ts";
import type { RandomText } from "./random.ts";
import { whoOf } from "./record.ts";
import { sealed } from "./secrets.ts";
import { appendCalls, dropUndo } from "./turns.ts";
import type { Approval, Executed, Gate, PlannedStep, Principal } from "./types.ts";

export interface ApprovalParts {
  db: Db;
  catalogue: Catalogue;
  audit: Audit;
  clock: Clock;
  log: Log;
  random: RandomText;
  permits: Permits;
  planner: Planner;
}

/** Calls of one principal that may wait at a time: whoever decides is to read each. */
const MOST_WAITING = 20;

/** Keeps a call that waits for a person. @throws UserError when too many wait */
export function createWait({
  db,
  clock,
  random,
}: Pick<ApprovalParts, "db" | "clock" | "random">): ExecutorParts["wait"] {
  return async (request, { tool, plan }, rest) => {
    const { id } = request.principal;
    if ((await waitingApprovals(db, clock.now(), id)).length >= MOST_WAITING)
      throw new UserError(`${MOST_WAITING} calls of ${id} wait for an approval already, so this one was not kept.`);
    const seal = sealed(tool, plan.args);
    const held = { request, tool: tool.name, plan, shown: seal.args, summary: seal.text(plan.summary), rest };
    const stored = await storeApproval(db, random(12), held, clock.now());
    const forget = () => void forgetLate(db, clock.now()).catch(() => {}); // the next start does
    setTimeout(forget, stored.expires - clock.now() + 1).unref();
    return shownOf(stored);
  };
}

const shownOf = ({ id, request, tool, shown, summary, expires }: StoredApproval): Approval => ({
  id,
  turn: request.turn,
  principal: request.principal.id,
  tool,
  args: jsonObject.parse(shown),
  summary,
  expires,
});

/**
 * Who decides: the owner, in a browser or with an own key over HTTP (the CLI), never what speaks for a program.
 * What asked by MCP, voice or schedule does not approve with the key it asked with.
 */
function refusalToDecide(by: Principal, asked: StoredApproval["request"]): string | undefined {
  if (by.role !== "owner") return "Only the owner approves.";
  if (by.use !== "cookie" && by.use !== "api")
    return "A connection for programs never approves: use the browser or the CLI.";
  const isDirect = asked.channel === "chat" || asked.channel === "cli";
  // A click in a browser is no voice, also where the browser heard what was said.
  const isSame = by.use !== "cookie" && by.credential === asked.principal.credential && by.use === asked.principal.use;
  if (!isDirect && isSame) return "What asked never approves itself: use the browser.";
  return undefined;
}

/** The approvals of a gate: what waits, and the one way to let it run. */
export function createApprovals(parts: ApprovalParts, execute: Execute): Gate["approvals"] {
  const { db, audit, clock } = parts;
  return {
    async list({ id, role }) {
      return (await waitingApprovals(db, clock.now(), role === "owner" ? undefined : id)).map(shownOf);
    },
    async ask(request, { target, summary, lasts }) {
      const plan: Plan = { targets: [target], risk: "danger", args: {}, summary };
      const held = { request, tool: TURN, plan, shown: {}, summary, rest: [] };
      await audit.commit({ kind: "waiting", ...whoOf(request), tool: TURN, targets: [target], summary });
      return shownOf(await storeApproval(db, parts.random(12), held, clock.now(), lasts));
    },
    asked: (turn) => askedFor(db, turn, clock.now()),
    async decide(by, id, decision) {
      const held = await findApproval(db, id, clock.now());
      const refusal = refusalToDecide(by, held.request);
      const record = (kind: string, result?: string) =>
        audit.commit({ kind, ...whoOf(held.request), approval: id, by: by.id, with: by.use, tool: held.tool, result });
      if (refusal !== undefined) {
        await record("refused", refusal);
        throw new UserError(refusal);
      }
      const state = decision === "approve" ? "approved" : "denied";
      await claimApproval(db, id, state, clock.now());
      await record(state);
      // Whatever comes of it, the turn does not wait for it any more.
      await appendCalls(db, held.request.turn, [], id);
      if (decision === "deny") return { denied: true };
      if (held.tool === TURN) return { approved: true };
      const planned = await planAgain(parts, held);
      if (typeof planned !== "string") return run(parts, execute, held, planned);
      await record("refused", planned);
      throw new UserError(planned);
    },
  };
}

/** Stands where a call has its tool: what waits is a turn that has not begun. */
const TURN = "task_run";

/** The step as it was approved, or in a line why it is not that any more. */
async function planAgain({ catalogue, planner, permits }: ApprovalParts, held: StoredApproval) {
  const { request, hash, id } = held;
  const tool = catalogue.find(held.tool);
  if (!tool) return `${held.tool} is not there any more; nothing was done.`;
  const drafted = await planner.draft(request, tool, { tool: held.tool, args: held.plan.args });
  if ("fault" in drafted) return `${drafted.fault} Nothing was done.`;
  const isSame = "plan" in drafted && planHash(request.principal.id, tool.name, drafted.plan) === hash;
  if (!isSame) return "Things changed since that was asked, so nothing was done; ask again.";
  return permits.issue(request, tool, drafted.plan, id);
}

async function run(parts: ApprovalParts, execute: Execute, held: StoredApproval, step: PlannedStep) {
  const { db, log } = parts;
  const { request, id } = held;
  const [first] = await execute(request, [step]);
  if (!first) throw new Error("an approved step came to nothing");
  const rest = first.ok && held.rest.length > 0 ? await follow(parts, execute, held) : [];
  const ran = [first, ...rest];
  const { undoes } = request;
  if (undoes !== undefined) await dropUndo(db, undoes, ran.filter(({ ok }) => ok).length);
  const isKept = await appendCalls(db, request.turn, undoes === undefined ? ran : ran.map(withoutUndo));
  if (!isKept) log.warn("approved call belongs to no kept turn", { turn: request.turn, approval: id });
  return rest.length > 0 ? { ...first, rest } : first;
}

/** What takes a turn back is not itself taken back. */
const withoutUndo = (executed: Executed): Executed => ({ ...executed, undo: undefined });

/** What stood behind the approved step is planned and permitted anew. */
async function follow({ planner, catalogue }: ApprovalParts, execute: Execute, { request, rest }: StoredApproval) {
  const planned = await planner.plan(request, rest);
  if ("steps" in planned) return execute(request, planned.steps);
  const why = "ask" in planned ? planned.ask.question : planned.refused;
  return rest.slice(0, 1).flatMap(({ tool: name, args }) => {
    const tool = catalogue.find(name);
    return tool ? [told(tool, sealed(tool, args).args, tool.risk, false, why)] : [];
  });
}
