import { z } from "zod";

/** What goes to a child: one job. */
export interface Order {
  id: number;
  job: string;
  input: unknown;
}

/** What comes back: its result, or why there is none. `user`: the caller can mend it, and the words are ours. */
export const answer = z.union([
  z.object({ id: z.number(), result: z.unknown() }),
  z.object({ id: z.number(), failed: z.string(), user: z.boolean() }),
]);
export type Answer = z.infer<typeof answer>;

const order = z.object({ id: z.number(), job: z.string(), input: z.unknown() });

/** An order as it came, or nothing where it is none. */
export const orderOf = (message: unknown): Order | undefined => order.safeParse(message).data;
