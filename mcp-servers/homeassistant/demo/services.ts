import { lookUp } from "./catalogue.ts";
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

const maxCalls = 10_000; // a demo home may run for months

/** Makes the calls of a home and remembers them. */
export class Services {
  /** the last calls that were accepted, scripts' own calls included */
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

  #callOnEntities(service: EntityService, call: Call, target: Attributes, data: Attributes, home: Home) {
    const ready = service.read(data);
    const { named, reached } = resolveTarget(target, this.#registry);
    const things = [...named.union(reached)]
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
    if (this.calls.length > maxCalls) this.calls.shift();
  }

  #home(context: Context): Home {
    return {
      world: this.#world,
      registry: this.#registry,
      context,
      now: () => this.#world.now(),
      has: (domain, service) => lookUp(this.#world, domain, service) !== undefined,
      call: (domain, service, data) => {
        this.call({ domain, service, data, target: {}, wantsResponse: false }, context);
      },
    };
  }

  #find({ domain, service }: Call): Service {
    const found = lookUp(this.#world, domain, service);
    if (found) return found;
    throw new Refusal("not_found", `Service ${domain}.${service} not found.`);
  }
}

/** An entity that cannot do it is an error when it was named, and passed over when it was only reached; one that is away is passed over. */
function isAble(thing: Thing, service: EntityService, named: Set<string>, call: Call): boolean {
  if (thing.state === "unavailable") return false;
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
