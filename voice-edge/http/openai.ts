import { Hono } from "hono";
import { z } from "zod";
import type { EdgeParts, Env } from "./env.ts";
import { bodyOf } from "./faults.ts";
import { wavStream } from "./sound.ts";

const FORMATS = ["wav", "pcm"] as const;
const speech = z.object({
  input: z.string().min(1).max(4_096),
  /** taken, and of no meaning: this house has one voice */
  model: z.string().optional(),
  voice: z.unknown().optional(),
  speed: z.literal(1, "speed is 1 here").optional(),
  response_format: z.enum(FORMATS, "response_format is wav or pcm here").default("wav"),
});

/** The audio routes of OpenAI's API, as far as this house hears and speaks: json, text and verbose_json; wav and pcm. */
export function openAiRoutes({ hearing, saying, withForm, headers }: EdgeParts) {
  return new Hono<Env>()
    .post("/transcriptions", (c) =>
      withForm(c.req.raw, ["file"], async ({ audio, text }) => {
        const language = text("language");
        const heard = await hearing.hear(audio, { language, signal: c.req.raw.signal });
        const format = text("response_format");
        if (format === "text") return c.text(`${heard.text}\n`);
        const whole = { task: "transcribe", language: language ?? "en", duration: heard.seconds };
        return c.json({ ...(format === "verbose_json" && whole), text: heard.text });
      }),
    )
    .post("/speech", async (c) => {
      const { input, response_format: format } = await bodyOf(c, speech);
      const { rate, body } = await wavStream(saying.say(input, { signal: c.req.raw.signal }), {
        header: format === "wav",
      });
      const type = format === "wav" ? "audio/wav" : `audio/pcm;rate=${rate};channels=1`;
      return new Response(body, { headers: { ...headers, "content-type": type } });
    });
}
