import type { CallToolResult } from "@modelcontextprotocol/client";
import type { Clock } from "../../kernel/clock.ts";
import { UserError, messageOf } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import type { Plan, Step } from "../../kernel/wire.ts";
import { change } from "../../kernel/wire.ts";
import type { Catalogue, ListedTool, Transports } from "../hub/door.ts";
import type { Audit, AuditEntry } from "./audit.ts";
import { within } from "./deadline.ts";
import type { Permit, Permits } from "./permits.ts";
import type { Decision } from "./policy.ts";
import { entryOf, outcomeOf, refusalOf } from "./record.ts";
import type { ReadResult } from "./result.ts";
import { rawOf, readResult, told } from "./result.ts";
import type { Sealed } from "./secrets.ts";
import { sealed, sealedRequest } from "./secrets.ts";
import type { Approval, ExecuteOptions, Executed, ModelMemory, PlannedStep, Principal, Request } from "./types.ts";

/** Milliseconds a call has unless told. */
const CALL_MS = 60_000;

export interface ExecutorParts {
  catalogue: Catalogue;
  transports: Pick<Transports, "call">;
  audit: Audit;
  clock: Clock;
  log: Log;
  permits: Permits;
  memory?: Pick<ModelMemory, "makeRoom"> | undefined;
  decide(principal: Principal, tool: ListedTool, plan?: Plan): Decision;
  /** stores a call that waits, and what runs after it */
  wait(request: Request, step: PlannedStep, rest: Step[]): Promise<Approval>;
}

export type Execute = (request: Request, steps: PlannedStep[], options?: ExecuteOptions) => Promise<Executed[]>;

/** The one function that executes; the transports live in its closure alone. */
export function createExecutor(parts: ExecutorParts): Execute {
  const { audit, permits, decide } = parts;

  const one = async (
    request: Request,
    step: PlannedStep,
    permit: Permit,
    rest: Step[],
    options: ExecuteOptions,
  ): Promise<Executed> => {
    const { tool, plan } = step;
    const seal = sealed(tool, plan.args);
    const tell = (ok: boolean, line: string) => told(tool, seal.args, plan.risk, ok, line);
    // Anew for each: rights may go while the calls before it run.
    const decision = decide(request.principal, tool, plan);
    if (decision.verdict === "deny") return denied(parts, request, step, decision.reason);
    const waits = decision.verdict === "approval" && permit.approval === undefined;
    const record = (kind: string) => ({
      ...entryOf(kind, request, tool, plan, seal),
      key: permit.key,
      approval: permit.approval,
    });
    if (options.dryRun) {
      audit.append(record("dry-run"));
      return tell(true, seal.text(waits ? `${plan.summary} (needs an approval)` : plan.summary));
    }
    if (options.signal?.aborted) return tell(false, `${tool.name} was cancelled before it began.`);
    if (waits) {
      await audit.commit(record("waiting"));
      const needs = await parts.wait(request, step, rest);
      return { ...tell(false, `Waits for an approval: ${needs.summary}.`), needs };
    }
    // What a step came to, once it has gone out, is what it comes to: asked again it is not sent again.
    permit.outcome ??= effect(request, step, permit, record("intent"), options).catch((fault: unknown) => {
      permit.outcome = undefined;
      throw fault;
    });
    return permit.outcome;
  };

  const effect = async (
    request: Request,
    step: PlannedStep,
    permit: Permit,
    intent: AuditEntry,
    options: ExecuteOptions,
  ) => {
    const { tool, plan } = step;
    const seal = sealed(tool, plan.args);
    if (plan.risk === "read") audit.append(intent);
    else await audit.commit(intent);
    const began = parts.clock.now();
    const raw = await callWithRoom(parts, request, step, permit, options);
    const ms = parts.clock.now() - began;
    const read = withoutEcho(seal, readResult(tool, raw, parts.catalogue));
    const executed = { server: tool.server, tool: tool.name, args: seal.args, risk: plan.risk, ...read, ms };
    note(parts, outcomeOf(permit.turn, executed, permit.key));
    return executed;
  };

  return async (given, steps, options = {}) => {
    const permitted = steps.map((step) => ({ step, permit: permits.check(given, step) }));
    const request = sealedRequest(
      given,
      steps.map(({ tool, plan }) => ({ tool, args: plan.args })),
    );
    for (const { step } of permitted) {
      const decision = decide(request.principal, step.tool, step.plan);
      if (decision.verdict === "deny") return [denied(parts, request, step, decision.reason)];
    }
    const came: Executed[] = [];
    for (const [index, { step, permit }] of permitted.entries()) {
      const rest = steps.slice(index + 1).map(({ tool, plan }) => ({ tool: tool.name, args: plan.args }));
      const executed = await one(request, step, permit, rest, options).catch((fault: unknown) =>
        unaudited(step, fault),
      );
      came.push(executed);
      if (!executed.ok) break;
    }
    return came;
  };
}

