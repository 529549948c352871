import { z } from "zod";
import { answer, type Command } from "./command.ts";
import { Refusal } from "./faults.ts";
import type { LivingHouse } from "./living-house.ts";
import type { Entry } from "./registry.ts";
import {
  areaShape,
  deviceShape,
  displayShape,
  entryShape,
  floorShape,
  labelShape,
  wholeEntryShape,
} from "./registry-shapes.ts";

const entityId = z.string().regex(/^[a-z0-9_]+\.[a-z0-9_]+$/, "not a valid entity id");
const names = z.array(z.string()).optional();
const nameOrNull = z.string().nullable().optional();

const lists: Record<string, Command> = {
  "config/area_registry/list": answer({}, ({ registry }) => registry.areas.map(areaShape)),
  "config/floor_registry/list": answer({}, ({ registry }) => registry.floors.map(floorShape)),
  "config/label_registry/list": answer({}, ({ registry }) => registry.labels.map(labelShape)),
  "config/device_registry/list": answer({}, ({ registry }) => registry.devices.map(deviceShape)),
  "config/entity_registry/list": answer({}, ({ registry }) => registry.entries().map(entryShape)),
  "config/entity_registry/list_for_display": answer({}, ({ registry }) => ({
    entity_categories: { 0: "config", 1: "diagnostic" },
    entities: registry.entries().map(displayShape),
  })),
  "homeassistant/expose_entity/list": answer({}, ({ registry }) => ({
    exposed_entities: Object.fromEntries(
      registry.entries().map((entry) => [entry.entity_id, { conversation: entry.exposed }]),
    ),
  })),
};

const entries: Record<string, Command> = {
  "config/entity_registry/get": answer({ entity_id: entityId }, (house, { entity_id }) => {
    const entry = house.registry.entry(entity_id);
    if (!entry) throw new Refusal("not_found", "Entity not found");
    return whole(house, entry);
  }),
  "config/entity_registry/get_entries": answer({ entity_ids: z.array(entityId) }, (house, { entity_ids }) => {
    const found = entity_ids.map((id) => [id, house.registry.entry(id)] as const);
    return Object.fromEntries(found.map(([id, entry]) => [id, entry ? whole(house, entry) : null]));
  }),
  "config/entity_registry/update": answer(
    { entity_id: entityId, area_id: nameOrNull, name: nameOrNull, aliases: names, labels: names },
    (house, { entity_id, area_id, name, aliases, labels }) => {
      const change = given({ area_id, aliases, labels, name: name ?? undefined });
      const entry = house.registry.update(entity_id, change);
      return { entity_entry: whole(house, entry) };
    },
  ),
  "homeassistant/expose_entity": answer(
    { assistants: z.array(z.string()), entity_ids: z.array(entityId), should_expose: z.boolean() },
    ({ registry }, { assistants, entity_ids, should_expose }) => {
      if (assistants.includes("conversation")) registry.expose(entity_ids, should_expose);
      return null;
    },
  ),
};

const creations: Record<string, Command> = {
  "config/area_registry/create": answer(
    { name: z.string(), floor_id: nameOrNull, aliases: names, labels: names },
    ({ registry }, { name, floor_id, aliases, labels }) =>
      areaShape(registry.createArea(name, given({ floor_id, aliases, labels }))),
  ),
  "config/floor_registry/create": answer(
    { name: z.string(), aliases: names, level: z.int().nullable().optional() },
    ({ registry }, { name, aliases, level }) => floorShape(registry.createFloor(name, given({ aliases, level }))),
  ),
  "config/label_registry/create": answer({ name: z.string() }, ({ registry }, { name }) =>
    labelShape(registry.createLabel(name)),
  ),
};

/** Areas, floors, labels, devices, entities and what assistants may see of them. */
export const registryCommands: Record<string, Command> = { ...lists, ...entries, ...creations };

function whole(house: LivingHouse, entry: Entry) {
  return wholeEntryShape(entry, house.world.get(entry.entity_id)?.attributes ?? {});
}

/** Only what was said: a change does not touch the rest. */
function given<Fields extends object>(fields: Fields): Partial<Fields> {
  const said: Partial<Fields> = { ...fields };
  for (const key in said) if (said[key] === undefined) delete said[key];
  return said;
}
