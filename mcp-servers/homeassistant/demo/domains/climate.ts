import { invalid, unsuitable } from "../faults.ts";
import { float, int, oneOf, text } from "../fields.ts";
import type { Attributes } from "../house.ts";
import { type Domain, mustOffer, numberOf, service, textsOf } from "../service.ts";
import type { Change, Thing } from "../world.ts";

const feature = {
  TARGET_TEMPERATURE: 1,
  TARGET_TEMPERATURE_RANGE: 2,
  TARGET_HUMIDITY: 4,
  FAN_MODE: 8,
  PRESET_MODE: 16,
  SWING_MODE: 32,
  TURN_OFF: 128,
  TURN_ON: 256,
};
const hvacMode = oneOf("HVACMode", ["off", "heat", "cool", "heat_cool", "auto", "dry", "fan_only"]);
const temperatures = {
  temperature: float().optional(),
  target_temp_high: float().optional(),
  target_temp_low: float().optional(),
};
type Temperatures = { temperature?: number; target_temp_high?: number; target_temp_low?: number };

/** Thermostats. A temperature that is out of their range is refused, as Home Assistant does since 2024.8. */
export const climate: Domain = {
  features: feature,
  services: {
    set_temperature: service(
      { ...temperatures, hvac_mode: hvacMode.optional() },
      (thing, { hvac_mode, ...wished }) => {
        const targets = setTemperature(thing, wished);
        const mode = hvac_mode === undefined ? {} : setMode(thing, hvac_mode);
        return { ...mode, attributes: { ...mode.attributes, ...targets.attributes } };
      },
      [feature.TARGET_TEMPERATURE, feature.TARGET_TEMPERATURE_RANGE],
    ),
    set_hvac_mode: service({ hvac_mode: hvacMode }, (thing, { hvac_mode }) => setMode(thing, hvac_mode)),
    set_fan_mode: choice("fan_mode", "fan_modes", "Fan mode", feature.FAN_MODE),
    set_preset_mode: choice("preset_mode", "preset_modes", "Preset mode", feature.PRESET_MODE),
    set_swing_mode: choice("swing_mode", "swing_modes", "Swing mode", feature.SWING_MODE),
    set_humidity: service({ humidity: int(0, 100) }, (_, { humidity }) => ({ attributes: { humidity } }), [
      feature.TARGET_HUMIDITY,
    ]),
    turn_on: service({}, turnOn, [feature.TURN_ON]),
    turn_off: service({}, (thing) => setMode(thing, "off"), [feature.TURN_OFF]),
    toggle: service({}, (thing) => (thing.state === "off" ? turnOn(thing) : setMode(thing, "off"))),
  },
  complete(given, state) {
    const known = {
      hvac_modes: ["off", "heat", "cool", "heat_cool", "auto", "dry", "fan_only"],
      fan_modes: ["auto", "low", "medium", "high", "on low", "on high", "on auto", "auto low", "auto high", "off"],
      min_temp: 7,
      // a home that does not say may count in Fahrenheit
      max_temp: 95,
      temperature: state === "off" ? null : (given["target_temperature"] ?? given["current_temperature"] ?? 20),
      supported_features: feature.TARGET_TEMPERATURE | feature.FAN_MODE | feature.TURN_OFF | feature.TURN_ON,
    };
    return { ...known, ...given };
  },
};

const heaterModes = ["eco", "electric", "performance", "high_demand", "heat_pump", "gas", "off"];

/** Water heaters. */
export const water_heater: Domain = {
  features: { TARGET_TEMPERATURE: 1, OPERATION_MODE: 2, AWAY_MODE: 4, ON_OFF: 8 },
  services: {
    set_temperature: service({ temperature: float() }, (thing, wished) => setTemperature(thing, wished)),
    set_operation_mode: service({ operation_mode: text }, (thing, { operation_mode }) => {
      mustOffer(thing, "operation_list", "Operation mode", operation_mode);
      return { state: operation_mode, attributes: { operation_mode } };
    }),
    turn_on: service({}, () => ({ state: "eco", attributes: { operation_mode: "eco" } }), [8]),
    turn_off: service({}, () => ({ state: "off", attributes: { operation_mode: "off" } }), [8]),
  },
  complete: (given) => ({
    operation_list: heaterModes,
    min_temp: 43.3,
    max_temp: 60,
    supported_features: 15,
    ...given,
  }),
};

/** Humidifiers and dehumidifiers. */
export const humidifier: Domain = {
  features: { MODES: 1 },
  services: {
    turn_on: service({}, () => ({ state: "on" })),
    turn_off: service({}, () => ({ state: "off" })),
    toggle: service({}, (thing) => ({ state: thing.state === "on" ? "off" : "on" })),
    set_humidity: service({ humidity: int(0, 100) }, (_, { humidity }) => ({ attributes: { humidity } })),
    set_mode: service(
      { mode: text },
      (thing, { mode }) => {
        mustOffer(thing, "available_modes", "Mode", mode);
        return { attributes: { mode } };
      },
      [1],
    ),
  },
  complete: (given) => ({ min_humidity: 0, max_humidity: 100, supported_features: 0, ...given }),
};

function setTemperature(thing: Thing, wished: Temperatures): Change {
  const given = Object.entries(wished).filter(([, value]) => value !== undefined);
  if (given.length === 0) throw invalid(`must contain at least one of ${Object.keys(temperatures).join(", ")}.`);
  const min = numberOf(thing, "min_temp") ?? -Infinity;
  const max = numberOf(thing, "max_temp") ?? Infinity;
  const outside = given.map(([, value]) => value).find((value) => value < min || value > max);
  if (outside === undefined) return { attributes: Object.fromEntries(given) };
  throw unsuitable(`Provided temperature ${outside} is not valid. Accepted range is ${min} to ${max}`);
}

function setMode(thing: Thing, hvac_mode: string): Change {
  mustOffer(thing, "hvac_modes", "HVAC mode", hvac_mode);
  const { hvac_action } = thing.attributes;
  return { state: hvac_mode, attributes: hvac_action === undefined ? {} : { hvac_action: actionOf(hvac_mode) } };
}

const actions: Attributes = { off: "off", heat: "heating", cool: "cooling", dry: "drying", fan_only: "fan" };
const actionOf = (mode: string) => actions[mode] ?? "idle";

/** On is whatever it can do first that is not off, warming and cooling together where it can. */
function turnOn(thing: Thing): Change {
  const modes = textsOf(thing, "hvac_modes");
  const preferred = ["heat_cool", "heat", "cool"].find((mode) => modes.includes(mode));
  return setMode(thing, preferred ?? modes.find((mode) => mode !== "off") ?? "off");
}

function choice(field: string, list: string, kind: string, needs: number) {
  return service(
    { [field]: text },
    (thing, data) => {
      const value = String(data[field]);
      mustOffer(thing, list, kind, value);
      return { attributes: { [field]: value } };
    },
    [needs],
  );
}
