import type { Thing } from "./home.ts";
import { brightnessOf, numberOf, textOf, volumeOf } from "./attributes.ts";
import { kindsOf } from "./kinds.ts";
import { ANY_KIND } from "../../kernel/names/index.ts";
import type { State } from "./states.ts";
import { verbKinds } from "./verbs.ts";

/** A condition one can ask for: whether a thing is so, in which kinds it makes sense. */
interface Condition {
  kinds?: readonly string[];
  holds(state: State, thing: Thing): boolean;
}
/** A value one can ask for, in words. */
interface Value {
  kinds?: readonly string[];
  read(state: State, thing: Thing): string | undefined;
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
const sensed = (kind: string, also: readonly string[] = []) => [`${kind} sensor`, ...also];

/** What can be asked as yes or no, or "which". */
export const conditions: Record<string, Condition> = {
  on: { kinds: [...(verbKinds["on"] ?? []), ...kindsOf(["binary_sensor", "script", "timer"])], holds: isOn },
  off: {
    kinds: [...(verbKinds["on"] ?? []), ...kindsOf(["binary_sensor", "script", "timer"])],
    holds: (state, thing) => !isOn(state, thing),
  },
  open: { kinds: opens, holds: isOpen },
  closed: { kinds: opens, holds: (state, thing) => !isOpen(state, thing) && state.state !== "unavailable" },
  opening: { kinds: opens, holds: is("opening") },
  closing: { kinds: opens, holds: is("closing") },
  locked: {
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
  home: { kinds: ["person"], holds: is("home") },
  away: { kinds: ["person"], holds: ({ state }) => state !== "home" },
  playing: { kinds: kindsOf(["media_player"]), holds: is("playing") },
  paused: { kinds: kindsOf(["media_player", "vacuum"]), holds: is("paused") },
  idle: { holds: is("idle") },
  cleaning: { kinds: ["vacuum"], holds: is("cleaning") },
  docked: { kinds: ["vacuum", "lawn mower"], holds: is("docked") },
  returning: { kinds: ["vacuum", "lawn mower"], holds: is("returning") },
  stuck: { kinds: ["vacuum", "lawn mower"], holds: is("error") },
  running: {
    kinds: ["vacuum", "timer", "lawn mower", "running sensor", "script"],
    holds: is("cleaning", "active", "mowing", "on"),
  },
  low: { kinds: sensed("battery"), holds: ({ state }) => state === "on" || Number(state) < 20 },
  detected: { kinds: kindsOf(["binary_sensor"]), holds: is("on") },
};

const degrees = (value: number | undefined) => (value === undefined ? undefined : `${value} degrees`);
const percent = (value: number | undefined) => (value === undefined ? undefined : `${value} percent`);
const measured = ({ state, attributes }: State) =>
  [state, textOf({ state, attributes }, "unit_of_measurement")].filter(Boolean).join(" ");
const sensorValue: Value["read"] = (state, { domain }) => (domain === "sensor" ? measured(state) : undefined);

/** What can be asked as a value. */
export const values: Record<string, Value> = {
  temperature: {
    kinds: [ANY_KIND, ...sensed("temperature", ["thermostat", "water heater", "weather"])],
    read: (state, thing) =>
      sensorValue(state, thing) ?? degrees(numberOf(state, "current_temperature") ?? numberOf(state, "temperature")),
  },
  "target temperature": {
    kinds: ["thermostat", "water heater"],
    read: (state) => degrees(numberOf(state, "temperature")),
  },
  humidity: {
    kinds: [ANY_KIND, ...sensed("humidity", ["humidifier", "dehumidifier", "thermostat", "weather"])],
    read: (state, thing) =>
      sensorValue(state, thing) ?? percent(numberOf(state, "current_humidity") ?? numberOf(state, "humidity")),
  },
  battery: {
    kinds: sensed("battery"),
    read: (state, thing) => sensorValue(state, thing) ?? percent(numberOf(state, "battery_level")),
  },
  brightness: {
    kinds: ["light"],
    read: (state) => (state.state === "on" ? `on at ${brightnessOf(state) ?? 100} percent` : state.state),
  },
  color: { kinds: ["light"], read: (state) => textOf(state, "color_name") ?? textOf(state, "color_mode") },
  position: { kinds: kindsOf(["cover", "valve"]), read: (state) => percent(numberOf(state, "current_position")) },
  volume: {
    kinds: kindsOf(["media_player"]),
    read: (state) => (volumeOf(state) === undefined ? undefined : `${state.state} at volume ${volumeOf(state)}`),
  },
  source: { kinds: kindsOf(["media_player"]), read: (state) => textOf(state, "source") },
  title: { kinds: kindsOf(["media_player"]), read: (state) => textOf(state, "media_title") },
  speed: { kinds: ["fan"], read: (state) => percent(numberOf(state, "percentage")) },
  mode: {
    kinds: ["thermostat", "humidifier", "fan", "water heater"],
    read: (state) => textOf(state, "preset_mode") ?? state.state,
  },
};

/** How a condition was asked for: whether it is so, which things are, or how many. */
export type Manner = "whether" | "which" | "count";
const MANNER = /^(which|count) (.+)$/;

/** What was asked: "on", "which on", "count open", "temperature". */
export function askedOf(what: string | undefined): { key: string; manner: Manner } {
  const text = what?.trim().toLowerCase() ?? "";
  const [, manner, key = text] = MANNER.exec(text) ?? [];
  return { key, manner: manner === "which" || manner === "count" ? manner : "whether" };
}

/** The kinds a question can be about; any when it names none. */
export function kindsAbout(what: string | undefined): readonly string[] | undefined {
  const { key } = askedOf(what);
  return conditions[key]?.kinds ?? values[key]?.kinds;
}
