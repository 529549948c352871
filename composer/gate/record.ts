import { createHash } from "node:crypto";
import { clean } from "../../kernel/text.ts";
import type { Json, JsonObject } from "../../kernel/schema.ts";
import type { Plan } from "../../kernel/wire.ts";
import type { ListedTool } from "../hub/door.ts";
import type { Turn } from "../agent/turn.ts";
import type { AuditEntry } from "./audit.ts";
import type { Sealed } from "./secrets.ts";
import type { Executed, Request } from "./types.ts";

/** The longest value kept whole, in characters of JSON; of a longer one its beginning, size and sha256. */
const LONGEST = 4_000;

/** Who asked, how, and why the tier that answers does. The sentence is sealed before. */
export function whoOf({ principal, channel, turn, conversation, sentence, tier, reason }: Request) {
  return {
    turn,
    conversation,
    who: principal.id,
    role: principal.role,
    use: principal.use,
    channel,
    sentence: sentence && clean(sentence, 500),
    tier,
    why: reason,
  };
}

/** A record of a call before its effect. */
export function entryOf(kind: string, request: Request, tool: ListedTool, plan: Plan, seal: Sealed): AuditEntry {
  return {
    kind,
    ...whoOf(request),
    server: tool.server,
    tool: tool.name,
    risk: plan.risk,
    targets: short(plan.targets.map(seal.text)),
    args: short(seal.args),
    summary: clean(seal.text(plan.summary), 500),
  };
}

/** A record of what came of a call; who asked and what stands in its intent. */
export function outcomeOf(turn: string, executed: Executed, key: string): AuditEntry {
  const { server, tool, ok, ms, changed, result } = executed;
  return {
    kind: "outcome",
    turn,
    server,
    tool,
    key,
    ok,
    ms,
    result: clean(result, 500),
    before: short(changed?.before),
    after: short(changed?.after),
  };
}

/** A call that was not permitted. */
export function refusalOf(request: Request, tool: string, args: JsonObject | undefined, why: string): AuditEntry {
  return { kind: "refused", ...whoOf(request), tool: clean(tool), args: short(args), result: clean(why, 500) };
}

/** What a whole turn came to: who answered, at what price. Its sentence stands with its calls, where it has any. */
export function turnOf(request: Request, turn: Turn): AuditEntry {
  const { say, tier, model, reason, calls, usage, ms } = turn;
  const who = whoOf(calls.length > 0 ? { ...request, sentence: undefined } : request);
  return {
    kind: "turn",
    ...who,
    tier,
    model,
    why: reason,
    calls: calls.length,
    result: clean(say, 500),
    ...usage,
    ms: ms.total,
  };
}

function short(value: Json | undefined): Json | undefined {
  if (value === undefined) return undefined;
  const text = JSON.stringify(value);
  if (text.length <= LONGEST) return value;
  const sha256 = createHash("sha256").update(text).digest("hex");
  return { cut: text.slice(0, 500), characters: text.length, sha256 };
}
