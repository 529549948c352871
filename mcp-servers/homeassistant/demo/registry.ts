import type { HouseEntity, WholeHouse } from "./house.ts";
import { Refusal } from "./faults.ts";

type Floor = WholeHouse["floors"][number];
type Area = WholeHouse["areas"][number];
type Device = WholeHouse["devices"][number];
/** What the registry knows of an entity: everything but its state. */
export type Entry = Pick<
  HouseEntity,
  "entity_id" | "name" | "area_id" | "device_id" | "aliases" | "labels" | "exposed"
>;
export type EntryChange = Partial<Pick<Entry, "name" | "area_id" | "aliases" | "labels">>;
type Kind = "area" | "floor" | "label" | "entity";
/** Hears that a registry changed: `area`, `create`, `{area_id}`. */
export type RegistryListener = (kind: Kind, action: "create" | "update", what: Record<string, string>) => void;

/** Where things are and what they are called; kept apart from their states, as Home Assistant does. */
export class Registry {
  readonly floors: Floor[];
  readonly areas: Area[];
  readonly devices: readonly Device[];
  readonly labels: { label_id: string; name: string }[];
  readonly #entries: Map<string, Entry>;
  #changed: RegistryListener = () => {};

  constructor(house: WholeHouse) {
    this.floors = [...house.floors];
    this.areas = [...house.areas];
    this.devices = house.devices;
    const labels = [...house.areas, ...house.devices, ...house.entities].flatMap((thing) => thing.labels);
    this.labels = [...new Set(labels)].map((name) => ({ label_id: slug(name), name }));
    this.#entries = new Map(house.entities.map((entity) => [entity.entity_id, entry(entity)]));
  }

  onChange(listener: RegistryListener): void {
    this.#changed = listener;
  }

  entries(): Entry[] {
    return [...this.#entries.values()];
  }

  entry(entityId: string): Entry | undefined {
    return this.#entries.get(entityId);
  }

  /** The area of an entity: its own, else its device's. */
  areaOf(entry: Entry): string | null {
    return entry.area_id ?? this.devices.find((device) => device.device_id === entry.device_id)?.area_id ?? null;
  }

  /** @throws Refusal not_found */
  update(entityId: string, change: EntryChange): Entry {
    const before = this.#entries.get(entityId);
    if (!before) throw new Refusal("not_found", "Entity not found");
    const after = { ...before, ...change };
    this.#entries.set(entityId, after);
    this.#changed("entity", "update", { entity_id: entityId });
    return after;
  }

  expose(entityIds: readonly string[], exposed: boolean): void {
    for (const id of entityIds) {
      const before = this.#entries.get(id);
      if (before) this.#entries.set(id, { ...before, exposed });
    }
  }

  /** @throws Refusal invalid_info when the name is taken */
  createArea(name: string, rest: Partial<Pick<Area, "floor_id" | "aliases" | "labels">>): Area {
    const area_id = this.#free(
      name,
      this.areas.map((area) => area.name),
    );
    const area = { area_id, name, floor_id: null, aliases: [], labels: [], ...rest };
    this.areas.push(area);
    this.#changed("area", "create", { area_id });
    return area;
  }

  /** @throws Refusal invalid_info when the name is taken */
  createFloor(name: string, rest: Partial<Pick<Floor, "aliases" | "level">>): Floor {
    const floor_id = this.#free(
      name,
      this.floors.map((floor) => floor.name),
    );
    const floor = { floor_id, name, aliases: [], level: null, ...rest };
    this.floors.push(floor);
    this.#changed("floor", "create", { floor_id });
    return floor;
  }

  /** @throws Refusal invalid_info when the name is taken */
  createLabel(name: string): { label_id: string; name: string } {
    const label_id = this.#free(
      name,
      this.labels.map((label) => label.name),
    );
    const label = { label_id, name };
    this.labels.push(label);
    this.#changed("label", "create", { label_id });
    return label;
  }

  #free(name: string, taken: readonly string[]): string {
    const id = slug(name);
    const normal = name.toLowerCase().replaceAll(" ", "");
    if (!taken.some((other) => other.toLowerCase().replaceAll(" ", "") === normal)) return id;
    throw new Refusal("invalid_info", `The name ${name} (${normal}) is already in use`);
  }
}

function entry({ entity_id, name, area_id, device_id, aliases, labels, exposed }: HouseEntity): Entry {
  return { entity_id, name, area_id, device_id, aliases, labels: labels.map(slug), exposed };
}

function slug(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_");
}
