import { UserError } from "../../kernel/errors.ts";
import type { Risk } from "../../kernel/wire.ts";
import type { Rule, Target, Verb } from "./actions.ts";
import { blind, near, simple } from "./actions.ts";
import { numberOf, textOf, textsOf, volumeOf } from "./attributes.ts";
import { climateOff, humidity, mode, temperature } from "./climate.ts";
import { kindsOf } from "./kinds.ts";
import { lightVerbs } from "./lights.ts";
import { amountOf, between, oneOf, percentOf } from "./values.ts";

const onOff = [
  "light",
  "switch",
  "input_boolean",
  "fan",
  "media_player",
  "humidifier",
  "siren",
  "automation",
  "climate",
  "water_heater",
];
const isOff = (state: string) => state === "off" || state === "standby";
// A fan that is on at 0 percent stands still.
const on: Rule = ({ thing }) => ({
  service: `${thing.domain}.turn_on`,
  reached: (now) => !isOff(now.state) && now.state !== "unavailable" && numberOf(now, "percentage") !== 0,
});
const off: Rule = ({ thing }) => ({ service: `${thing.domain}.turn_off`, reached: ({ state }) => isOff(state) });
const each = (domains: readonly string[], rule: Rule): Verb =>
  Object.fromEntries(domains.map((domain) => [domain, rule]));
const toggle: Rule = (target, value) => (isOff(target.now.state) ? on(target, value) : off(target, value));

const moving = ["opening", "closing"];
const position: Rule = ({ thing, now }, value) => {
  const before = numberOf(now, "current_position");
  const wanted = percentOf(value, "Position", before);
  const service = thing.domain === "valve" ? "valve.set_valve_position" : "cover.set_cover_position";
  const at = (state: typeof now) => numberOf(state, "current_position");
  return {
    service,
    data: { position: wanted },
    reached: (state) => near(at(state), wanted, 1),
    transit: moving,
    isUnderWay: (state) => before !== undefined && !near(at(state), before, 0),
  };
};

const volume: Rule = ({ thing, now }, value) => {
  if (isOff(now.state)) throw new UserError(`${thing.name} is off: its volume can be set when it is on.`);
  const level = volumeOf(now);
  if (level === undefined && /^[+-]/.test(value ?? ""))
    return blind(`media_player.volume_${value?.startsWith("+") ? "up" : "down"}`);
  const wanted = percentOf(value, "Volume", level);
  return {
    service: "media_player.volume_set",
    data: { volume_level: wanted / 100 },
    reached: (state) => near(volumeOf(state), wanted, 1),
  };
};
const source: Rule = ({ thing, now }, value) => {
  const wanted = oneOf(value, textsOf(now, "source_list"), `The source of ${thing.name}`);
  return {
    service: "media_player.select_source",
    data: { source: wanted },
    reached: (state) => textOf(state, "source") === wanted,
  };
};
const mute =
  (muted: boolean): Rule =>
  () => ({
    service: "media_player.volume_mute",
    data: { is_volume_muted: muted },
    reached: ({ attributes }) => attributes["is_volume_muted"] === muted,
  });

const speed: Rule = ({ thing, now }, value) => {
  const percentage = numberOf(now, "percentage");
  const step = numberOf(now, "percentage_step");
  if (value === "+" || value === "-") {
    const service = value === "+" ? "fan.increase_speed" : "fan.decrease_speed";
    // At its end, or without a percentage, nothing shows whether it did.
    const end = value === "+" ? 100 : 0;
    if (percentage === undefined || percentage === end || isOff(now.state)) return blind(service);
    const moved = (is: number) => (value === "+" ? is > percentage : is < percentage);
    return { service, reached: (state) => isOff(state.state) || moved(numberOf(state, "percentage") ?? percentage) };
  }
  const wanted = percentOf(value, `Speed of ${thing.name}`, percentage);
  if (wanted === 0) return off({ thing, now }, undefined);
  const reached = (state: typeof now) =>
    state.state === "on" && near(numberOf(state, "percentage"), wanted, Math.max(1, step ?? 1));
  return { service: "fan.set_percentage", data: { percentage: wanted }, reached };
};

const setNumber: Rule = ({ thing, now }, value) => {
  const { number, relative } = amountOf(value, thing.name);
  const asked = relative ? Number(now.state) + number : number;
  const wanted = between(asked, numberOf(now, "min") ?? -Infinity, numberOf(now, "max") ?? Infinity, thing.name, "");
  return {
    service: `${thing.domain}.set_value`,
    data: { value: wanted },
    reached: ({ state }) => near(Number(state), wanted, 0.001),
  };
};
const setOption: Rule = ({ thing, now }, value) => {
  const option = oneOf(value, textsOf(now, "options"), thing.name);
  return { service: `${thing.domain}.select_option`, data: { option }, reached: ({ state }) => state === option };
};

