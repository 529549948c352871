import { z } from "zod";
import { domains } from "./domains/index.ts";
import { type Faults, Refusal, unsuitable } from "./faults.ts";
import type { Attributes } from "./house.ts";
import type { Registry } from "./registry.ts";
import type { EntityService, Home, Outcome, Service } from "./service.ts";
import { resolveTarget, splitTarget } from "./target.ts";
import { type Context, domainOf, type Thing, type World } from "./world.ts";

/** A service call as it came in. */
export interface Call {
  domain: string;
  service: string;
  data: Attributes;
  target: Attributes;
  wantsResponse: boolean;
}

/** A call that was made, with the entities it came down to: for tests and for the eval runner. */
export interface RecordedCall {
  service: string;
  data: Attributes;
  entities: string[];
}

/** The services of a home: those of the domains it has things of, and those that need none. */
export class Services {
  /** every call that was accepted, scripts' own calls included */
  readonly calls: RecordedCall[] = [];
  readonly #faults: Faults;
  readonly #world: World;
  readonly #registry: Registry;
  readonly #arrivals = new Map<string, NodeJS.Timeout>();

  constructor(world: World, registry: Registry, faults: Faults) {
    this.#faults = faults;
    this.#world = world;
    this.#registry = registry;
  }

  /**
   * Makes a call; gives its response where one was asked for.
   * @throws Refusal with the code and words of Home Assistant 2026.2
   */
  call(call: Call, context: Context): Record<string, unknown> | undefined {
    const service = this.#find(call);
    const home = this.#home(context);
    const { target, data } = splitTarget(call.target, call.data);
    if (service.kind === "plain") {
      const run = service.read({ ...target, ...data });
      this.#record(call, call.data, []);
      return this.#faults.deaf ? undefined : void run(home);
    }
    if (call.wantsResponse !== service.response) throw wrongResponse(service.response);
    return this.#callOnEntities(service, call, target, data, home);
  }

  /** Every service by domain and name, with the fields it takes. */
  describe(): Record<string, Record<string, { name: string; description: string; fields: object; target?: object }>> {
    const describe = ([name, service]: [string, Service]) => [name, description(name, service)] as const;
    const all = this.#offered().map(
      (domain) => [domain, Object.entries(this.#servicesOf(domain)).map(describe)] as const,
    );
    return Object.fromEntries(all.map(([domain, services]) => [domain, Object.fromEntries(services)]));
  }

  #callOnEntities(service: EntityService, call: Call, target: Attributes, data: Attributes, home: Home) {
    const ready = service.read(data);
    const { named, reached } = resolveTarget(target, this.#registry);
    const things = [...named, ...reached]
      .map((id) => this.#world.get(id))
      .filter((thing) => thing !== undefined)
      .filter((thing) => call.domain === "homeassistant" || domainOf(thing.entity_id) === call.domain)
      .filter((thing) => isAble(thing, service, named, call));
    this.#record(
      call,
      data,
      things.map((thing) => thing.entity_id),
    );
    for (const thing of this.#faults.deaf ? [] : things) this.#apply(ready.run(thing, home), thing, home);
    if (!call.wantsResponse) return undefined;
    return Object.fromEntries(things.map((thing) => [thing.entity_id, ready.respond?.(thing)]));
  }

  /** The last of several changes is an arrival, which may take its time and is called off by the next call. */
  #apply(outcome: Outcome, { entity_id }: Thing, { context }: Home): void {
    clearTimeout(this.#arrivals.get(entity_id));
    const changes = outcome === undefined ? [] : [outcome].flat();
    const [last] = this.#faults.travel && changes.length > 1 ? changes.slice(-1) : [];
    for (const change of last ? changes.slice(0, -1) : changes) this.#world.write(entity_id, change, context);
    if (!last) return;
    const arrive = () => this.#world.write(entity_id, last, context);
    this.#arrivals.set(entity_id, setTimeout(arrive, this.#faults.travel).unref());
  }

  #record(call: Call, data: Attributes, entities: string[]): void {
    this.calls.push({ service: `${call.domain}.${call.service}`, data, entities });
  }

  #home(context: Context): Home {
    return {
      world: this.#world,
      registry: this.#registry,
      context,
      now: () => this.#world.now(),
      has: (domain, service) => this.#lookUp(domain, service) !== undefined,
      call: (domain, service, data) => {
        this.call({ domain, service, data, target: {}, wantsResponse: false }, context);
      },
    };
  }

  #lookUp(domain: string, service: string): Service | undefined {
    return this.#offered().includes(domain) ? this.#servicesOf(domain)[service] : undefined;
  }

  #find({ domain, service }: Call): Service {
    const found = this.#lookUp(domain, service);
    if (found) return found;
    throw new Refusal("not_found", `Service ${domain}.${service} not found.`);
  }

  #servicesOf(domain: string): Record<string, Service> {
    const own = domain === "script" ? scriptServices(this.#world) : {};
    return { ...own, ...domains[domain]?.services };
  }

  #offered(): string[] {
    const present = new Set(this.#world.all().map((thing) => domainOf(thing.entity_id)));
    const isPlain = (name: string) => name === "homeassistant" || name === "notify";
    const hasList = this.#world.get("todo.shopping_list") !== undefined;
    return Object.keys(domains).filter(
      (name) => present.has(name) || isPlain(name) || (name === "shopping_list" && hasList),
    );
  }
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

/** An entity that cannot do it is an error when it was named, and passed over when it was only reached. */
function isAble(thing: Thing, service: EntityService, named: Set<string>, call: Call): boolean {
  const features = Number(thing.attributes["supported_features"] ?? 0);
  if (service.needs.length === 0 || service.needs.some((bit) => (features & bit) === bit)) return true;
  if (!named.has(thing.entity_id)) return false;
  throw unsuitable(`Entity ${thing.entity_id} does not support action ${call.domain}.${call.service}`);
}

function wrongResponse(has: boolean): Refusal {
  const words = has
    ? "The action requires responses and must be called with return_response=True"
    : "An action which does not return responses can't be called with return_response=True";
  return unsuitable(words);
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
