import { z } from "zod";
import type { Sent } from "../../composer/agent/prompt/sent.ts";
import { CONTEXT } from "../../composer/agent/models/ollama.ts";
import type { MemoryControl, Standing } from "../../composer/agent/models/control.ts";

/** One request and what Ollama counted of it; milliseconds. */
export interface Reading {
  loadMs: number;
  promptTokens: number;
  promptMs: number;
  answerTokens: number;
  answerMs: number;
}

export interface Measured {
  /** how the model stood before anything was measured */
  before: Standing;
  /** the house's prompt as it was found, and whether it should have been known; undefined where it was not in memory */
  found: Reading | undefined;
  cold: Reading;
  warm: Reading;
  /** share of the model that lies on a graphics card */
  onGpu: number;
}

export interface MeasureParts {
  url: string;
  name: string;
  control: MemoryControl;
  /** what the composer sends for two different sentences */
  sentences: readonly [Sent, Sent];
  fetch: typeof globalThis.fetch;
}

/** Tokens of an answer that is measured. */
const ANSWER = 48;
const NANOSECONDS = 1e6;
/** A model of 7B reads the house's prompt in minutes on a slow processor. */
const READ_MS = 900_000;

const counts = z.object({
  load_duration: z.number().default(0),
  prompt_eval_count: z.number().default(0),
  prompt_eval_duration: z.number().default(0),
  eval_count: z.number().default(0),
  eval_duration: z.number().default(0),
});
const running = z.object({ models: z.array(z.object({ size: z.number(), size_vram: z.number().default(0) })) });

/** Has the configured Ollama read the house's prompt as it is found, cold, and warm with another sentence. @throws ModelFault */
export async function measure({ url, name, control, sentences, fetch: fetcher }: MeasureParts): Promise<Measured> {
  const read = async ({ system, tools, user }: Sent): Promise<Reading> => {
    const body = {
      model: name,
      stream: false,
      think: false,
      keep_alive: -1,
      options: { num_ctx: CONTEXT, temperature: 0, num_predict: ANSWER },
      tools: tools.map((tool): unknown => JSON.parse(tool)),
      messages: [
        { role: "system", content: system },
        { role: "user", content: user },
      ],
    };
    const init = { method: "POST", body: JSON.stringify(body), signal: AbortSignal.timeout(READ_MS) };
    const answer = await fetcher(new URL("/api/chat", url), init);
    return readingOf(counts.parse(await answer.json()));
  };
  const [one, other] = sentences;
  const before = await control.standing();
  const found = before.state === "loaded" ? await read(other) : undefined;
  await control.unload();
  const cold = await read(one);
  const warm = await read(other);
  const { models } = running.parse(await (await fetcher(new URL("/api/ps", url))).json());
  const size = models.reduce((sum, model) => sum + model.size, 0);
  const vram = models.reduce((sum, model) => sum + model.size_vram, 0);
  return { before, found, cold, warm, onGpu: size > 0 ? vram / size : 0 };
}

const readingOf = (given: z.infer<typeof counts>): Reading => ({
  loadMs: given.load_duration / NANOSECONDS,
  promptTokens: given.prompt_eval_count,
  promptMs: given.prompt_eval_duration / NANOSECONDS,
  answerTokens: given.eval_count,
  answerMs: given.eval_duration / NANOSECONDS,
});
