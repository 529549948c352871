import { Hono } from "hono";
import { z } from "zod";
import { PACKED } from "../say/encode.ts";
import type { Sound } from "../say/types.ts";
import type { EdgeParts, Env } from "./env.ts";
import { bodyOf } from "./faults.ts";
import { atRate, pcmStream, wavStream } from "./sound.ts";

const FORMATS = ["mp3", "opus", "aac", "flac", "wav", "pcm"] as const;
/** What pcm is in OpenAI's contract, which says so in no header; samples a second. */
const PCM_RATE = 24_000;
const speech = z.object({
  input: z.string().min(1).max(4_096),
  /** taken, and of no meaning: this house has one voice */
  model: z.string().optional(),
  voice: z.unknown().optional(),
  speed: z.literal(1, "speed is 1 here").optional(),
  response_format: z.enum(FORMATS, `one of ${FORMATS.join(", ")}`).optional(),
});

/** The audio routes of OpenAI's API, as far as this house hears and speaks: json, text and verbose_json; all formats of speech. */
export function openAiRoutes({ hearing, saying, packer, withForm, headers }: EdgeParts) {
  const spoken = async (sounds: AsyncGenerator<Sound>, format: (typeof FORMATS)[number]) => {
    if (format === "wav") return { type: "audio/wav", body: await wavStream(sounds) };
    if (format === "pcm")
      return { type: `audio/pcm;rate=${PCM_RATE};channels=1`, body: (await pcmStream(atRate(sounds, PCM_RATE))).body };
    const { rate, body } = await pcmStream(sounds);
    return { type: PACKED[format].type, body: await packer.pack(format, rate, body) };
  };
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
      // mp3 is the contract's default; where it cannot be made, who named no format gets what can be.
      const { type, body } = await spoken(
        saying.say(input, { signal: c.req.raw.signal }),
        format ?? ((await packer.isHere()) ? "mp3" : "wav"),
      );
      return new Response(body, { headers: { ...headers, "content-type": type } });
    });
}
