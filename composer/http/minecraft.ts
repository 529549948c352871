import type { Context } from "hono";
import { Hono } from "hono";
import { z } from "zod";
import type { CallParts } from "./call.ts";
import { carryOut, lookUp } from "./call.ts";
import { refusal } from "./faults.ts";
import type { Env } from "./guards.ts";

const found = z.object({ worlds: z.array(z.looseObject({ name: z.string() })) });

const VERBS = ["start", "stop", "backup"] as const;

/** The manager's own routes of Minecraft: each is a call of a tool, through the same gate. */
export function minecraftRoutes(parts: CallParts) {
  const list = async (c: Context<Env>) =>
    found.parse(await lookUp(c, parts, "minecraft_status", { name: "all" })).worlds;
  /** By its exact name; people's words are for sentences. @throws HTTPException 404 */
  const one = async (c: Context<Env>) => {
    const world = (await list(c)).find(({ name }) => name === c.req.param("name"));
    if (!world) throw refusal(404, "There is no such world.");
    return world;
  };
  const app = new Hono<Env>().get("/", async (c) => c.json(await list(c)));
  for (const verb of VERBS) {
    app.post(`/:name/${verb}`, async (c) => {
      const { name } = await one(c);
      const turn = await carryOut(c, parts, "minecraft_power", { name, do: verb });
      if (turn.needs.length > 0) return c.json(turn, 202);
      return c.json({ ...(await one(c)), say: turn.say });
    });
  }
  return app;
}
