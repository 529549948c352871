import type { Context } from "hono";
import { Hono } from "hono";
import { z } from "zod";

import { PROTOCOLS } from "../../db/services/index.ts";
import { showAddress } from "../../kernel/net/address.ts";
import { givenOf } from "./body.ts";
import type { CallParts } from "./call.ts";
import { carryOut, lookUp } from "./call.ts";
import { refusal } from "./faults.ts";
import type { Env } from "./guards.ts";

const found = z.object({
  services: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      owner: z.string(),
      description: z.string(),
      createdAt: z.number().nullable(),
      tags: z.array(z.string()),
      ip: z.string().nullable(),
      port: z.number().nullable(),
      domain: z.string().nullable(),
      notes: z.string(),
      protocol: z.enum(PROTOCOLS),
      health: z.object({ up: z.boolean(), ms: z.number(), at: z.number() }).nullable(),
    }),
  ),
});
type Found = z.infer<typeof found>["services"][number];

const port = z.coerce.number("a number").int("a whole number").min(1, "1 to 65535").max(65_535, "1 to 65535");
/** A service in the form of the manager before us; fields that are not said stay as they are. */
const entry = z.strictObject({
  key: z.string().min(1).optional(),
  service_name: z.string().optional(),
  owner: z.string().optional(),
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
  ip: z.string().nullish(),
  port: port.nullish(),
  domain: z.string().nullish(),
  notes: z.string().optional(),
  protocol: z.enum(PROTOCOLS).optional(),
});
const exported = z.object({ text: z.string() });
const named = z.object({ ip: z.string().optional(), port: port.optional(), domain: z.string().optional() });

/** The manager's own routes: GET and POST /api/services, and GET, POST and DELETE /api/services/dns. */
export function serviceRoutes(parts: CallParts) {
  const list = async (c: Context<Env>) => {
    const data = await lookUp(c, parts, "service_find", { name: "all services" });
    return found.parse(data).services;
  };
  return new Hono<Env>()
    .get("/", async (c) => c.json((await list(c)).map(shown)))
    .post("/", async (c) => {
      const { service_name: name, key = name, ...given } = await givenOf(c, entry);
      if (key === undefined) throw refusal(400, "key: which service? A key or a service_name.");
      const fields = Object.fromEntries(Object.entries({ name, ...given }).filter(([, value]) => value !== undefined));
      const before = await list(c);
      const turn = await carryOut(c, parts, "service_edit", { key, ...fields });
      if (turn.needs.length > 0) return c.json(turn, 202);
      const after = await list(c);
      const made = after.find((service) => isOf(service, key));
      const isNew = made && !before.some((service) => service.key === made.key);
      return c.json({ ...(made && shown(made)), say: turn.say }, isNew ? 201 : 200);
    })
    .get("/export", async (c) => c.json(exported.parse(await lookUp(c, parts, "service_export", {}))))
    .get("/dns", async (c) => c.json(nameOf(pick(await list(c), await givenOf(c, named)))))
    .post("/dns", async (c) => {
      const { ip, port: at, domain } = await givenOf(c, named);
      if (ip === undefined || at === undefined || domain === undefined)
        throw refusal(400, "A name needs ip, port and domain.");
      const turn = await carryOut(c, parts, "dns_set", {
        name: domain,
        target: showAddress({ ip, port: at }),
      });
      if (turn.needs.length > 0) return c.json(turn, 202);
      return c.json({ ...nameOf(pick(await list(c), { ip, port: at })), say: turn.say });
    })
    .delete("/dns", async (c) => {
      const gone = nameOf(pick(await list(c), await givenOf(c, named)));
      const turn = await carryOut(c, parts, "dns_remove", { name: gone.domain });
      return c.json({ ...gone, say: turn.say }, turn.needs.length > 0 ? 202 : 200);
    });
}

const shown = ({ key, name, createdAt, health, protocol, ...service }: Found) => ({
  key,
  service_name: name,
  ...service,
  created_at: createdAt === null ? null : new Date(createdAt).toISOString(),
  protocol,
  health,
});

const isOf = ({ key, name }: Found, said: string) =>
  [key, name].some((one) => one.toLowerCase() === said.toLowerCase());

interface Asked {
  ip?: string | undefined;
  port?: number | undefined;
  domain?: string | undefined;
}

/** The one service with a name that is asked for. @throws HTTPException 404 when there is none, 400 when it is not said */
function pick(services: readonly Found[], { ip, port: at, domain }: Asked): Found & { domain: string } {
  if (domain === undefined && (ip === undefined || at === undefined))
    throw refusal(400, "Which name? Say its domain, or ip and port.");
  const fits = (service: Found) =>
    (domain === undefined || isNamed(service, domain)) &&
    (ip === undefined || service.ip === ip) &&
    (at === undefined || service.port === at);
  for (const service of services)
    if (service.domain !== null && fits(service)) return { ...service, domain: service.domain };
  throw refusal(404, "There is no such name.");
}

/** By the whole domain or its first label. */
function isNamed({ domain }: Found, said: string): boolean {
  const wanted = said.toLowerCase().replace(/\.$/, "");
  return domain !== null && (domain === wanted || domain.startsWith(`${wanted}.`));
}

const nameOf = ({ ip, port: at, domain, key, protocol }: Found & { domain: string }) => ({
  ip,
  port: at,
  domain,
  key,
  protocol,
});
