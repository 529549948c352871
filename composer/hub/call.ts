import type { CallToolResult } from "@modelcontextprotocol/client";
import type { JsonObject } from "../../kernel/schema.ts";
import { messageOf } from "../../kernel/errors.ts";
import { clean } from "../../kernel/text.ts";
import type { CallContext, Plan } from "../../kernel/wire.ts";
import { META, plan as planShape, question } from "../../kernel/wire.ts";
import type { Asker, ListedTool, Planning } from "./door.ts";
import type { Message } from "./rpc.ts";
import { LostError, RpcError, isMessage } from "./rpc.ts";
import { failedCall } from "./server.ts";

/** Levels a result may have: far deeper JSON ends the stack of whatever walks it. */
const DEEPEST = 128;
/** Rounds of questions one call may ask. */
const MOST_ROUNDS = 8;

/** `_meta` of a call to a server that keeps our contract. */
export function contextMeta(context: CallContext, more: { planned?: Plan } | { plan: true }): Message {
  if ("plan" in more) return { [META.context]: context, [META.plan]: true };
  const { targets, risk, summary } = more.planned ?? {};
  return { [META.context]: context, ...(more.planned && { [META.planned]: { targets, risk, summary } }) };
}

/** The plan a server worked out. */
export function planOf(server: string, result: CallToolResult): Planning {
  const planned = planShape.safeParse(result._meta?.[META.plan]);
  if (planned.success) return { plan: planned.data };
  const asked = question.safeParse(result._meta?.[META.ask]);
  if (asked.success) return { ask: asked.data };
  const [first] = result.content;
  return { fault: clean(first?.type === "text" ? first.text : `${server} gave no plan.`) };
}

/** What there is to show of a call whose server plans nothing. */
export const plainPlan = ({ name, risk }: ListedTool, args: JsonObject): Plan => ({
  targets: [],
  risk,
  args,
  summary: clean(`${name} ${JSON.stringify(args)}`),
});

/** A result as it came, looked at once: content there, not too deep; what asks for more input gets an empty content. */
export function resultOf(server: string, result: Message): CallToolResult {
  const whole = isAsking(result) ? { ...result, content: [] } : result;
  if (!isDeeper(whole, DEEPEST)) {
    if (isCallResult(whole)) return whole;
    return failedCall(`${server} answered with something that is no result.`);
  }
  return failedCall(`${server} answered with JSON more than ${DEEPEST} levels deep.`);
}

const isCallResult = (value: Message): value is CallToolResult =>
  Array.isArray(value.content) && value.content.every((block) => isMessage(block) && typeof block.type === "string");

export const isAsking = (result: Message) => result.resultType === "input_required";

const isDeeper = (value: unknown, levels: number): boolean => {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  for (const item of Object.values(value)) if (isDeeper(item, levels - 1)) return true;
  return false;
};

/** Answers what a 2026-era server asks for, by a client of 2025 that is asked at once, and sends the call again. */
export async function fulfilled(
  first: Message,
  asker: Asker,
  signal: AbortSignal,
  again: (retry: Message) => Promise<Message>,
): Promise<Message> {
  let result = first;
  for (let round = 0; isAsking(result) && round < MOST_ROUNDS; round += 1) {
    const { inputRequests, requestState } = result;
    const inputResponses: Message = {};
    for (const [key, asked] of Object.entries(isMessage(inputRequests) ? inputRequests : {})) {
      if (!isMessage(asked) || typeof asked.method !== "string") continue;
      const params = isMessage(asked.params) ? asked.params : {};
      inputResponses[key] = await asker.request(asked.method, params, signal);
    }
    result = await again({ inputResponses, ...(requestState !== undefined && { requestState }) });
  }
  return result;
}

/** What a call that has no result came to, in one line. */
export function lineOf(server: string, { name, risk }: ListedTool, thrown: unknown, signal: AbortSignal): string {
  const unsure = risk === "read" ? "" : `; whether ${name} happened is not known`;
  if (thrown instanceof RpcError) return clean(`${server}: ${thrown.message}`, 500);
  if (thrown instanceof LostError) return clean(`${server} went away${unsure} (${thrown.message}).`, 300);
  if (!signal.aborted) return clean(messageOf(thrown), 300);
  return isTimeout(signal) ? `${server} did not answer in time${unsure}.` : `${name} was cancelled${unsure}.`;
}

export const isTimeout = ({ aborted, reason }: AbortSignal) =>
  aborted && reason instanceof DOMException && reason.name === "TimeoutError";
