import { Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { z } from "zod";
import type { Clock } from "../../kernel/clock.ts";
import type { Log } from "../../kernel/log.ts";
import type { People } from "../gate/people.ts";
import type { Principals } from "../gate/principals.ts";
import { bodyOf } from "./body.ts";
import { refusal } from "./faults.ts";
import type { Env } from "./guards.ts";
import { SESSION, isJson } from "./guards.ts";

/** How long the token of a device is good for, which a member's password made; milliseconds. */
const DEVICE_MS = 90 * 24 * 3_600_000;

const login = z.union([
  z.strictObject({ code: z.string().min(1).max(200) }),
  z.strictObject({
    name: z.string().min(1).max(80),
    password: z.string().min(1).max(200),
    /** what a device of theirs is called: it gets a token for hearing and speaking, and no session */
    device: z.string().min(1).max(80).optional(),
  }),
]);

export interface LoginParts {
  principals: Pick<Principals, "exchange" | "session" | "issue">;
  people: Pick<People, "signIn">;
  clock: Clock;
  log: Log;
}

/**
 * POST /api/login: the code of the sign-in link, once, or a member's name and password, for a session in an HttpOnly
 * cookie; with `device` a token for that device instead. Open to whoever has one.
 */
export function loginRoute({ principals, people, clock, log }: LoginParts) {
  const credentialOf = (member: string, device: string | undefined) =>
    device === undefined
      ? principals.session(member)
      : principals.issue({
          principal: member,
          name: member,
          label: device,
          use: "voice",
          ceiling: "write",
          lasts: DEVICE_MS,
        });
  const sessionOf = async (given: z.infer<typeof login>) => {
    if ("code" in given) {
      const session = await principals.exchange(given.code);
      if (session) return { ...session, device: undefined };
      throw refusal(401, "That link is used or too old. `npm run -s steward -- link` prints a new one.");
    }
    const member = await people.signIn(given.name, given.password);
    if (member !== undefined) return { ...(await credentialOf(member, given.device)), device: given.device };
    log.warn("sign-in refused", { name: given.name });
    throw refusal(401, "That name and password do not belong together here.");
  };
  return new Hono().post("/", async (c) => {
    if (!isJson(c.req.header("content-type"))) throw refusal(415, "Signing in needs content-type: application/json.");
    const session = await sessionOf(await bodyOf(c, login));
    if (session.device !== undefined)
      return c.json({ id: session.id, token: session.secret, expires: session.expires });
    const isTls = c.req.header("origin")?.startsWith("https:") ?? false;
    const lasts = session.expires === null ? undefined : Math.floor((session.expires - clock.now()) / 1000);
    setCookie(c, SESSION, session.secret, {
      httpOnly: true,
      sameSite: "Strict",
      secure: isTls,
      path: "/",
      maxAge: lasts,
    });
    return c.json({ ok: true });
  });
}

/** GET /api/me and POST /api/logout. */
export function sessionRoutes(principals: Pick<Principals, "signOut">) {
  return new Hono<Env>()
    .get("/me", (c) => {
      const { id, name, role, ceiling, use } = c.get("principal");
      return c.json({ id, name, role, ceiling, use });
    })
    .post("/logout", async (c) => {
      const secret = getCookie(c, SESSION);
      if (secret !== undefined) await principals.signOut(secret);
      deleteCookie(c, SESSION, { path: "/" });
      return c.json({ ok: true });
    });
}
