import type { Json, JsonObject } from "../../kernel/schema.ts";
import { json } from "../../kernel/schema.ts";
import type { Change, Step } from "../../kernel/wire.ts";
import type { Target } from "./actions.ts";
import type { Home } from "./home.ts";
import type { State } from "./states.ts";
import { stateOf } from "./targets.ts";

// What of a state can be put back, by domain.
const KEPT: Record<string, readonly string[]> = {
  light: ["brightness", "color_mode", "color_temp_kelvin", "hs_color", "rgbw_color", "rgbww_color", "white", "effect"],
  fan: ["percentage", "preset_mode", "oscillating", "direction"],
  cover: ["current_position", "current_tilt_position"],
  valve: ["current_position"],
  climate: ["temperature", "target_temp_low", "target_temp_high", "preset_mode", "fan_mode", "humidity"],
  water_heater: ["temperature", "operation_mode"],
  humidifier: ["humidity", "mode"],
  media_player: ["volume_level", "is_volume_muted", "source", "shuffle", "repeat"],
};

/** The state of a thing with the values that can be put back. */
export function kept(domain: string, { state, attributes }: State): JsonObject {
  // A lamp that shines white tells a colour too, worked out from the white.
  const isWhite = attributes["color_mode"] === "color_temp";
  const names = (KEPT[domain] ?? []).filter((name) => !(isWhite && name === "hs_color"));
  const values = names.flatMap((name): [string, Json][] => {
    const value = json.safeParse(attributes[name]);
    return value.success && value.data !== null ? [[name, value.data]] : [];
  });
  return { state, ...Object.fromEntries(values) };
}

/** Before and after of what was touched, by name, and the step that puts it back where anything differs. */
export function difference(home: Home, before: readonly Target[]): { changed: Change; undo?: Step[] } {
  const pairs = before.map(({ thing, now }) => ({
    thing,
    was: kept(thing.domain, now),
    is: kept(thing.domain, stateOf(home, thing)),
  }));
  const differing = pairs.filter(({ was, is }) => JSON.stringify(was) !== JSON.stringify(is));
  const byName = (side: "was" | "is") => Object.fromEntries(differing.map((pair) => [pair.thing.name, pair[side]]));
  const changed = { before: byName("was"), after: byName("is") };
  if (differing.length === 0) return { changed };
  const states = Object.fromEntries(differing.map(({ thing, was, is }) => [thing.id, { was, is }]));
  return { changed, undo: [{ tool: "home_restore", args: { states } }] };
}

// By how much a device may round what it is given, in the units of each attribute.
const ROUNDING: Record<string, number> = {
  brightness: 2,
  color_temp_kelvin: 100,
  hs_color: 3,
  rgbw_color: 4,
  rgbww_color: 4,
  current_position: 1,
  percentage: 1,
};

/** Whether two kept states are the same but for a device's own rounding. */
export function isAlike(one: JsonObject, other: JsonObject): boolean {
  const names = Object.keys({ ...one, ...other });
  return names.every((name) => isNear(one[name], other[name], ROUNDING[name] ?? 0.01));
}

function isNear(one: Json | undefined, other: Json | undefined, by: number): boolean {
  if (typeof one === "number" && typeof other === "number") return Math.abs(one - other) <= by;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => isNear(item, other[index], by));
  return one === other;
}
