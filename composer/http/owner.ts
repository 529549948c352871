import { Hono } from "hono";
import { z } from "zod";
import { risk } from "../../kernel/wire.ts";
import type { Finding } from "../../kernel/server.ts";
import type { Audit } from "../gate/audit.ts";
import type { Principals } from "../gate/principals.ts";
import { bodyOf, queryOf } from "./body.ts";
import type { Env } from "./guards.ts";
import { owner } from "./guards.ts";

const records = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  turn: z.string().max(80).optional(),
});
const token = z.strictObject({
  principal: z.string().min(1).max(64),
  name: z.string().max(80).optional(),
  label: z.string().max(80).default(""),
  use: z.enum(["api", "mcp", "stdio", "voice"], "api, mcp, stdio or voice"),
  ceiling: risk.default("danger"),
  /** days */
  days: z.number().positive().max(3_650).optional(),
});

const DAY_MS = 24 * 3_600_000;

export interface OwnerParts {
  audit: Pick<Audit, "latest">;
  principals: Principals;
  doctor(owner: boolean): Promise<Finding[]>;
  signInLink(): Promise<string>;
  ready: Promise<void>;
}

/** What is the owner's alone: the audit, the tokens of programs, sign-in links, and what is wrong with the house. */
export function ownerRoutes({ audit, principals, doctor, signInLink, ready }: OwnerParts) {
  return new Hono<Env>()
    .get("/audit", owner, async (c) => c.json(await audit.latest(queryOf(c, records))))
    .get("/doctor", owner, async (c) => {
      await ready;
      return c.json(await doctor(true));
    })
    .post("/links", owner, async (c) => c.json({ url: await signInLink() }, 201))
    .get("/tokens", owner, async (c) => c.json(await principals.tokens()))
    .post("/tokens", owner, async (c) => {
      const { days, name, ...spec } = await bodyOf(c, token);
      const lasts = days === undefined ? undefined : Math.round(days * DAY_MS);
      return c.json(await principals.issue({ ...spec, name: name ?? spec.principal, lasts }), 201);
    })
    .delete("/tokens/:id", owner, async (c) => {
      await principals.revoke(c.req.param("id"));
      return c.json({ ok: true });
    });
}
