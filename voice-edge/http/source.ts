import { Hono } from "hono";
import { z } from "zod";
import { messageOf } from "../../kernel/errors.ts";
import { commanded, soundOf, tierOf } from "./command.ts";
import type { EdgeParts, Env } from "./env.ts";
import { bodyOf, callerOf } from "./faults.ts";
import { wavStream } from "./sound.ts";

const prompt = z.object({ prompt: z.string().trim().min(1, "say something").max(2_000) });
const text = z.object({ text: z.string().min(1).max(4_096) });
const login = z.object({ username: z.string().min(1).max(80), password: z.string().min(1).max(200) });

/** Below /manage/api/v1: the paths, bodies and answers that the phone app of the source knows, so that it needs another address only. */
export function sourceRoutes(parts: EdgeParts) {
  const { composer, saying, headers, log } = parts;
  const asked = (c: Parameters<typeof callerOf>[0], sentence: string, signal?: AbortSignal) =>
    composer.ask(callerOf(c), { text: sentence, tier: tierOf(c) }, signal);
  return new Hono<Env>()
    .post("/login", async (c) => {
      const { username, password } = await bodyOf(c, login);
      const token = await composer.signIn(username, password, "phone");
      if (token === undefined) return c.json({ error: "Invalid username or password" }, 401);
      return c.json({ accessToken: token });
    })
    .get("/login/me", (c) => c.json({ username: callerOf(c).id, authorities: [] }))
    .post("/voice/command", async (c) => {
      const { turn, heard } = await commanded(c, parts);
      return c.json({ output: turn.say, text: heard.text, turn: turn.turn });
    })
    .post("/voice/tts", async (c) => {
      const body = await wavStream(saying.say((await bodyOf(c, text)).text, { signal: c.req.raw.signal }));
      return new Response(body, { headers: { ...headers, "content-type": "audio/wav" } });
    })
    .post("/llm/prompt", async (c) => {
      const { prompt: sentence } = await bodyOf(c, prompt);
      if (c.req.query("async") === "true") {
        asked(c, sentence).catch((thrown: unknown) => log.warn("prompt failed", { why: messageOf(thrown) }));
        return c.json({ status: "Processing started" });
      }
      const turn = await asked(c, sentence, c.req.raw.signal);
      return c.json({ output: turn.say, turn: turn.turn });
    })
    .post("/llm/prompt/tts", async (c) => {
      const { prompt: sentence } = await bodyOf(c, prompt);
      return soundOf(c, parts, await asked(c, sentence, c.req.raw.signal));
    })
    .post("/llm/preload", (c) => {
      saying.warm().catch((thrown: unknown) => log.warn("voice is not warm", { why: messageOf(thrown) }));
      return c.json({});
    });
}
