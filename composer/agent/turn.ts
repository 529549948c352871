import { z } from "zod";
import { jsonObject } from "../../kernel/schema.ts";
import { risk } from "../../kernel/wire.ts";
import { heard } from "../gate/heard.ts";

/** The answer to one sentence, as `POST /api/ask` and `steward ask --json` give it. */
export const turn = z.object({
  turn: z.string(),
  say: z.string(),
  tier: z.enum(["phrases", "local", "cloud", "none"]),
  model: z.string().nullable(),
  reason: z.string(),
  /** the words are the answer: nothing had to be called */
  answered: z.boolean().optional(),
  calls: z.array(
    z.object({
      server: z.string(),
      tool: z.string(),
      args: jsonObject,
      risk,
      result: z.string(),
      ok: z.boolean(),
      ms: z.number(),
    }),
  ),
  /** approvals that wait for a person */
  needs: z.array(z.object({ id: z.string(), summary: z.string(), expires: z.number() })),
  ask: z
    .object({
      kind: z.enum(["which", "confirm"]),
      question: z.string(),
      choices: z.array(z.string()),
      expires: z.number(),
    })
    .nullable(),
  undoable: z.boolean(),
  usage: z.object({ inputTokens: z.number(), outputTokens: z.number(), cost: z.number() }),
  /** milliseconds */
  ms: z.object({ total: z.number(), route: z.number(), model: z.number(), tools: z.number() }),
  /** of a sentence that was spoken */
  voice: heard.optional(),
});
export type Turn = z.infer<typeof turn>;
