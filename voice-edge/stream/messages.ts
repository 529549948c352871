import { z } from "zod";
import type { Turn } from "../composer.ts";
import type { Heard } from "../hear/types.ts";

/** What a client says, as JSON. Sound comes as binary messages: mono at 16 kHz, 16 bits, little-endian. */
const order = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("start"),
    /** wait for one of these words before listening; none: all that is said is meant */
    wake: z
      .array(z.string().regex(/^[\w-]{1,40}$/))
      .max(5)
      .optional(),
    /** false: answers are shown and not spoken */
    speak: z.boolean().default(true),
    conversation: z.string().max(80).optional(),
    area: z.string().max(80).optional(),
    dryRun: z.boolean().optional(),
  }),
  /** listens now, as after a wake word */
  z.object({ type: z.literal("listen") }),
  /** a sentence that was typed, or a choice that was tapped: in the same conversation, answered as if it had been spoken */
  z.object({ type: z.literal("text"), text: z.string().trim().min(1).max(2_000) }),
  /** ends what is being said here, and what is being done about it where nothing was done yet */
  z.object({ type: z.literal("stop") }),
]);
export type Order = z.infer<typeof order>;
export type Start = Extract<Order, { type: "start" }>;

/** What a client is told, as JSON; between `speaking` and `spoken` or `stopped` sound comes as binary messages. */
export type Told =
  | { type: "ready" }
  | { type: "wake"; word: string; score: number }
  | { type: "speechStart" | "nothing" | "spoken" | "stopped" }
  | { type: "speechEnd"; seconds: number }
  | ({ type: "heard" } & Pick<Heard, "heard" | "text" | "fuzzy">)
  /** `listens`: it is a question, and what is said when it has been heard answers it */
  | { type: "turn"; turn: Turn; listens: boolean }
  | { type: "speaking"; rate: number }
  | { type: "error"; error: string };

/** What a message orders; undefined where it is none of these. */
export function orderOf(message: string): Order | undefined {
  try {
    return order.safeParse(JSON.parse(message)).data;
  } catch {
    return undefined;
  }
}
