import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { Log } from "../../kernel/log.ts";
import type { Event, Events } from "../events/index.ts";
import type { Principals } from "../gate/principals.ts";
import type { Principal } from "../gate/types.ts";
import type { Env } from "./guards.ts";

/** Milliseconds between signs of life. */
const ALIVE_MS = 15_000;
/** Events that may wait for a client that does not read. */
const MOST_WAITING = 1_000;

const mayWatch = ({ id, role }: Principal, happened: Event) => role === "owner" || happened.principal === id;

/**
 * GET /api/events: what happens from now on, as server-sent events named by their kind; of others the owner's alone.
 * Who listens is asked again before each: a stream ends with what it was opened by.
 */
export function eventRoutes(events: Pick<Events, "subscribe">, principals: Pick<Principals, "again">, log: Log) {
  return new Hono<Env>().get("/", (c) => {
    const principal = c.get("principal");
    return streamSSE(c, async (stream) => {
      const ended = new Promise<void>((resolve) => stream.onAbort(resolve));
      const tell = async (happened: Event | undefined) => {
        const known = await principals.again(principal);
        if (!known) return stream.abort();
        if (!happened) return void (await stream.write(": still here\n\n"));
        if (mayWatch(known, happened)) await stream.writeSSE({ event: happened.kind, data: JSON.stringify(happened) });
      };
      const told = inOrder(tell, () => stream.abort(), log);
      const stop = events.subscribe(told);
      const alive = setInterval(() => told(undefined), ALIVE_MS);
      await stream.write(": listening\n\n");
      await ended;
      clearInterval(alive);
      stop();
    });
  });
}

/** Tells one after the other; gives up on whoever is too far behind. */
function inOrder<T>(tell: (item: T) => Promise<void>, giveUp: () => void, log: Log): (item: T) => void {
  let waiting = 0;
  let last = Promise.resolve();
  return (item) => {
    if (waiting >= MOST_WAITING) return giveUp();
    waiting += 1;
    last = last
      .then(() => tell(item))
      .catch((fault: unknown) => log.error("an event is not told", { fault }))
      .finally(() => (waiting -= 1));
  };
}
