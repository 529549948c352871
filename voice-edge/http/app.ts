import { Hono } from "hono";
import { commandRoutes } from "./command.ts";
import type { EdgeParts, Env } from "./env.ts";
import { answerFault } from "./faults.ts";
import { openAiRoutes } from "./openai.ts";
import { isPageFile, pageRoutes } from "./page.ts";
import { wavStream } from "./sound.ts";
import { sourceRoutes } from "./source.ts";

/** Where connections become WebSockets. */
export const STREAM = "/voice/stream";
const SAID = /^\/voice\/said\/[\w-]{43}\.wav$/;
const OURS = /^\/(command|voice|v1\/audio\/(transcriptions|speech)|manage\/api\/v1\/(login|voice|llm)(\/[a-z/]+)?)$/;

/** What is served without asking who asks: the page, which holds no secret; what a speaker fetches once; and a sign-in. */
export const isOpen = (method: string, path: string): boolean =>
  method === "POST" ? path === "/manage/api/v1/login" : method === "GET" && (isPageFile(path) || SAID.test(path));

export const isOurs = (path: string): boolean => OURS.test(path) || path === STREAM || isPageFile(path);

/** The routes of the voice edge. It neither listens nor asks who is there: it is mounted behind guards that do. */
export function createApp(parts: EdgeParts) {
  const { saying, links, log, headers } = parts;
  return new Hono<Env>()
    .onError(answerFault(log))
    .notFound((c) => c.json({ error: "There is nothing here." }, 404))
    .use(async (c, next) => {
      for (const [name, value] of Object.entries(headers)) c.header(name, value);
      await next();
    })
    .route("/", pageRoutes())
    .get("/voice/said/:file", async (c) => {
      const text = links.take(c.req.param("file").replace(/\.wav$/, ""));
      if (text === undefined) return c.json({ error: "That was said, or is too old." }, 404);
      const body = await wavStream(saying.say(text, { signal: c.req.raw.signal }));
      return new Response(body, { headers: { ...headers, "content-type": "audio/wav" } });
    })
    .route("/command", commandRoutes(parts))
    .route("/v1/audio", openAiRoutes(parts))
    .route("/manage/api/v1", sourceRoutes(parts));
}
