import { Hono } from "hono";
import { z } from "zod";
import { jsonObject } from "../../kernel/schema.ts";
import type { Agent } from "../agent/ask.ts";
import type { Understanding } from "../agent/understanding.ts";
import type { Gate } from "../gate/types.ts";
import { channelOf } from "./ask.ts";
import { bodyOf } from "./body.ts";
import { audienceOf } from "./call.ts";
import { refusal } from "./faults.ts";
import type { Env } from "./guards.ts";

const call = z.strictObject({
  args: jsonObject.default({}),
  area: z.string().max(80).optional(),
  conversation: z.string().max(80).optional(),
  dryRun: z.boolean().optional(),
});

export interface ToolParts {
  gate: Gate;
  agent: Agent;
  understanding: Understanding;
  ready: Promise<void>;
}

/** GET /api/tools, GET /api/names, and POST /api/tools/:name: any tool through the same gate, 202 when it waits for an approval. */
export function toolRoutes({ gate, agent, understanding, ready }: ToolParts) {
  return new Hono<Env>()
    .get("/names", async (c) => {
      await ready;
      return c.json(understanding.names(c.get("principal")));
    })
    .get("/tools", async (c) => {
      await ready;
      const principal = c.get("principal");
      const tools = gate.visible(principal, audienceOf(principal));
      return c.json(tools.map(({ wire, name, ...tool }) => ({ ...wire, ...tool, name })));
    })
    .post("/tools/:name", async (c) => {
      const { args, ...rest } = await bodyOf(c, call);
      await ready;
      const principal = c.get("principal");
      const name = c.req.param("name");
      if (!gate.visible(principal, audienceOf(principal)).some((tool) => tool.name === name)) {
        throw refusal(404, "There is no such tool: GET /api/tools lists them.");
      }
      const turn = await agent.call({ ...rest, principal, channel: channelOf(principal), step: { tool: name, args } });
      const [waiting] = turn.needs;
      if (waiting) return c.json({ id: waiting.id, ...turn }, 202);
      // Nothing ran and nothing was asked: it was refused, in the words of whoever refused it.
      return turn.calls.length === 0 && !turn.ask ? c.json({ error: turn.say }, 422) : c.json(turn);
    });
}
