import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { Event, Events } from "../events/index.ts";
import type { Principal } from "../gate/types.ts";
import type { Env } from "./guards.ts";

/** Milliseconds between signs of life. */
const ALIVE_MS = 15_000;

const mayWatch = ({ id, role }: Principal, happened: Event) => role === "owner" || happened.principal === id;

/** GET /api/events: what happens from now on, as server-sent events named by their kind; of others the owner's alone. */
export function eventRoutes(events: Pick<Events, "subscribe">) {
  return new Hono<Env>().get("/", (c) => {
    const principal = c.get("principal");
    return streamSSE(c, async (stream) => {
      const stop = events.subscribe((happened) => {
        if (mayWatch(principal, happened))
          void stream.writeSSE({ event: happened.kind, data: JSON.stringify(happened) });
      });
      const alive = setInterval(() => void stream.write(": still here\n\n"), ALIVE_MS);
      await stream.write(": listening\n\n");
      await new Promise<void>((resolve) => stream.onAbort(resolve));
      clearInterval(alive);
      stop();
    });
  });
}
