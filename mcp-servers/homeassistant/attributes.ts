import type { State } from "./states.ts";

/** A numeric attribute, if there is one. */
export function numberOf(state: State | undefined, name: string): number | undefined {
  const value = state?.attributes[name];
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** A list of texts, empty if there is none. */
export function textsOf(state: State, name: string): string[] {
  const value = state.attributes[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

export function textOf(state: State | undefined, name: string): string | undefined {
  const value = state?.attributes[name];
  return typeof value === "string" ? value : undefined;
}

/** Brightness of a light in percent; 0 when it is off. Home Assistant counts it to 255. */
export function brightnessOf(state: State): number | undefined {
  if (state.state === "off") return 0;
  const raw = numberOf(state, "brightness");
  return raw === undefined ? undefined : Math.round((raw / 255) * 100);
}

/** Volume of a player in percent. */
export function volumeOf(state: State): number | undefined {
  const level = numberOf(state, "volume_level");
  return level === undefined ? undefined : Math.round(level * 100);
}
