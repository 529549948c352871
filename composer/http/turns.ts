import { Hono } from "hono";
import { z } from "zod";
import type { Db } from "../../db/index.ts";
import type { Agent } from "../agent/ask.ts";
import { getTurn, listTurns, noteSound } from "../gate/turns.ts";
import { channelOf } from "./ask.ts";
import { bodyOf, queryOf } from "./body.ts";
import { refusal } from "./faults.ts";
import type { Env } from "./guards.ts";

const page = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).optional(),
  before: z.coerce.number().int().optional(),
});
const sounded = z.strictObject({ ms: z.number().min(0).max(600_000) });
const place = z.strictObject({ conversation: z.string().max(80).optional() });

/** What was asked and done, newest first, when a spoken answer was first heard, and the way back: `POST /api/turns/:id/undo` (or `last` of a conversation). */
export function turnRoutes(db: Db, agent: Agent, ready: Promise<void>) {
  return new Hono<Env>()
    .get("/", async (c) => c.json(await listTurns(db, c.get("principal"), queryOf(c, page))))
    .get("/:id", async (c) => {
      const turn = await getTurn(db, c.get("principal"), c.req.param("id"));
      if (!turn) throw refusal(404, "There is no such turn.");
      return c.json(turn);
    })
    .post("/:id/sound", async (c) => {
      const { ms } = await bodyOf(c, sounded);
      const isNoted = await noteSound(db, c.get("principal"), c.req.param("id"), ms);
      if (!isNoted) throw refusal(404, "There is no such spoken turn.");
      return c.json({ ok: true });
    })
    .post("/:id/undo", async (c) => {
      const { conversation } = await bodyOf(c, place);
      await ready;
      const principal = c.get("principal");
      const id = c.req.param("id");
      if (id !== "last" && !(await getTurn(db, principal, id))) throw refusal(404, "There is no such turn.");
      const asked = { principal, channel: channelOf(principal), conversation };
      return c.json(await agent.undo(asked, id));
    });
}
