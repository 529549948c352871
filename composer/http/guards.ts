import type { MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import type { Principals } from "../gate/principals.ts";
import type { Principal } from "../gate/types.ts";
import { refusal } from "./faults.ts";
import type { Hosts } from "./hosts.ts";

/** What routes know of a request. */
export interface Env {
  Variables: { principal: Principal };
  /** the request as Node has it, where it came over a socket */
  Bindings: { incoming?: AsyncIterable<Uint8Array> } | undefined;
}

/** The session's cookie. */
export const SESSION = "steward_session";

// What a page of ours may load, and who may frame it: nothing but ourselves, and nobody.
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Headers of every answer. */
export const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": POLICY,
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

/** Sets them beforehand, since a finished answer is slow to change; those of /mcp come from the gateway with theirs. */
export const headers: MiddlewareHandler = async (c, next) => {
  for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
  await next();
};

/** Host and Origin of every request: only under our own names, only from our own pages or from no page. */
export const addressed = (hosts: Hosts): MiddlewareHandler =>
  createMiddleware(async (c, next) => {
    const { host: named } = new URL(c.req.url);
    const host = c.req.header("host") ?? named;
    if (!hosts.isOurs(host) || !hosts.isOurs(named)) {
      throw refusal(403, "This composer is not called that: set STEWARD_ALLOWED_HOSTS to the names it is reached by.");
    }
    const origin = c.req.header("origin");
    if (origin !== undefined && !hosts.isOwnOrigin(origin, host)) {
      throw refusal(403, "Pages of another origin are not served here.");
    }
    await next();
  });

/** Who asks, anew for each request: a bearer token, on /mcp also ?token=, else the session's cookie. */
export const authenticated = (principals: Pick<Principals, "resolve">): MiddlewareHandler<Env> =>
  createMiddleware<Env>(async (c, next) => {
    const at = c.req.path === "/mcp" ? "mcp" : "api";
    const presented = presentedBy(c.req.header("authorization"), c.req.query("token"), getCookie(c, SESSION), at);
    const principal = presented && (await principals.resolve({ ...presented, at }));
    if (!principal) {
      c.header("www-authenticate", "Bearer");
      return c.json({ error: "Sign in first: a bearer token, or the link that `npm start` prints." }, 401);
    }
    const isChange = !["GET", "HEAD", "OPTIONS"].includes(c.req.method);
    if (principal.use === "cookie" && isChange) fromOurPage(c.req.header("origin"), c.req.header("content-type"));
    c.set("principal", principal);
    await next();
  });

/** What is the owner's alone, and of no program. */
export const owner = createMiddleware<Env>(async (c, next) => {
  const { role, use } = c.get("principal");
  if (role !== "owner" || (use !== "api" && use !== "cookie")) throw refusal(403, "Only the owner may do that.");
  await next();
});

function presentedBy(header: string | undefined, query: string | undefined, cookie: string | undefined, at: string) {
  if (header !== undefined) {
    const [, secret] = /^Bearer +(\S+)$/i.exec(header) ?? [];
    return secret === undefined ? undefined : { secret, by: "bearer" as const };
  }
  if (at === "mcp" && query !== undefined) return { secret: query, by: "query" as const };
  return cookie === undefined ? undefined : { secret: cookie, by: "cookie" as const };
}

/** A change by cookie comes from a page of ours, in JSON, which no form of another site can send. */
export function fromOurPage(origin: string | undefined, type: string | undefined): void {
  if (origin === undefined) throw refusal(403, "A change by cookie needs the Origin of our own page.");
  if (!isJson(type)) throw refusal(415, "A change by cookie needs content-type: application/json.");
}

export const isJson = (type: string | undefined): boolean => /^application\/json\s*(;|$)/i.test(type ?? "");
