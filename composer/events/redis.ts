import { z } from "zod";
import { UserError, messageOf } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import type { Event, Events } from "./index.ts";
import { createEvents, event } from "./index.ts";

const START_MS = 10_000;
const QUIET_MS = 60_000;

const message = z.object({ from: z.string(), event });

interface Sharing {
  /** `redis://…` */
  url: string;
  /** of this composer, among those that share */
  id: string;
  log: Log;
  prefix?: string;
}

/**
 * Events of every composer of a house, by publish and subscribe on its Redis. Those of others are lost while it is
 * away; what happened stands in the database all the same. @throws UserError when it does not answer
 */
export async function shareEvents({ url, id, log, prefix = "steward" }: Sharing): Promise<Events> {
  const { Redis } = await import("ioredis"); // only those who have one load it
  const channel = `${prefix}:events`;
  const local = createEvents(log);
  const options = {
    lazyConnect: true,
    maxRetriesPerRequest: null,
    connectTimeout: START_MS,
    enableOfflineQueue: false,
  };
  const [out, into] = [new Redis(url, options), new Redis(url, { ...options, enableOfflineQueue: true })];
  let told = -QUIET_MS;
  const complain = (fault: unknown) => {
    const now = performance.now();
    if (now - told < QUIET_MS) return;
    told = now;
    log.warn("events are not shared", { fault });
  };
  for (const client of [out, into]) client.on("error", complain);
  const leave = () => {
    for (const client of [out, into]) client.disconnect();
  };
  into.on("message", (_, text) => {
    const heard = message.safeParse(jsonOf(text));
    if (heard.success && heard.data.from !== id) local.publish(heard.data.event);
  });
  try {
    await Promise.all([out.connect(), into.connect()]);
    await into.subscribe(channel);
  } catch (fault) {
    leave();
    throw new UserError(`Redis does not answer: REDIS_URL must be where a Redis or Valkey of 6.2 or newer runs.`, {
      cause: messageOf(fault),
    });
  }
  return {
    publish(happened: Event) {
      local.publish(happened);
      void out.publish(channel, JSON.stringify({ from: id, event: happened })).catch(complain);
    },
    subscribe: local.subscribe,
    async close() {
      leave();
      await local.close();
    },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
