import { z } from "zod";
import type { Db } from "../../db/index.ts";
import type { Service } from "../../db/services/index.ts";
import { listServices } from "../../db/services/index.ts";
import { UserError } from "../../kernel/errors.ts";
import { clean } from "../../kernel/text.ts";
import type { Ask, Tool } from "../../kernel/tool.ts";
import { tool } from "../../kernel/tool.ts";
import type { Change } from "./changes.ts";
import { change } from "./changes.ts";
import { canBeNamed } from "./names.ts";
import { addressIn, domainOf, placeOf, serviceOf } from "./resolve.ts";
import { came } from "./result.ts";

/** `dns_set`: gives what is at a target a name in the zone; a name that is there moves. */
export const dnsSet = (db: Db, zone: string): Tool =>
  tool({
    name: "dns_set",
    description: "Point a local name at a service or ip:port",
    risk: "write",
    input: { name: z.string(), target: z.string() },
    async plan(input) {
      const found = await wanted(db, input, zone);
      if ("ask" in found) return found;
      const { domain, service } = found;
      const targets = [...new Set([service.key, ...found.changes.map(({ key }) => key)])];
      return { targets, summary: clean(`Point ${domain} at ${placeOf(service)}`, 120) };
    },
    async run({ args }, context) {
      const found = await wanted(db, args, zone);
      if ("ask" in found) throw new UserError(found.ask.question);
      const { domain, service, changes } = found;
      const pending = await change(db, changes, context);
      const verb = changes.length > 0 ? "now points" : "already points";
      return came(`${domain} ${verb} at ${placeOf(service)}.`, changes, pending);
    },
  });

interface Wanted {
  domain: string;
  service: Pick<Service, "key" | "ip" | "port">;
  changes: Change[];
}

async function wanted(db: Db, { name, target }: { name: string; target: string }, zone: string): Promise<Wanted | Ask> {
  const services = await listServices(db);
  const domain = domainOf(services, name, zone);
  const holder = services.find((service) => service.domain === domain);
  const address = addressIn(target);
  const isNew =
    address !== undefined && !services.some(({ ip, port }) => ip === address.ip && port === (address.port ?? port));
  if (address && isNew) return atAddress(services, domain, holder, address);
  const service = serviceOf(services, target);
  if ("ask" in service) return service;
  if (!canBeNamed(service))
    throw new UserError(`${service.name} has no address that a name could point at: say it first (service_set).`);
  if (service.domain === domain) return { domain, service, changes: [] };
  const moved: Change[] = holder
    ? [{ key: holder.key, was: holder, is: { ...holder, domain: null, example: false } }]
    : [];
  return {
    domain,
    service,
    changes: [...moved, { key: service.key, was: service, is: { ...service, domain, example: false } }],
  };
}

/** A name for where nothing is known yet: whoever has the name is there now, or a new service is. */
function atAddress(
  services: readonly Service[],
  domain: string,
  holder: Service | undefined,
  { ip, port }: { ip: string; port: number | null },
): Wanted {
  if (holder) {
    const is = { ...holder, ip, port: port ?? holder.port, example: false };
    return { domain, service: is, changes: [{ key: holder.key, was: holder, is }] };
  }
  if (port === null) throw new UserError(`Say the port too, such as ${placeOf({ ip, port: 3000 })}.`);
  const [label = domain] = domain.split(".");
  const taken = new Set(services.map(({ key }) => key));
  const key =
    [label, ...Array.from({ length: 99 }, (_, at) => `${label.slice(0, 60)}-${at + 2}`)].find(
      (one) => !taken.has(one),
    ) ?? label;
  const blank = { owner: "", description: "", tags: [], notes: "", example: false };
  const is = { ...blank, key, name: key, ip, port, domain, protocol: "http" as const };
  return { domain, service: is, changes: [{ key, was: null, is }] };
}
