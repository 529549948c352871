import { z } from "zod";

/** A turn of a conversation as the model is shown it. */
const turn = z.discriminatedUnion("type", [
  z.object({ type: z.literal("system"), text: z.string() }),
  z.object({ type: z.literal("user"), text: z.string() }),
  z.object({ type: z.literal("model"), response: z.array(z.string()) }),
]);
export type ChatTurn = z.infer<typeof turn>;

/** What the child is told, one line each. */
export const told = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("write"),
    id: z.number(),
    history: z.array(turn),
    /** JSON schema of the answer, in the words node-llama-cpp knows */
    schema: z.record(z.string(), z.unknown()),
    temperature: z.number(),
    most: z.number(),
  }),
  z.object({ kind: z.literal("stop"), id: z.number() }),
]);
export type Told = z.infer<typeof told>;

/** What the child says. */
export const said = z.discriminatedUnion("kind", [
  /** the model is in memory; bytes it takes */
  z.object({ kind: z.literal("ready"), bytes: z.number() }),
  z.object({
    kind: z.literal("written"),
    id: z.number(),
    text: z.string(),
    inputTokens: z.number(),
    cachedTokens: z.number(),
    outputTokens: z.number(),
  }),
  z.object({ kind: z.literal("failed"), id: z.number(), error: z.string() }),
]);
export type Said = z.infer<typeof said>;
