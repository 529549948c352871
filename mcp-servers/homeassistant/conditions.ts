import { ANY_KIND } from "../../kernel/names/index.ts";
import { sensed as sensible, told as tellable } from "./detectors.ts";
import type { Thing } from "./home.ts";
import { kindsOf, sensorKind } from "./kinds.ts";
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
  low: { kinds: [sensorKind("battery")], holds: ({ state }) => state === "on" || Number(state) < 20 },
  detected: { kinds: kindsOf(["binary_sensor"]), holds: is("on") },
  sunny: { kinds: ["weather"], holds: is(...sunny) },
  cloudy: { kinds: ["weather"], holds: is("cloudy", "partlycloudy", "fog") },
  raining: { kinds: ["weather"], holds: is("rainy", "pouring", "lightning-rainy", "snowy-rainy", "hail") },
  snowing: { kinds: ["weather"], holds: is("snowy", "snowy-rainy") },
  windy: { kinds: ["weather"], holds: is("windy", "windy-variant") },
  ...told,
  ...sensed,
};
