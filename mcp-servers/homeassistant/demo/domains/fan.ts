import { flag, float, int, oneOf, text } from "../fields.ts";
import { type Domain, mustOffer, numberOf, service } from "../service.ts";
import type { Change, Thing } from "../world.ts";

const feature = { SET_SPEED: 1, OSCILLATE: 2, DIRECTION: 4, PRESET_MODE: 8, TURN_OFF: 16, TURN_ON: 32 };
const speed = { percentage: int(0, 100).optional(), preset_mode: text.optional() };
const step = { percentage_step: float(0, 100).optional() };

/** Fans: percent in steps of `percentage_step`, presets, oscillation, direction. */
export const fan: Domain = {
  features: feature,
  services: {
    turn_on: service(speed, turnOn, [feature.TURN_ON]),
    turn_off: service({}, () => off, [feature.TURN_OFF]),
    toggle: service(speed, (thing, data) => (thing.state === "on" ? off : turnOn(thing, data))),
    set_percentage: service({ percentage: int(0, 100) }, (_, { percentage }) => at(percentage), [feature.SET_SPEED]),
    increase_speed: service(step, (thing, data) => at(neighbour(thing, 1, data)), [feature.SET_SPEED]),
    decrease_speed: service(step, (thing, data) => at(neighbour(thing, -1, data)), [feature.SET_SPEED]),
    oscillate: service({ oscillating: flag }, (_, { oscillating }) => ({ attributes: { oscillating } }), [
      feature.OSCILLATE,
    ]),
    set_direction: service(
      { direction: oneOf("direction", ["forward", "reverse"]) },
      (_, { direction }) => ({ attributes: { direction } }),
      [feature.DIRECTION],
    ),
    set_preset_mode: service({ preset_mode: text }, (thing, { preset_mode }) => preset(thing, preset_mode), [
      feature.PRESET_MODE,
    ]),
  },
  complete(given, state) {
    const supported_features = given["supported_features"] ?? 55;
    const on = state === "on";
    const speeds = { percentage: on ? (given["percentage"] ?? 100) : 0, percentage_step: 100 / 3 };
    return {
      oscillating: false,
      direction: "forward",
      ...speeds,
      ...given,
      supported_features,
      percentage: speeds.percentage,
    };
  },
};

const off: Change = { state: "off", attributes: { percentage: 0, preset_mode: undefined } };

function turnOn(thing: Thing, { percentage, preset_mode }: { percentage?: number; preset_mode?: string }): Change {
  if (preset_mode !== undefined) return preset(thing, preset_mode);
  return at(percentage ?? (percentOf(thing) || 100));
}

function at(percentage: number): Change {
  const whole = Math.max(0, Math.min(100, Math.round(percentage)));
  return whole === 0 ? off : { state: "on", attributes: { percentage: whole } };
}

function preset(thing: Thing, preset_mode: string): Change {
  mustOffer(thing, "preset_modes", "Preset mode", preset_mode);
  return { state: "on", attributes: { preset_mode } };
}

const percentOf = (thing: Thing) => (thing.state === "on" ? (numberOf(thing, "percentage") ?? 0) : 0);

/** The percentage of the next speed up or down, of as many speeds as the fan's own step leaves room for. */
function neighbour(thing: Thing, way: 1 | -1, { percentage_step }: { percentage_step?: number }): number {
  if (percentage_step !== undefined) return percentOf(thing) + way * percentage_step;
  const speeds = Math.round(100 / (numberOf(thing, "percentage_step") ?? 1));
  const speed = Math.ceil((percentOf(thing) * speeds) / 100) + way;
  return Math.floor((speed * 100) / speeds);
}
