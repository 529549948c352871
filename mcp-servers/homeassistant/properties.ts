import type { Thing } from "./home.ts";
import { brightnessOf, numberOf, textOf, volumeOf } from "./attributes.ts";
import { sensed as sensible, told as tellable } from "./detectors.ts";
import { kindsOf, sensorKind } from "./kinds.ts";
import { measures } from "./measures.ts";
import { ANY_KIND } from "../../kernel/names/index.ts";
import type { State } from "./states.ts";
import { verbKinds } from "./verbs.ts";

/** A condition one can ask for: whether a thing is so, in which kinds it makes sense. */
interface Condition {
  kinds?: readonly string[];
  holds(state: State, thing: Thing): boolean;
  /** what a house is in when all is well: "are the doors closed" asks for all of them, "are the doors open" for any */
  isRest?: boolean;
  /** how it is said of things, where that is not its own word */
  said?: string;
}
/** A value one can ask for, in words. */
interface Value {
  kinds?: readonly string[];
  read(state: State, thing: Thing): string | undefined;
  /** the number in it, to compare with */
  amount?(state: State): number | undefined;
}

const contacts = ["door sensor", "garage door sensor", "window sensor", "opening sensor"];
const opens = [...kindsOf(["cover", "valve"]), ...contacts];
const isOpen = ({ state }: State, { domain }: Thing) =>
  domain === "binary_sensor" ? state === "on" : state === "open" || state === "opening";
const isOn = ({ state }: State, { domain }: Thing) =>
  domain !== "sensor" &&
  !["off", "standby", "unavailable", "unknown", "idle", "docked", "closed", "locked", "not_home"].includes(state);
const is =
  (...states: string[]): Condition["holds"] =>
  ({ state }) =>
    states.includes(state);
const sensor = (kind: string, also: readonly string[] = []) => [`${kind} sensor`, ...also];
const sunny = ["sunny", "clear-night"];
const detector = (on: boolean): Condition["holds"] => is(on ? "on" : "off");
const told: Record<string, Condition> = Object.fromEntries(
  Object.entries(tellable).map(([what, { classes, on }]) => [
    what,
    { kinds: [ANY_KIND, ...classes.map(sensorKind)], holds: detector(on), isRest: !on },
  ]),
);
const sensed: Record<string, Condition> = Object.fromEntries(
  Object.entries(sensible).map(([what, { classes, doing }]) => [
    what,
    { kinds: [ANY_KIND, ...classes.map(sensorKind)], holds: detector(true), said: doing },
  ]),
);

/** What can be asked as yes or no, or "which". */
export const conditions: Record<string, Condition> = {
  on: { kinds: [...(verbKinds["on"] ?? []), ...kindsOf(["binary_sensor", "script", "timer"])], holds: isOn },
  off: {
    isRest: true,
    kinds: [...(verbKinds["on"] ?? []), ...kindsOf(["binary_sensor", "script", "timer"])],
    holds: (state, thing) => !isOn(state, thing),
  },
  open: { kinds: opens, holds: isOpen },
  closed: {
    isRest: true,
    kinds: opens,
    holds: (state, thing) => !isOpen(state, thing) && state.state !== "unavailable",
  },
  opening: { kinds: opens, holds: is("opening") },
  closing: { kinds: opens, holds: is("closing") },
  locked: {
    isRest: true,
    kinds: ["lock", "lock sensor"],
    holds: ({ state }, { domain }) => (domain === "lock" ? state === "locked" : state === "off"),
  },
  unlocked: {
    kinds: ["lock", "lock sensor"],
    holds: ({ state }, { domain }) => (domain === "lock" ? state === "unlocked" || state === "open" : state === "on"),
  },
  locking: { kinds: ["lock"], holds: is("locking") },
  unlocking: { kinds: ["lock"], holds: is("unlocking") },
  jammed: { kinds: ["lock"], holds: is("jammed") },
  home: { kinds: ["person", "presence sensor"], holds: is("home", "on") },
  away: {
    isRest: true,
    kinds: ["person", "presence sensor"],
    holds: ({ state }) => state !== "home" && state !== "on",
  },
  playing: { kinds: kindsOf(["media_player"]), holds: is("playing") },
  paused: { kinds: kindsOf(["media_player", "vacuum"]), holds: is("paused") },
  idle: { isRest: true, holds: is("idle") },
  cleaning: { kinds: ["vacuum"], holds: is("cleaning") },
  docked: { kinds: ["vacuum", "lawn mower"], holds: is("docked") },
  returning: { kinds: ["vacuum", "lawn mower"], holds: is("returning") },
  stuck: { kinds: ["vacuum", "lawn mower"], holds: is("error") },
  running: {
    kinds: ["vacuum", "timer", "lawn mower", "running sensor", "script"],
    holds: is("cleaning", "active", "mowing", "on"),
  },
  low: { kinds: sensor("battery"), holds: ({ state }) => state === "on" || Number(state) < 20 },
  detected: { kinds: kindsOf(["binary_sensor"]), holds: is("on") },
  sunny: { kinds: ["weather"], holds: is(...sunny) },
  cloudy: { kinds: ["weather"], holds: is("cloudy", "partlycloudy", "fog") },
  raining: { kinds: ["weather"], holds: is("rainy", "pouring", "lightning-rainy", "snowy-rainy", "hail") },
  snowing: { kinds: ["weather"], holds: is("snowy", "snowy-rainy") },
  windy: { kinds: ["weather"], holds: is("windy", "windy-variant") },
  ...told,
  ...sensed,
};

