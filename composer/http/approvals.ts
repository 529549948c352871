import { Hono } from "hono";
import { z } from "zod";
import type { Gate } from "../gate/types.ts";
import { shown } from "../agent/finish.ts";
import { sayDone } from "../agent/say.ts";
import { bodyOf } from "./body.ts";
import type { Env } from "./guards.ts";

const verdict = z.strictObject({ decision: z.enum(["approve", "deny"], "approve or deny") });

/** What waits for a person, and the decision: approving runs the stored call, and what waited behind it. */
export function approvalRoutes(approvals: Gate["approvals"], ready: Promise<void>) {
  return new Hono<Env>()
    .get("/", async (c) => c.json(await approvals.list(c.get("principal"))))
    .post("/:id", async (c) => {
      const { decision } = await bodyOf(c, verdict);
      await ready;
      const decided = await approvals.decide(c.get("principal"), c.req.param("id"), decision);
      if ("denied" in decided) return c.json({ decision, ok: true, say: "Denied; nothing was done.", calls: [] });
      if ("approved" in decided) return c.json({ decision, ok: true, say: "Approved; it begins now.", calls: [] });
      const ran = [decided, ...(decided.rest ?? [])];
      return c.json({ decision, ok: ran.every(({ ok }) => ok), say: sayDone(ran, ran.length), calls: ran.map(shown) });
    });
}
