import { z } from "zod";
import { PeerError } from "../../kernel/errors.ts";
import { clean } from "../../kernel/text.ts";
import type { Link } from "./link.ts";

const name = z.string().transform((text) => clean(text, 80));
// An alias can be null: "the name itself" (2026.2).
const strings = z
  .array(name.nullish())
  .default([])
  .transform((all) => all.filter((one) => typeof one === "string").filter((one) => one !== ""));
const maybe = z.string().nullish();
const area = z.object({ area_id: z.string(), name, floor_id: maybe, aliases: strings });
const floor = z.object({ floor_id: z.string(), name, aliases: strings });
const device = z.object({ id: z.string(), area_id: maybe });
const entry = z.object({
  entity_id: z.string(),
  area_id: maybe,
  device_id: maybe,
  aliases: strings,
  hidden_by: maybe,
  disabled_by: maybe,
  entity_category: maybe,
});
const exposure = z.object({
  exposed_entities: z.record(z.string(), z.object({ conversation: z.boolean().optional() })),
});

/** What is registered of one entity, with its room and floor by name. */
export interface Registered {
  area?: string;
  floor?: string;
  aliases: string[];
  /** configuration and diagnostic entities, hidden and disabled ones: nobody's business in a sentence */
  internal: boolean;
}

/** The registries of a home, joined. */
export interface Registries {
  areas: { name: string; aliases: string[]; floor?: string }[];
  floors: { name: string; aliases: string[] }[];
  entity(id: string): Registered;
  /** whether the owner of the home lets assistants see it; undefined where the home keeps no such list */
  exposed(id: string): boolean | undefined;
}

/** Reads every registry at once; those an older home does not have are empty. */
export async function readRegistries(link: Link): Promise<Registries> {
  const list = async <T>(type: string, shape: z.ZodType<T>): Promise<T[]> => {
    const known = await unlessUnknown(link.request({ type }));
    return z.array(shape).parse(known ?? []);
  };
  const [areas, floors, devices, entries, shown] = await Promise.all([
    list("config/area_registry/list", area),
    list("config/floor_registry/list", floor),
    list("config/device_registry/list", device),
    list("config/entity_registry/list", entry),
    unlessUnknown(link.request({ type: "homeassistant/expose_entity/list" })),
  ]);
  const aliases = await readAliases(
    link,
    entries.map(({ entity_id }) => entity_id),
  );
  const byId = new Map(entries.map((one) => [one.entity_id, one]));
  const deviceById = new Map(devices.map((one) => [one.id, one]));
  const areaById = new Map(areas.map((one) => [one.area_id, one]));
  const floorName = new Map(floors.map((one) => [one.floor_id, one.name]));
  const exposed = exposure.safeParse(shown);
  return {
    areas: areas.map(({ name, aliases, floor_id }) => ({
      name,
      aliases,
      ...named("floor", floorName.get(floor_id ?? "")),
    })),
    floors,
    entity(id) {
      const one = byId.get(id);
      const areaId = one?.area_id ?? deviceById.get(one?.device_id ?? "")?.area_id;
      const room = areaById.get(areaId ?? "");
      const internal = Boolean(one?.hidden_by ?? one?.disabled_by ?? one?.entity_category);
      return {
        ...named("area", room?.name),
        ...named("floor", floorName.get(room?.floor_id ?? "")),
        aliases: aliases.get(id) ?? [],
        internal,
      };
    },
    exposed: (id) => (exposed.success ? exposed.data.exposed_entities[id]?.conversation : undefined),
  };
}

const named = <Key extends string>(key: Key, value: string | undefined) =>
  value === undefined ? {} : { [key]: value };

// Aliases come only with whole entries, not with the list.
async function readAliases(link: Link, ids: string[]): Promise<Map<string, string[]>> {
  if (ids.length === 0) return new Map();
  const whole = await unlessUnknown(link.request({ type: "config/entity_registry/get_entries", entity_ids: ids }));
  const entries = z.record(z.string(), entry.nullable()).parse(whole ?? {});
  return new Map(Object.entries(entries).map(([id, one]) => [id, one?.aliases ?? []]));
}

async function unlessUnknown(answer: Promise<unknown>): Promise<unknown> {
  return answer.catch((thrown: unknown) => {
    if (thrown instanceof PeerError && /unknown command|unauthorized/i.test(thrown.message)) return undefined;
    throw thrown;
  });
}
