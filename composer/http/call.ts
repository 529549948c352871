import type { Context } from "hono";
import type { Json, JsonObject } from "../../kernel/schema.ts";
import type { Agent } from "../agent/ask.ts";
import type { Turn } from "../agent/turn.ts";
import type { RandomText } from "../gate/random.ts";
import type { Gate, Principal, Request } from "../gate/types.ts";
import { channelOf } from "./ask.ts";
import { refusal } from "./faults.ts";
import type { Env } from "./guards.ts";

/** Whose tools a principal is shown: a program those for programs, people also those for people. */
export const audienceOf = ({ role }: Principal) => (role === "client" ? "all" : "people");

export interface CallParts {
  gate: Gate;
  agent: Agent;
  random: RandomText;
  ready: Promise<void>;
}

/** What a tool that only looks gives in structure, through the gate and its audit; it is no turn. @throws HTTPException */
export async function lookUp(
  c: Context<Env>,
  { gate, random, ready }: CallParts,
  tool: string,
  args: JsonObject,
): Promise<Json> {
  await ready;
  const principal = c.get("principal");
  const request: Request = {
    principal,
    channel: channelOf(principal),
    turn: random(9),
    conversation: "",
    tier: "none",
    reason: `${c.req.method} ${c.req.path}`,
    people: audienceOf(principal) === "people",
  };
  const planned = await gate.plan(request, [{ tool, args }]);
  if ("refused" in planned) throw refusal(422, planned.refused);
  if ("ask" in planned) throw refusal(422, planned.ask.question);
  if (planned.steps.some(({ plan }) => plan.risk !== "read")) throw refusal(422, `${tool} does more than look.`);
  const [executed] = await gate.execute(request, planned.steps, { signal: c.req.raw.signal });
  if (!executed?.ok) throw refusal(422, executed?.result ?? "Nothing came of it.");
  return executed.data ?? null;
}

/** Calls a tool as a turn that can be taken back. @throws HTTPException 422 in the words of whoever refused it */
export async function carryOut(
  c: Context<Env>,
  { agent, ready }: CallParts,
  tool: string,
  args: JsonObject,
): Promise<Turn> {
  await ready;
  const principal = c.get("principal");
  const turn = await agent.call({ principal, channel: channelOf(principal), step: { tool, args } });
  const isRefused = turn.needs.length === 0 && (turn.calls.length === 0 || turn.calls.some(({ ok }) => !ok));
  if (isRefused) throw refusal(422, turn.say);
  return turn;
}
