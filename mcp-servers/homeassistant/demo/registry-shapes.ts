import type { Attributes } from "./house.ts";
import type { Entry, Registry } from "./registry.ts";
import { domainOf } from "./world.ts";

// What the lists of Home Assistant 2026.2 carry; what this home has no notion of is null or empty, as there.
const dates = { created_at: 0, modified_at: 0 };

export const areaShape = (area: Registry["areas"][number]) => ({
  aliases: area.aliases,
  area_id: area.area_id,
  floor_id: area.floor_id,
  humidity_entity_id: null,
  icon: null,
  labels: area.labels,
  name: area.name,
  picture: null,
  temperature_entity_id: null,
  ...dates,
});

export const floorShape = (floor: Registry["floors"][number]) => ({
  aliases: floor.aliases,
  floor_id: floor.floor_id,
  icon: null,
  level: floor.level,
  name: floor.name,
  ...dates,
});

export const labelShape = (label: Registry["labels"][number]) => ({
  color: null,
  description: null,
  icon: null,
  label_id: label.label_id,
  name: label.name,
  ...dates,
});

export const deviceShape = (device: Registry["devices"][number]) => ({
  area_id: device.area_id,
  configuration_url: null,
  config_entries: ["demo"],
  connections: [],
  disabled_by: null,
  entry_type: null,
  hw_version: null,
  id: device.device_id,
  identifiers: [["demo", device.device_id]],
  labels: device.labels,
  manufacturer: null,
  model: null,
  model_id: null,
  name_by_user: null,
  name: device.name,
  primary_config_entry: "demo",
  serial_number: null,
  sw_version: null,
  via_device_id: null,
  ...dates,
});

/** An entry as the list has it: without aliases, which only `get` and `get_entries` tell. */
export const entryShape = (entry: Entry) => ({
  area_id: entry.area_id,
  categories: {},
  config_entry_id: "demo",
  config_subentry_id: null,
  device_id: entry.device_id,
  disabled_by: null,
  entity_category: null,
  entity_id: entry.entity_id,
  has_entity_name: false,
  hidden_by: null,
  icon: null,
  id: entry.entity_id.replaceAll(/\W/g, ""),
  labels: entry.labels,
  name: null,
  options: { conversation: { should_expose: entry.exposed } },
  original_name: entry.name,
  platform: platformOf(entry),
  translation_key: null,
  unique_id: entry.entity_id,
  ...dates,
});

export const wholeEntryShape = (entry: Entry, attributes: Attributes) => ({
  ...entryShape(entry),
  aliases: entry.aliases,
  capabilities: null,
  device_class: null,
  original_device_class: attributes["device_class"] ?? null,
  original_icon: null,
});

export const displayShape = (entry: Entry) => ({
  ei: entry.entity_id,
  pl: platformOf(entry),
  lb: entry.labels,
  ...(entry.area_id === null ? {} : { ai: entry.area_id }),
  ...(entry.device_id === null ? {} : { di: entry.device_id }),
  en: entry.name,
});

const own = new Set(["scene", "script", "automation", "person", "timer", "zone"]);

function platformOf(entry: Entry): string {
  const domain = domainOf(entry.entity_id);
  if (entry.entity_id === "todo.shopping_list") return "shopping_list";
  return own.has(domain) || domain.startsWith("input_") ? domain : "demo";
}
