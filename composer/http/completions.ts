import { createHash } from "node:crypto";
import type { Context } from "hono";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { streamSSE } from "hono/streaming";
import { z } from "zod";
import type { Clock } from "../../kernel/clock.ts";
import { UserError, messageOf } from "../../kernel/errors.ts";
import { clean } from "../../kernel/text.ts";
import type { Agent, Asked } from "../agent/ask.ts";
import type { Turn } from "../agent/turn.ts";
import { bodyOf } from "./body.ts";
import type { TellFault } from "./faults.ts";
import { refusal } from "./faults.ts";
import type { Env } from "./guards.ts";

/** Steward's name as a model. */
const MODEL = "steward";
/** Milliseconds between signs of life while an answer takes its time. */
const ALIVE_MS = 15_000;
/** How Open WebUI begins what it asks a model for itself (a title, tags): a chat that quotes commands, and is none. */
const OWN_TASK = /^#{2,} *Task\b/i;

const part = z.looseObject({ type: z.string(), text: z.string().optional() });
const content = z
  .union([z.string(), z.null(), z.array(part)])
  .optional()
  .transform((given) => (Array.isArray(given) ? given.map(({ text = "" }) => text).join(" ") : (given ?? "")));
const body = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string(), content })),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  user: z.string().nullish(),
});
type Body = z.output<typeof body>;

/**
 * Steward as a model of OpenAI's chat protocol: GET /v1/models and POST /v1/chat/completions, whole or streamed. The last
 * message of the person is the sentence; what a client says of itself or its own tools is no order here.
 */
export function completionRoutes(agent: Agent, clock: Clock, ready: Promise<void>, tellFault: TellFault) {
  return new Hono<Env>()
    .onError(asOpenai)
    .get("/models", (c) =>
      c.json({ object: "list", data: [{ id: MODEL, object: "model", created: 0, owned_by: MODEL }] }),
    )
    .post("/chat/completions", async (c) => {
      const given = await bodyOf(c, body);
      if (given.model !== MODEL)
        throw refusal(404, `There is no model ${clean(given.model, 60)} here: ${MODEL} is the one.`);
      const asked = askedBy(c, given);
      await ready;
      if (given.stream)
        return streamed(c, agent, asked, {
          now: clock.now(),
          withUsage: given.stream_options?.include_usage ?? false,
          tellFault,
        });
      const turn = await agent.ask(asked);
      const message = { role: "assistant", content: turn.say, refusal: null };
      const choices = [{ index: 0, message, logprobs: null, finish_reason: "stop" }];
      return c.json({ ...headOf(turn.turn, clock.now()), object: "chat.completion", choices, usage: usageOf(turn) });
    });
}

/** The sentence, and the conversation it belongs to: a client sends the whole chat each time, so its first words name it. */
function askedBy(c: Context<Env>, { messages, user }: Body): Asked {
  const said = messages.filter(({ role }) => role === "user").map(({ content: text }) => text.trim());
  const text = said.at(-1) ?? "";
  if (text === "") throw refusal(400, "The last message of the user is the sentence, and there is none.");
  if (text.length > 2_000) throw refusal(400, "A sentence has at most 2,000 characters.");
  if (OWN_TASK.test(text))
    throw refusal(400, "That is a task of the program, not a sentence of a person: switch it off there.");
  const chat = createHash("sha256")
    .update(JSON.stringify([user ?? "", said[0]]))
    .digest("base64url")
    .slice(0, 24);
  return { principal: c.get("principal"), channel: "chat", conversation: `v1-${chat}`, text: clean(text, 2_000) };
}

function streamed(
  c: Context<Env>,
  agent: Agent,
  asked: Asked,
  { now, withUsage, tellFault }: { now: number; withUsage: boolean; tellFault: TellFault },
): Response {
  return streamSSE(c, async (stream) => {
    const head = headOf(crypto.randomUUID(), now);
    const send = (data: object | string) =>
      stream.writeSSE({ data: typeof data === "string" ? data : JSON.stringify({ ...head, object: CHUNK, ...data }) });
    const delta = (piece: object, finish: string | null = null) =>
      send({ choices: [{ index: 0, delta: piece, logprobs: null, finish_reason: finish }] });
    const alive = setInterval(() => void stream.write(": still here\n\n"), ALIVE_MS);
    let said = "";
    const onWords = (words: string) => {
      said += words;
      void delta({ content: words });
    };
    try {
      await delta({ role: "assistant", content: "" });
      const turn = await agent.ask({ ...asked, onWords });
      await delta({ content: restOf(turn.say, said) });
      await delta({}, "stop");
      if (withUsage) await send({ choices: [], usage: usageOf(turn) });
    } catch (thrown) {
      await send({ error: { message: tellFault(thrown, c.req), type: "server_error", code: null } });
    } finally {
      clearInterval(alive);
    }
    await send("[DONE]");
  });
}

const CHUNK = "chat.completion.chunk";

/** What is left of an answer of which some was said while it was written; all of it where another answer came. */
const restOf = (say: string, said: string) => {
  const before = said.trim();
  return say.startsWith(before) ? say.slice(before.length).trimStart() : `\n\n${say}`;
};

const headOf = (id: string, now: number) => ({ id: `chatcmpl-${id}`, created: Math.floor(now / 1_000), model: MODEL });

const usageOf = ({ usage: { inputTokens, outputTokens } }: Turn) => ({
  prompt_tokens: inputTokens,
  completion_tokens: outputTokens,
  total_tokens: inputTokens + outputTokens,
});

/** A refusal in the shape clients of this protocol read. */
function asOpenai(thrown: Error, c: Context): Response {
  if (!(thrown instanceof HTTPException) && !(thrown instanceof UserError)) throw thrown;
  const error = { message: messageOf(thrown), type: "invalid_request_error", param: null, code: null };
  return c.json({ error }, thrown instanceof HTTPException ? thrown.status : 422);
}