const degrees = (value: number | undefined) => (value === undefined ? undefined : `${value} degrees`);
const percent = (value: number | undefined) => (value === undefined ? undefined : `${value} percent`);
const measured = ({ state, attributes }: State) =>
  [state, textOf({ state, attributes }, "unit_of_measurement")].filter(Boolean).join(" ");
const sensorValue: Value["read"] = (state, { domain }) => (domain === "sensor" ? measured(state) : undefined);

const sensors = Object.fromEntries(
  Object.keys(measures).map((name): [string, Value] => [
    name.replaceAll("_", " "),
    { kinds: [ANY_KIND, sensorKind(name)], read: sensorValue },
  ]),
);

/** What can be asked as a value. */
export const values: Record<string, Value> = {
  ...sensors,
  temperature: {
    kinds: [ANY_KIND, ...sensor("temperature", ["thermostat", "water heater", "weather"])],
    read: (state, thing) =>
      sensorValue(state, thing) ?? degrees(numberOf(state, "current_temperature") ?? numberOf(state, "temperature")),
  },
  "target temperature": {
    kinds: ["thermostat", "water heater"],
    read: (state) => degrees(numberOf(state, "temperature")),
  },
  humidity: {
    kinds: [ANY_KIND, ...sensor("humidity", ["humidifier", "dehumidifier", "thermostat", "weather"])],
    read: (state, thing) =>
      sensorValue(state, thing) ?? percent(numberOf(state, "current_humidity") ?? numberOf(state, "humidity")),
  },
  battery: {
    kinds: sensor("battery"),
    read: (state, thing) => sensorValue(state, thing) ?? percent(numberOf(state, "battery_level")),
  },
  brightness: {
    kinds: ["light"],
    read: (state) => (state.state === "on" ? `on at ${brightnessOf(state) ?? 100} percent` : state.state),
    amount: brightnessOf,
  },
  color: { kinds: ["light"], read: (state) => textOf(state, "color_name") ?? textOf(state, "color_mode") },
  position: { kinds: kindsOf(["cover", "valve"]), read: (state) => percent(numberOf(state, "current_position")) },
  volume: {
    kinds: [...kindsOf(["media_player"]), "volume sensor"],
    amount: volumeOf,
    read: (state) => (volumeOf(state) === undefined ? undefined : `${state.state} at volume ${volumeOf(state)}`),
  },
  source: { kinds: kindsOf(["media_player"]), read: (state) => textOf(state, "source") },
  title: { kinds: kindsOf(["media_player"]), read: (state) => textOf(state, "media_title") },
  speed: {
    kinds: ["fan", ...sensor("speed")],
    read: (state, thing) => sensorValue(state, thing) ?? percent(numberOf(state, "percentage")),
  },
  mode: {
    kinds: ["thermostat", "humidifier", "fan", "water heater"],
    read: (state) => textOf(state, "preset_mode") ?? state.state,
  },
};

/** How a condition was asked for: whether it is so, whether none is, which things are, or how many. */
export type Manner = "whether" | "none" | "which" | "count";
const MANNER = /^(which|count|none) (.+)$/;
const COMPARISON = /^(.+) (above|below) ([+-]?\d+(?:\.\d+)?) ?(°f)?$/;

/** A value compared with a limit. */
export interface Comparison {
  key: string;
  over: boolean;
  limit: number;
}

/** What was asked: "on", "which on", "count open", "none home", "temperature", "temperature above 23". */
export interface Asked {
  key: string;
  manner: Manner;
  comparison?: Comparison;
}

const MANNERS: Record<string, Manner> = { which: "which", count: "count", none: "none" };

export function askedOf(what: string | undefined): Asked {
  const text = what?.trim().toLowerCase() ?? "";
  const [, key, side, limit, fahrenheit] = COMPARISON.exec(text) ?? [];
  if (key !== undefined) {
    const degrees = fahrenheit ? ((Number(limit) - 32) * 5) / 9 : Number(limit);
    return { key, manner: "whether", comparison: { key, over: side === "above", limit: degrees } };
  }
  const [, manner = "", said = text] = MANNER.exec(text) ?? [];
  return { key: said, manner: MANNERS[manner] ?? "whether" };
}

/** The number a value has now. */
export function amountOf(key: string, state: State, thing: Thing): number | undefined {
  const value = values[key];
  if (!value) return undefined;
  if (value.amount) return value.amount(state);
  const number = Number.parseFloat(value.read(state, thing) ?? "");
  return Number.isFinite(number) ? number : undefined;
}

/** The kinds a question can be about; any when it names none. */
export function kindsAbout(what: string | undefined): readonly string[] | undefined {
  const { key } = askedOf(what);
  return conditions[key]?.kinds ?? values[key]?.kinds;
}
