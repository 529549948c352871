import { z } from "zod";
import { domains } from "./domains/index.ts";
import type { Home, Service } from "./service.ts";
import { domainOf, type World } from "./world.ts";

/** A service by its name: of the domains a home has things of, and of those that need none. */
export function lookUp(world: World, domain: string, service: string): Service | undefined {
  return offered(world).includes(domain) ? servicesOf(world, domain)[service] : undefined;
}

/** Every service by domain and name, with the fields it takes, as get_services gives them. */
export function describeServices(world: World): Record<string, Record<string, object>> {
  const describe = (domain: string) =>
    Object.entries(servicesOf(world, domain)).map(([name, service]) => [name, description(name, service)] as const);
  return Object.fromEntries(offered(world).map((domain) => [domain, Object.fromEntries(describe(domain))]));
}

function offered(world: World): string[] {
  const present = new Set(world.all().map((thing) => domainOf(thing.entity_id)));
  const hasList = world.get("todo.shopping_list") !== undefined;
  const always = new Set(["homeassistant", "notify", ...(hasList ? ["shopping_list"] : [])]);
  return Object.keys(domains).filter((name) => present.has(name) || always.has(name));
}

function servicesOf(world: World, domain: string): Record<string, Service> {
  const own = domain === "script" ? scriptServices(world) : {};
  return { ...own, ...domains[domain]?.services };
}

/** `script.leaving_home` is a service of its own beside `script.turn_on`. */
function scriptServices(world: World): Record<string, Service> {
  const scripts = world.all().filter((thing) => domainOf(thing.entity_id) === "script");
  const named = scripts.map((thing) => [thing.entity_id.slice("script.".length), runOne(thing.entity_id)] as const);
  return Object.fromEntries(named);
}

function runOne(entity_id: string): Service {
  const read = () => (home: Home) => home.call("script", "turn_on", { entity_id });
  return { kind: "plain", fields: {}, read };
}

function description(name: string, service: Service) {
  const fields = Object.entries(service.fields).map(([field, schema]) => {
    const required = schema instanceof z.ZodType && !schema.safeParse(undefined).success;
    return [field, { required, selector: {} }] as const;
  });
  const target = service.kind === "entity" ? { target: { entity: [{}] } } : {};
  const response = service.kind === "entity" && service.response ? { response: { optional: false } } : {};
  return { name, description: "", fields: Object.fromEntries(fields), ...target, ...response };
}
