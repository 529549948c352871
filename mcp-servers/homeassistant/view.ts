import type { Names } from "../../kernel/names/index.ts";
import { createNamesInAll } from "../../kernel/names/index.ts";
import { clean } from "../../kernel/text.ts";
import type { NameEntry } from "../../kernel/wire.ts";
import { kindOf } from "./kinds.ts";
import { phrases } from "./phrases/index.ts";
import type { Registered, Registries } from "./registries.ts";
import type { State } from "./states.ts";

/** A thing of the home under the name people call it by. */
export interface Thing extends NameEntry {
  id: string;
  domain: string;
}

/** The names of a home at one moment. */
export interface View {
  /** exposed things, and rooms and floors */
  entries: Thing[];
  names: Names<Thing>;
  /** things that the home hides from assistants */
  hidden: Names<Thing>;
  /** exposed things by id */
  things: ReadonlyMap<string, Thing>;
}

// What Home Assistant itself shows to assistants where nobody has chosen (homeassistant/exposed_entities.py), and what
// one can only look at. Locks are not among it: Home Assistant stopped showing them unasked in 2024.
const USUAL = new Set(
  (
    "automation binary_sensor button calendar climate cover fan humidifier input_boolean input_button input_number " +
    "input_select lawn_mower light media_player number person scene script select sensor siren switch timer todo " +
    "vacuum valve water_heater weather"
  ).split(" "),
);
// What is no thing of a house at all: nobody looks for it by name, so it is not among the hidden either.
const NOISE = new Set(
  "conversation event image image_processing notify persistent_notification stt sun tts update zone".split(" "),
);

/** Joins states and registries to what people can name. */
export function viewOf(states: ReadonlyMap<string, State>, registries: Registries | undefined): View {
  const places = placesOf(registries);
  const hidden: Thing[] = [];
  const things = new Map<string, Thing>();
  for (const [id, state] of states) {
    const entry = registries?.entity(id);
    const thing = thingOf(id, state, entry);
    if (registries?.exposed(id) ?? isUsual(thing.domain, entry)) things.set(id, thing);
    else if (!NOISE.has(thing.domain)) hidden.push(thing);
  }
  const entries = [...places, ...things.values()];
  return { entries, names: createNamesInAll(entries, phrases), hidden: createNamesInAll(hidden, phrases), things };
}

const isUsual = (domain: string, entry: Registered | undefined) => USUAL.has(domain) && !entry?.internal;

function thingOf(id: string, { attributes }: State, entry: Registered | undefined): Thing {
  const domain = id.slice(0, id.indexOf("."));
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  const name = clean(text(attributes["friendly_name"]) ?? id.slice(domain.length + 1).replaceAll("_", " "), 80);
  return {
    id,
    domain,
    name: name || id,
    kind: kindOf(domain, text(attributes["device_class"])),
    ...(entry && entry.aliases.length > 0 && { aliases: entry.aliases }),
    ...(entry?.area && { area: entry.area }),
    ...(entry?.floor && { floor: entry.floor }),
  };
}

function placesOf(registries: Registries | undefined): Thing[] {
  const place = (kind: string, { aliases, ...rest }: { name: string; aliases: string[]; floor?: string }): Thing => ({
    id: `${kind}:${rest.name}`,
    domain: kind,
    kind,
    ...(aliases.length > 0 && { aliases }),
    ...rest,
  });
  const { floors = [], areas = [] } = registries ?? {};
  return [...floors.map((floor) => place("floor", floor)), ...areas.map((area) => place("area", area))];
}
