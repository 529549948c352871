import { z } from "zod";
import { unsuitable } from "../faults.ts";
import { float, int, text } from "../fields.ts";
import { isoTime } from "../states.ts";
import { type Domain, mustOffer, numberOf, service, switching, textsOf } from "../service.ts";
import type { Change, Thing } from "../world.ts";

/** Switches, input booleans and whatever else is only on or off. */
export const toggled: Domain = { services: switching() };

/** Sirens. */
export const siren: Domain = {
  features: { TURN_ON: 1, TURN_OFF: 2, TONES: 4, VOLUME_SET: 8, DURATION: 16 },
  services: {
    ...switching({ off: [2] }),
    turn_on: service(
      { tone: text.optional(), volume_level: float(0, 1).optional(), duration: int(0).optional() },
      () => ({ state: "on" }),
      [1],
    ),
  },
  complete: (given) => ({ supported_features: 3, ...given }),
};

/** Buttons: their state is when they were last pressed. */
export const button: Domain = { services: { press: service({}, (_, __, home) => ({ state: isoTime(home.now()) })) } };

/** Numbers and input numbers. */
export const number: Domain = {
  services: {
    set_value: service({ value: float() }, (thing, { value }) => setValue(thing, value)),
    increment: service({}, (thing) => setValue(thing, Number(thing.state) + stepOf(thing))),
    decrement: service({}, (thing) => setValue(thing, Number(thing.state) - stepOf(thing))),
  },
  complete: (given) => ({ min: 0, max: 100, step: 1, mode: "auto", ...given }),
};

/** Selects and input selects. */
export const select: Domain = {
  services: {
    select_option: service({ option: text }, (thing, { option }) => {
      mustOffer(thing, "options", "Option", option);
      return { state: option };
    }),
    select_next: service({}, (thing) => neighbour(thing, 1)),
    select_previous: service({}, (thing) => neighbour(thing, -1)),
  },
  complete: (given, state) => ({ options: [state], ...given }),
};

const part = z.number().default(0);
const duration = z.preprocess(secondsOf, z.number("expected a duration such as 00:25:00").min(0)).optional();

/** Timers: idle, active, paused. They say when they will finish and are not rung. */
export const timer: Domain = {
  services: {
    start: service({ duration }, (thing, data, home) => {
      const left = data.duration ?? secondsOf(thing.attributes["remaining"] ?? thing.attributes["duration"]);
      const seconds = typeof left === "number" ? left : 0;
      const finishes_at = isoTime(home.now() + seconds * 1000);
      const length = data.duration === undefined ? {} : { duration: clockText(data.duration) };
      return { state: "active", attributes: { ...length, remaining: clockText(seconds), finishes_at } };
    }),
    pause: service({}, (thing, _, home) => pauseTimer(thing, home.now())),
    cancel: service({}, () => idle),
    finish: service({}, () => idle),
  },
  complete: (given) => ({ duration: "0:00:00", ...given }),
};

const idle: Change = { state: "idle", attributes: { finishes_at: undefined, remaining: undefined } };

function pauseTimer(thing: Thing, now: number): Change | undefined {
  if (thing.state !== "active") return undefined;
  const left = (Date.parse(String(thing.attributes["finishes_at"])) - now) / 1000;
  return {
    state: "paused",
    attributes: { remaining: clockText(Math.max(0, Math.round(left))), finishes_at: undefined },
  };
}

function setValue(thing: Thing, value: number): Change {
  const min = numberOf(thing, "min") ?? -Infinity;
  const max = numberOf(thing, "max") ?? Infinity;
  if (value >= min && value <= max) return { state: String(value) };
  throw unsuitable(`Value ${value} for ${thing.entity_id} is outside valid range ${min} - ${max}`);
}

const stepOf = (thing: Thing) => numberOf(thing, "step") ?? 1;

function neighbour(thing: Thing, step: number): Change {
  const options = textsOf(thing, "options");
  const next = (options.indexOf(thing.state) + step + options.length) % options.length;
  return { state: options[next] ?? thing.state };
}

/** Seconds of `300`, `"0:05:00"` or `{minutes: 5}`; anything else comes back as it is. */
function secondsOf(value: unknown): unknown {
  const parts = z.object({ hours: part, minutes: part, seconds: part }).safeParse(value);
  if (parts.success) return parts.data.hours * 3600 + parts.data.minutes * 60 + parts.data.seconds;
  if (typeof value !== "string") return value;
  return value.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}

function clockText(seconds: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;
}
