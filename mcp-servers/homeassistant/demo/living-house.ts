import type { Clock } from "../../../kernel/clock.ts";
import { completed } from "./complete.ts";
import { type Faults, Refusal } from "./faults.ts";
import type { HouseEntity, WholeHouse } from "./house.ts";
import { Registry } from "./registry.ts";
import { type Call, Services } from "./services.ts";
import { fullState, isoTime } from "./states.ts";
import { type Context, World } from "./world.ts";

/** An event of the home's bus, as subscribe_events gives it. */
interface HouseEvent {
  event_type: string;
  data: object;
  origin: "LOCAL";
  time_fired: string;
  context: Context;
}

/** A home that lives: its things, where they are, what can be done with them. Knows nothing of connections. */
export interface LivingHouse {
  world: World;
  registry: Registry;
  services: Services;
  faults: Faults;
  user: { id: string; name: string };
  config(): object;
  /** @throws Refusal */
  call(call: Call, context: Context): Record<string, unknown> | undefined;
  fire(event_type: string, data: object, context?: Context): void;
  listen(listener: (event: HouseEvent) => void): () => void;
}

/** The version this home is faithful to. */
export const version = "2026.2.3";

/** Brings a home to life. */
export function live(house: WholeHouse, clock: Clock, faults: Faults): LivingHouse {
  const world = new World(clock);
  const registry = new Registry(house);
  const services = new Services(world, registry, faults);
  const listeners = new Set<(event: HouseEvent) => void>();
  for (const entity of house.entities) world.write(entity.entity_id, first(entity), world.context(null));

  const fire: LivingHouse["fire"] = (event_type, data, context = world.context(null)) => {
    const event: HouseEvent = { event_type, data, origin: "LOCAL", time_fired: isoTime(clock.now()), context };
    for (const listener of listeners) listener(event);
  };
  world.listen(({ before, after }) => {
    const states = { old_state: before ? fullState(before) : null, new_state: after ? fullState(after) : null };
    fire("state_changed", { entity_id: (after ?? before)?.entity_id, ...states }, after?.context);
  });
  registry.onChange((kind, action, what) => fire(`${kind}_registry_updated`, { action, ...what }));

  return {
    world,
    registry,
    services,
    faults,
    fire,
    user: { id: "d0000000000000000000000000000001", name: "Owner" },
    config: () => config(world, faults.starting === true),
    call(call, context) {
      const fault = faults.errors?.[`${call.domain}.${call.service}`];
      if (fault) throw new Refusal(fault.code, fault.message);
      return services.call(call, context);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function first(entity: HouseEntity) {
  const items = entity.items?.map((summary, index) => ({
    uid: `item-${index + 1}`,
    summary,
    status: "needs_action" as const,
  }));
  const hidden = { items, entities: entity.entities, sequence: entity.sequence };
  return { ...completed(entity), hidden };
}

function config(world: World, starting: boolean) {
  const domains = world.all().map((thing) => thing.entity_id.split(".")[0]);
  return {
    allowlist_external_dirs: [],
    allowlist_external_urls: [],
    components: [...new Set(domains)],
    config_dir: "/config",
    config_source: "storage",
    country: null,
    currency: "EUR",
    elevation: 0,
    external_url: null,
    internal_url: null,
    language: "en",
    latitude: 0,
    location_name: "Home",
    longitude: 0,
    radius: 100,
    recovery_mode: false,
    safe_mode: false,
    state: starting ? "STARTING" : "RUNNING",
    time_zone: "UTC",
    unit_system: { length: "km", mass: "g", pressure: "Pa", temperature: "°C", volume: "L", wind_speed: "m/s" },
    version,
  };
}
