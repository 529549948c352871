import { Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { z } from "zod";
import type { Clock } from "../../kernel/clock.ts";
import type { Principals } from "../gate/principals.ts";
import { bodyOf } from "./body.ts";
import { refusal } from "./faults.ts";
import type { Env } from "./guards.ts";
import { SESSION, isJson } from "./guards.ts";

const login = z.strictObject({ code: z.string().min(1).max(200) });

/** POST /api/login: the code of the sign-in link, once, for a session in an HttpOnly cookie. Open to whoever has a code. */
export function loginRoute(principals: Pick<Principals, "exchange">, clock: Clock) {
  return new Hono().post("/", async (c) => {
    if (!isJson(c.req.header("content-type"))) throw refusal(415, "Signing in needs content-type: application/json.");
    const { code } = await bodyOf(c, login);
    const session = await principals.exchange(code);
    if (!session) throw refusal(401, "That link is used or too old. `npm run -s steward -- link` prints a new one.");
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
