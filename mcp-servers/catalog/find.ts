import { z } from "zod";
import { json } from "../../kernel/schema.ts";
import type { Tool } from "../../kernel/tool.ts";
import { done, tool } from "../../kernel/tool.ts";
import type { Catalogue } from "./catalogue.ts";
import { describe, describeHealth, listServices } from "./describe.ts";
import { meant } from "./resolve.ts";

/** `service_find`: where a service is, by whatever is known of it, and whether it answered when it was last looked at. */
export const serviceFind = (catalogue: Catalogue): Tool =>
  tool({
    name: "service_find",
    description: "Find a service's address",
    risk: "read",
    input: { name: z.string() },
    async plan({ name: said }) {
      const { name } = asked(said);
      const found = meant(await catalogue.read(), name);
      return "ask" in found ? found : { targets: found.map(({ key }) => key), summary: `Look up ${name}` };
    },
    async run({ args, targets }) {
      const found = (await catalogue.read())
        .filter(({ key }) => targets.includes(key))
        .map((service) => ({ ...service, health: catalogue.seen(service) ?? null }));
      const seen = found.flatMap(({ health }) => health ?? []);
      const holds = seen.length === found.length && seen.length > 0 ? { holds: seen.every(({ up }) => up) } : {};
      const [first] = found;
      const { isUp } = asked(args.name);
      const one = (service: (typeof found)[number]) =>
        isUp ? describeHealth(service, service.health, catalogue.isLooked(service)) : describe(service, service.health);
      const say = first && found.length === 1 ? one(first) : listServices(found);
      return done(say, { data: json.parse({ services: found, ...holds }) });
    },
  });

/** "jellyfin up": whether it answers is what is asked. */
function asked(said: string): { name: string; isUp: boolean } {
  const [, name = said] = /^(?:is )?(.*\S) up\??$/i.exec(said.trim()) ?? [];
  return { name, isUp: name !== said };
}
