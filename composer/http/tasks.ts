import type { Context } from "hono";
import { Hono } from "hono";
import { z } from "zod";
import type { CallParts } from "./call.ts";
import { carryOut, lookUp } from "./call.ts";
import { givenOf } from "./body.ts";
import { refusal } from "./faults.ts";
import type { Env } from "./guards.ts";

const found = z.object({ tasks: z.array(z.looseObject({ key: z.string() })) });
const ran = z.object({ runs: z.array(z.looseObject({ id: z.string() })) });
const wish = z.strictObject({ when: z.string().min(1), what: z.string().min(1) });
const change = z.strictObject({
  late: z.coerce.number().int().optional(),
  retry: z.boolean().optional(),
  approve: z.boolean().optional(),
  memory: z.boolean().optional(),
  tools: z.array(z.string()).optional(),
});

const VERBS = ["pause", "resume", "run"] as const;

/** Tasks and their runs: each route is a call of a tool, through the same gate. */
export function taskRoutes(parts: CallParts) {
  const list = async (c: Context<Env>) => found.parse(await lookUp(c, parts, "task_list", {})).tasks;
  /** By its key; people's words are for sentences. @throws HTTPException 404 */
  const one = async (c: Context<Env>) => {
    const task = (await list(c)).find(({ key }) => key === c.req.param("key"));
    if (!task) throw refusal(404, "There is no such task.");
    return task;
  };
  const runs = async (c: Context<Env>) => ran.parse(await lookUp(c, parts, "task_runs", {})).runs;
  const app = new Hono<Env>()
    .get("/", async (c) => c.json(await list(c)))
    .post("/", async (c) => {
      const turn = await carryOut(c, parts, "task_add", await givenOf(c, wish));
      return c.json(turn, turn.needs.length > 0 ? 202 : 201);
    })
    .get("/runs", async (c) => c.json(await runs(c)))
    .get("/runs/:id", async (c) => {
      const run = (await runs(c)).find(({ id }) => id === c.req.param("id"));
      if (!run) throw refusal(404, "There is no such run.");
      return c.json(run);
    })
    .get("/:key", async (c) => c.json(await one(c)))
    .get("/:key/runs", async (c) => {
      const { key } = await one(c);
      return c.json((await runs(c)).filter(({ task }) => task === key));
    })
    .patch("/:key", async (c) => {
      const { key } = await one(c);
      const given = Object.entries(await givenOf(c, change)).filter(([, value]) => value !== undefined);
      const turn = await carryOut(c, parts, "task_change", { name: key, ...Object.fromEntries(given) });
      return turn.needs.length > 0 ? c.json(turn, 202) : c.json({ ...(await one(c)), say: turn.say });
    })
    .delete("/:key", async (c) => {
      const { key } = await one(c);
      const turn = await carryOut(c, parts, "task_cancel", { name: key });
      return c.json(turn, turn.needs.length > 0 ? 202 : 200);
    });
  for (const verb of VERBS) {
    app.post(`/:key/${verb}`, async (c) => {
      const { key } = await one(c);
      const turn = await carryOut(c, parts, "task_cancel", { name: key, do: verb });
      return turn.needs.length > 0 ? c.json(turn, 202) : c.json({ ...(await one(c)), say: turn.say });
    });
  }
  return app;
}
