import type { Result } from "@modelcontextprotocol/server";
import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { JsonObject } from "../../kernel/schema.ts";
import { listed } from "../../kernel/text.ts";
import type { Executed, Gate, Principal, Request } from "../gate/types.ts";
import type { Asker, Fault, Progress } from "../hub/door.ts";

export interface CallParts {
  gate: Pick<Gate, "plan" | "execute">;
  random(): string;
  /** where a call that waits is approved */
  approvalUrl?(id: string): string | undefined;
  /** told of calls that can be taken back or wait for an approval */
  keep?(request: Request, executed: Executed[]): Promise<void>;
}
export interface Calling {
  principal: Principal;
  conversation: string;
  asker: Asker & { fault(): Fault | undefined };
  signal: AbortSignal;
  onProgress?(progress: Progress): void;
}

const say = (text: string): Result => ({ content: [{ type: "text", text }], isError: true });

/** One call of an MCP client: planned, permitted, in the audit and executed by the gate; its result as the server gave it. */
export async function callTool(parts: CallParts, params: Record<string, unknown>, calling: Calling): Promise<Result> {
  const { principal, conversation, asker, signal, onProgress } = calling;
  const { name, arguments: args = {} } = params;
  if (typeof name !== "string" || !isJsonObject(args)) {
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, "tools/call needs a name and an object of arguments");
  }
  const turn = parts.random();
  const request: Request = {
    principal,
    channel: "mcp",
    turn,
    conversation,
    tier: "none",
    reason: "called by an MCP client",
  };
  const planned = await parts.gate.plan(request, [{ tool: name, args }]);
  if ("refused" in planned) return say(planned.refused);
  if ("ask" in planned) return say(`${planned.ask.question} (${listed(planned.ask.choices, "or")})`);
  const executed = await parts.gate.execute(request, planned.steps, { signal, onProgress, asker });
  if (executed.some(({ undo = [], needs }) => undo.length > 0 || needs)) await parts.keep?.(request, executed);
  const [first] = executed;
  if (!first) return say("Nothing was done.");
  if (first.needs) return waiting(parts, first.needs, asker, signal);
  const fault = asker.fault();
  if (fault) throw new ProtocolError(fault.code, fault.message, fault.data);
  return bare(first.raw);
}

function waiting(parts: CallParts, needs: NonNullable<Executed["needs"]>, asker: Asker, signal: AbortSignal): Result {
  const { id, summary } = needs;
  const url = parts.approvalUrl?.(id);
  const message = `Waits for an approval: ${summary}`;
  // Asked beside the answer, which does not wait: a client that shows links shows this one.
  const elicitation = { mode: "url", elicitationId: id, url, message: `${message}.` };
  if (url !== undefined) asker.request("elicitation/create", elicitation, signal).catch(() => {});
  return say(`${message}, within 60 s: ${url === undefined ? "" : `${url} or `}steward approve ${id}`);
}

/** A result that asks for input has no content of its own; the hub gave it an empty one. */
function bare(raw: Executed["raw"]): Result {
  if (!("resultType" in raw) || raw.resultType !== "input_required") return raw;
  const { content: _, ...rest } = raw;
  return rest;
}

/** What was parsed from JSON and is an object is a JSON object. */
const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