const cover = (verb: string, state: string): Rule => simple(`cover.${verb}_cover`, state, moving);
const valve = (verb: string, state: string): Rule => simple(`valve.${verb}_valve`, state, moving);
// A blind that is half open is open, and yet can be opened.
const opened: Rule = (target, value) => {
  const action = cover("open", "open")(target, value);
  const isPartly = (state: typeof target.now) => (numberOf(state, "current_position") ?? 100) < 100;
  return {
    ...action,
    reached: (state) => action.reached(state) && !isPartly(state),
    isUnderWay: (state) => numberOf(state, "current_position") !== numberOf(target.now, "current_position"),
  };
};
const closed = cover("close", "closed");
const stopped: Rule = ({ thing }) => ({
  service: thing.domain === "valve" ? "valve.stop_valve" : "cover.stop_cover",
  always: true,
  reached: ({ state }) => !moving.includes(state),
});
/** Called whatever the state says: a robot may have moved since. */
const always =
  (rule: Rule): Rule =>
  (target, value) => ({ ...rule(target, value), always: true });
const startTimer: Rule = (_, value) => {
  const seconds =
    value === undefined ? undefined : between(amountOf(value, "The timer").number, 1, 86_400, "The timer", "seconds");
  const data = seconds === undefined ? {} : { data: { duration: seconds } };
  return { service: "timer.start", ...data, always: true, reached: ({ state }) => state === "active" };
};
const press: Rule = ({ thing }) => blind(`${thing.domain}.press`);

/** Every verb of `home_set`, and what it means for each kind of device; the first domain is what a bare room means. */
export const verbs: Record<string, Verb> = {
  on: { ...each(onOff, on), vacuum: simple("vacuum.start", "cleaning") },
  off: { ...each(onOff, off), climate: climateOff, vacuum: simple("vacuum.return_to_base", "docked", ["returning"]) },
  toggle: {
    ...each(["light", "switch", "input_boolean", "fan", "media_player", "humidifier", "siren", "automation"], toggle),
    cover: (target, value) => (target.now.state === "closed" ? opened : closed)(target, value),
  },
  ...lightVerbs,
  temperature: { climate: temperature, water_heater: temperature },
  mode: { climate: mode, fan: mode, humidifier: mode, water_heater: mode },
  humidity: { humidifier: humidity, climate: humidity },
  open: { cover: opened, valve: valve("open", "open") },
  close: { cover: closed, valve: valve("close", "closed") },
  position: { cover: position, valve: position },
  stop: {
    cover: stopped,
    valve: stopped,
    vacuum: always(simple("vacuum.stop", ["idle", "docked", "paused"], ["returning"])),
    timer: simple("timer.cancel", "idle"),
    media_player: simple("media_player.media_stop", ["idle", "off", "standby"]),
  },
  lock: { lock: simple("lock.lock", "locked", ["locking"]) },
  unlock: { lock: simple("lock.unlock", ["unlocked", "open"], ["unlocking", "opening"]) },
  volume: { media_player: volume },
  source: { media_player: source },
  mute: { media_player: mute(true) },
  unmute: { media_player: mute(false) },
  speed: { fan: speed },
  start: {
    vacuum: simple("vacuum.start", "cleaning"),
    lawn_mower: simple("lawn_mower.start_mowing", "mowing"),
    timer: startTimer,
  },
  pause: {
    vacuum: simple("vacuum.pause", ["paused", "idle"]),
    lawn_mower: simple("lawn_mower.pause", "paused"),
    timer: simple("timer.pause", "paused"),
    media_player: simple("media_player.media_pause", "paused"),
  },
  dock: {
    vacuum: always(simple("vacuum.return_to_base", "docked", ["returning"])),
    lawn_mower: simple("lawn_mower.dock", "docked", ["returning"]),
  },
  locate: { vacuum: () => blind("vacuum.locate") },
  press: { button: press, input_button: press },
  set: { number: setNumber, input_number: setNumber, select: setOption, input_select: setOption },
};

/** Verbs that say all there is to say. */
export const valueless: ReadonlySet<string> = new Set(
  "on off toggle open close stop lock unlock mute unmute pause dock locate press".split(" "),
);

/** The kinds of things a verb can be said to, what a bare room means first. */
export const verbKinds: Record<string, string[]> = Object.fromEntries(
  Object.entries(verbs).map(([verb, rules]) => [verb, kindsOf(Object.keys(rules))]),
);

const WAYS_IN = new Set(["garage door", "gate", "cover door", "valve"]);
/** Whether opening things of this kind lets somebody, or water, in. */
export const isWayIn = (kind: string): boolean => WAYS_IN.has(kind);
const OPENING = new Set(["open", "position", "toggle", "on"]);

/** Opening a way in is danger; blinds and curtains are not. */
export function riskOf(verb: string, targets: readonly Target[]): Risk {
  const opens = OPENING.has(verb) && targets.some(({ thing }) => isWayIn(thing.kind));
  return verb === "unlock" || opens ? "danger" : "write";
}
