import { createMiddleware } from "hono/factory";
import type { Principal } from "../gate/types.ts";
import { refusal } from "./faults.ts";
import type { Env } from "./guards.ts";

/** Another room's routes under our address: they come after our guards, and are told who asks. */
export interface Guest {
  /** what anybody who reaches us may have: files of a page, links that prove themselves */
  isOpen(method: string, path: string): boolean;
  has(path: string): boolean;
  /** where connections become WebSockets */
  isSocket(path: string): boolean;
  fetch(request: Request, caller?: Principal): Response | Promise<Response>;
}

export const openGuest = (guest: () => Guest | undefined) =>
  createMiddleware<Env>(async (c, next) => {
    const found = guest();
    return found?.isOpen(c.req.method, c.req.path) ? found.fetch(c.req.raw) : next();
  });

/** For whoever passed the guards; a socket by cookie needs our own page's Origin, which no other page can send. */
export const knownGuest = (guest: () => Guest | undefined) =>
  createMiddleware<Env>(async (c, next) => {
    const found = guest();
    if (!found?.has(c.req.path)) return next();
    const principal = c.get("principal");
    if (!found.isSocket(c.req.path)) return found.fetch(c.req.raw, principal);
    if (!c.env?.upgrade) throw refusal(426, "Here a WebSocket is spoken.");
    if (principal.use === "cookie" && c.req.header("origin") === undefined) {
      throw refusal(403, "A WebSocket by cookie needs the Origin of our own page.");
    }
    c.env.upgrade(principal);
    return c.body(null, 204);
  });
