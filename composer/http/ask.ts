import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { z } from "zod";
import { clean } from "../../kernel/text.ts";
import type { Agent, Asked } from "../agent/ask.ts";
import type { Channel, Principal } from "../gate/types.ts";
import { heard } from "../gate/heard.ts";
import { bodyOf } from "./body.ts";
import type { TellFault } from "./faults.ts";
import type { Env } from "./guards.ts";

const TIERS = ["phrases", "local", "cloud"] as const;
/** Milliseconds between signs of life while an answer takes its time. */
const ALIVE_MS = 15_000;

const question = z.strictObject({
  text: z.string().trim().min(1, "say something").max(2_000, "at most 2,000 characters"),
  conversation: z.string().max(80).optional(),
  area: z.string().max(80).optional(),
  dryRun: z.boolean().optional(),
  voice: heard.optional(),
  tier: z.enum(TIERS, `phrases, local or cloud`).optional(),
});

const wondered = question
  .pick({ text: true, conversation: true, area: true })
  /** whether it was spoken: a conversation by voice is another than one in writing */
  .extend({ spoken: z.boolean().optional() });

/** How a principal speaks to us over HTTP: a browser chats, a device has only its voice, the owner's own token is the terminal. */
export const channelOf = ({ use, role }: Principal): Channel => {
  if (use === "voice") return "voice";
  return use === "api" && role === "owner" ? "cli" : "chat";
};

/** POST /api/explain: how a sentence would be read, as JSON; nothing is done. */
export function explainRoutes(agent: Agent, ready: Promise<void>) {
  return new Hono<Env>().post("/", async (c) => {
    const { text, spoken, ...rest } = await bodyOf(c, wondered);
    await ready;
    const principal = c.get("principal");
    const channel = spoken ? "voice" : channelOf(principal);
    return c.json(agent.explain({ ...rest, principal, channel, text: clean(text, 2_000) }));
  });
}

/** POST /api/ask: one sentence, answered as JSON or, for `Accept: text/event-stream`, as events `plan`, `words` (of a long answer) and `turn`. */
export function askRoutes(agent: Agent, ready: Promise<void>, tellFault: TellFault) {
  return new Hono<Env>().post("/", async (c) => {
    const { text, voice, ...rest } = await bodyOf(c, question);
    await ready;
    const principal = c.get("principal");
    const sentence = clean(text, 2_000);
    const channel = voice ? "voice" : channelOf(principal);
    const asked: Asked = { ...rest, principal, channel, text: sentence, heard: voice };
    if (!/\btext\/event-stream\b/.test(c.req.header("accept") ?? "")) return c.json(await agent.ask(asked));
    return streamSSE(c, async (stream) => {
      const send = (event: string, data: unknown) => stream.writeSSE({ event, data: JSON.stringify(data) });
      const alive = setInterval(() => void stream.write(": still here\n\n"), ALIVE_MS);
      try {
        const onPlan: Asked["onPlan"] = (plan) => void send("plan", plan);
        const onWords = (words: string) => void send("words", { words });
        await send("turn", await agent.ask({ ...asked, onPlan, onWords }));
      } catch (thrown) {
        await send("error", { error: tellFault(thrown, c.req) });
      } finally {
        clearInterval(alive);
      }
    });
  });
}