const ROOM_MADE = "The language model gave its memory for that; phrases and the cloud answer until it is back.";

/** A call that needs the memory of the language model is made once that is free, and says so. */
async function callWithRoom(...[parts, request, step, permit, options]: Parameters<typeof call>) {
  if (!step.plan.room || !step.tool.trusted || !parts.memory) return call(parts, request, step, permit, options);
  try {
    await parts.memory.makeRoom();
  } catch (fault) {
    return rawOf(`The language model did not give its memory back, so nothing was done: ${messageOf(fault)}`, false);
  }
  const raw = await call(parts, request, step, permit, options);
  return { ...raw, content: [...raw.content, { type: "text" as const, text: ROOM_MADE }] };
}

async function call(
  { transports, clock, log }: ExecutorParts,
  { principal, area, channel, turn, confirmed }: Request,
  { tool, plan }: PlannedStep,
  { key }: Permit,
  { signal, timeout = CALL_MS, onProgress, asker }: ExecuteOptions,
): Promise<CallToolResult> {
  const who = { principal: principal.id, owner: principal.role === "owner", area, channel, turn, confirmed };
  const sent = within(timeout, signal, (ending) =>
    transports.call({
      tool: tool.name,
      args: plan.args,
      context: { ...who, key, deadline: clock.now() + timeout },
      planned: tool.trusted ? plan : undefined,
      signal: ending,
      onProgress,
      asker,
    }),
  );
  // A transport never rejects; should it, what became of the call is unknown, and that is what is said and audited.
  return sent.catch((fault: unknown) => {
    log.error("transport failed", { tool: tool.name, key, fault });
    return rawOf(`${tool.server} did not answer; whether ${tool.name} happened is not known.`, false);
  });
}

/** A result that repeats a secret argument goes on without it: turns, models and clients read results. */
function withoutEcho(seal: Sealed, read: ReadResult): ReadResult {
  if (!seal.marked) return read;
  const result = seal.text(read.result);
  const changed = read.changed && change.parse(seal.json(read.changed));
  const data = read.data === undefined ? undefined : seal.json(read.data);
  return { ...read, result, changed, data, raw: rawOf(result, read.ok) };
}

function denied({ audit }: ExecutorParts, request: Request, { tool, plan }: PlannedStep, why: string): Executed {
  const seal = sealed(tool, plan.args);
  audit.append(refusalOf(request, tool.name, seal.args, why));
  return told(tool, seal.args, plan.risk, false, why);
}

/** What the caller can mend (the audit cannot be written, say) is the result; anything else is a bug. */
function unaudited({ tool, plan }: PlannedStep, fault: unknown): Executed {
  if (!(fault instanceof UserError)) throw fault;
  return told(tool, sealed(tool, plan.args).args, plan.risk, false, messageOf(fault));
}

/** The effect is in the world: its outcome is noted where that can be, and never makes it look undone. */
function note({ audit, log }: ExecutorParts, entry: AuditEntry): void {
  try {
    audit.append(entry);
  } catch (fault) {
    log.error("outcome is not in the audit", { entry, fault });
  }
}
