import { z } from "zod";

/** What the job "ear" is given: the next sound of one stream, and what is to be listened for in it. */
export const earInput = z.object({
  ear: z.string(),
  /** mono at 16 kHz, of any length */
  pcm: z.instanceof(Int16Array),
  /** path of silero's model, where the end of speech is looked for */
  speech: z.string().optional(),
  /** paths of openWakeWord's models, where it waits for words */
  wake: z.object({ mel: z.string(), embedding: z.string(), words: z.record(z.string(), z.string()) }).optional(),
  /** there is a gap before this: what came earlier is forgotten */
  isAnew: z.boolean().optional(),
  /** it is over: what is known of the stream is forgotten */
  isOver: z.boolean().optional(),
});
export type EarInput = z.infer<typeof earInput>;

/** How sure it is: that somebody speaks, for each 32 ms; that a word was said, for each 80 ms. From 0 to 1. */
export const earOutput = z.object({
  speech: z.array(z.number()),
  wake: z.array(z.object({ word: z.string(), score: z.number() })),
});
export type EarOutput = z.infer<typeof earOutput>;
