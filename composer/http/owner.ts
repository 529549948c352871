import { Hono } from "hono";
import { z } from "zod";
import { clean } from "../../kernel/text.ts";
import { risk } from "../../kernel/wire.ts";
import type { Finding } from "../../kernel/server.ts";
import type { Agent } from "../agent/ask.ts";
import type { Audit } from "../gate/audit.ts";
import type { Principals } from "../gate/principals.ts";
import { channelOf } from "./ask.ts";
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

const sentence = z.strictObject({
  text: z.string().trim().min(1).max(2_000).default("turn off all my lights"),
  area: z.string().max(80).optional(),
});

const DAY_MS = 24 * 3_600_000;

export interface OwnerParts {
  agent: Pick<Agent, "prompt">;
  audit: Pick<Audit, "latest">;
  principals: Principals;
  doctor(owner: boolean): Promise<Finding[]>;
  signInLink(): Promise<string>;
  ready: Promise<void>;
}

/** What is the owner's alone: the audit, the tokens of programs, sign-in links, what models are told, and what is wrong. */
export function ownerRoutes({ agent, audit, principals, doctor, signInLink, ready }: OwnerParts) {
  return new Hono<Env>()
    .get("/audit", owner, async (c) => c.json(await audit.latest(queryOf(c, records))))
    .get("/doctor", owner, async (c) => {
      await ready;
      return c.json(await doctor(true));
    })
    .get("/prompt", owner, async (c) => {
      const { text, ...rest } = queryOf(c, sentence);
      await ready;
      const principal = c.get("principal");
      return c.json(agent.prompt({ ...rest, text: clean(text, 2_000), principal, channel: channelOf(principal) }));
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
