import type { Context } from "hono";
import { Hono } from "hono";
import { z } from "zod";
import type { JsonObject } from "../../kernel/schema.ts";
import type { CallParts } from "./call.ts";
import { carryOut, lookUp } from "./call.ts";
import { givenOf } from "./body.ts";
import { refusal } from "./faults.ts";
import type { Env } from "./guards.ts";

const found = z.object({ machines: z.array(z.looseObject({ name: z.string(), title: z.string() })) });
const making = z.object({ provisions: z.array(z.looseObject({ name: z.string() })) });
const record = z.strictObject({
  name: z.string().min(1),
  display_name: z.string().optional(),
  owner: z.string().optional(),
  desktop_host: z.string().optional(),
  desktop_port: z.coerce.number().int().optional(),
  desktop_protocol: z.string().optional(),
  guacamole_id: z.string().optional(),
  network: z.string().optional(),
});

/** What the manager's routes call what `vm_power` does. */
const VERBS = { start: "start", shutdown: "stop", "force-shutdown": "force", reboot: "reboot" } as const;

/** The manager's own routes of machines: each is a call of a tool, through the same gate. */
export function machineRoutes(parts: CallParts) {
  const list = async (c: Context<Env>, args: JsonObject = {}) =>
    found.parse(await lookUp(c, parts, "vm_list", args)).machines;
  /** By its exact name, as machines do; people's words are for sentences. @throws HTTPException 404 */
  const one = async (c: Context<Env>) => {
    const name = c.req.param("name") ?? "";
    const machine = (await list(c)).find((each) => each.name === name || each.title === name);
    if (!machine) throw refusal(404, "There is no such machine.");
    return machine;
  };
  const app = new Hono<Env>()
    .get("/", async (c) => c.json(await list(c)))
    .get("/:name", async (c) => c.json(await one(c)))
    .post("/", async (c) => {
      const { name, ...given } = await givenOf(c, record);
      const fields = Object.entries(given).flatMap(([key, value]) =>
        value === undefined ? [] : [[camel(key), value]],
      );
      const turn = await carryOut(c, parts, "vm_record", { name, ...Object.fromEntries(fields) });
      return c.json(turn, turn.needs.length > 0 ? 202 : 201);
    })
    .delete("/:name", async (c) => {
      const turn = await carryOut(c, parts, "vm_forget", { name: c.req.param("name") });
      return c.json(turn, turn.needs.length > 0 ? 202 : 200);
    })
    .post("/:name/desktop", async (c) => {
      const { name } = await one(c);
      const turn = await carryOut(c, parts, "vm_desktop", { name });
      const last = turn.say.split(" ").at(-1) ?? "";
      const url = URL.canParse(last) ? last : null;
      return c.json({ say: turn.say, url }, turn.needs.length > 0 ? 202 : 200);
    });
  for (const [route, verb] of Object.entries(VERBS)) {
    app.post(`/:name/${route}`, async (c) => {
      const { name } = await one(c);
      const turn = await carryOut(c, parts, "vm_power", { name, do: verb });
      if (turn.needs.length > 0) return c.json(turn, 202);
      const machine = (await list(c)).find((each) => each.name === name);
      return c.json({ ...machine, say: turn.say });
    });
  }
  return app;
}

/** Machines that are being made; going on with one is a call of its tool. */
export const provisionRoutes = (parts: CallParts) =>
  new Hono<Env>().get("/", async (c) => c.json(making.parse(await lookUp(c, parts, "vm_provisions", {})).provisions));

const camel = (key: string) => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
