import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import { signedOf } from "../gate/devices.ts";
import type { Principals } from "../gate/principals.ts";
import type { Principal } from "../gate/types.ts";
import { bytesOf } from "./bytes.ts";
import { refusal } from "./faults.ts";
import type { Hosts } from "./hosts.ts";

/** What routes know of a request. */
export interface Env {
  Variables: { principal: Principal };
  Bindings: Bindings | undefined;
}

/** What is told beside a request by who hands it over; nothing of it comes from outside. */
export interface Bindings {
  /** the request as Node has it, where it came over a socket */
  incoming?: AsyncIterable<Uint8Array>;
  /** who was found to ask, where a part of this house hands a request on */
  caller?: Principal;
  /** goes on with a connection that is to become a WebSocket, for who passed the guards */
  upgrade?(principal: Principal): void;
}

/** The longest body that is signed, in bytes: a recording. */
const MOST_SIGNED = 12 * 1024 * 1024;
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

/** What a device may ask for: to be heard and answered, to take back, and the names of things. */
const DEVICE = /^\/(api\/(ask|names|me|turns\/[^/]+\/(undo|sound))|command|v1\/audio\/|voice\/|manage\/api\/v1\/)/;

/** Who asks, anew for each request: a bearer token, on /mcp also ?token=, what a device signed, else the session's cookie. */
export const authenticated = (principals: Pick<Principals, "resolve" | "device" | "again">): MiddlewareHandler<Env> =>
  createMiddleware<Env>(async (c, next) => {
    // A connection that lasts hands on who opened it, who may be gone by now.
    const principal = c.env?.caller ? await principals.again(c.env.caller) : await found(c, principals);
    if (!principal) {
      c.header("www-authenticate", "Bearer");
      return c.json({ error: "Sign in first: a bearer token, or the link that `npm start` prints." }, 401);
    }
    const isChange = !["GET", "HEAD", "OPTIONS"].includes(c.req.method);
    if (principal.use === "cookie" && isChange && !c.env?.caller)
      fromOurPage(c.req.header("origin"), c.req.header("content-type"));
    // What a part of this house hands on came through these guards before.
    if (principal.use === "voice" && !c.env?.caller && !DEVICE.test(c.req.path)) {
      throw refusal(403, "This token is for a device that hears and speaks: it is good for its routes alone.");
    }
    c.set("principal", principal);
    await next();
  });

async function found(c: Context<Env>, principals: Pick<Principals, "resolve" | "device">) {
  const at = c.req.path === "/mcp" ? "mcp" : "api";
  const header = c.req.header("authorization");
  const signed = header === undefined ? undefined : signedOf(header);
  if (signed) {
    const body = () => bytesOf(c.req.raw.clone(), MOST_SIGNED);
    const { pathname, search } = new URL(c.req.url);
    return principals.device(signed, { method: c.req.method, path: pathname + search, body });
  }
  const presented = presentedBy(header, c.req.query("token"), getCookie(c, SESSION), at);
  return presented && principals.resolve({ ...presented, at });
}

/** What is the owner's alone, and of no program. */
export const owner = createMiddleware<Env>(async (c, next) => {
  const { role, use } = c.get("principal");
  if (role !== "owner" || (use !== "api" && use !== "cookie")) throw refusal(403, "Only the owner may do that.");
  await next();
});

function presentedBy(header: string | undefined, query: string | undefined, cookie: string | undefined, at: string) {
  if (header !== undefined) {
    // "Manager-Key" is what the phone app of the source says.
    const [, secret] = /^(?:Bearer|Manager-Key) +(\S+)$/i.exec(header) ?? [];
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
