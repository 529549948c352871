import { z } from "zod";
import { state } from "../../db/tasks/runs.ts";
import type { Log } from "../../kernel/log.ts";

/** What just happened, for whoever watches; `principal` is whose it is. */
export const event = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("turn"),
    principal: z.string(),
    turn: z.string(),
    channel: z.string(),
    say: z.string(),
  }),
  z.object({
    kind: z.literal("run"),
    principal: z.string(),
    run: z.string(),
    task: z.string(),
    name: z.string(),
    /** epoch milliseconds */
    due: z.number(),
    state,
    result: z.string().nullable(),
    turn: z.string().nullable(),
  }),
]);
export type Event = z.infer<typeof event>;

/** Live events. Nobody waits for them and nothing hangs on them: what happened stands in the database. */
export interface Events {
  publish(event: Event): void;
  /** gives a way to stop */
  subscribe(listener: (event: Event) => void): () => void;
  close(): Promise<void>;
}

/** Events within one process. A listener that throws is logged, and keeps nothing from the others. */
export function createEvents(log: Log): Events {
  const listeners = new Set<(event: Event) => void>();
  return {
    publish(happened) {
      for (const listener of listeners) {
        try {
          listener(happened);
        } catch (fault) {
          log.error("a listener of events failed", { fault });
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      listeners.clear();
    },
  };
}
