import { UserError } from "../../kernel/errors.ts";
import type { Rule } from "./actions.ts";
import { near } from "./actions.ts";
import { numberOf, textsOf } from "./attributes.ts";
import { amountOf, between, oneOf, percentOf } from "./values.ts";

/** A thermostat is off by its mode. */
export const climateOff: Rule = () => ({
  service: "climate.set_hvac_mode",
  data: { hvac_mode: "off" },
  reached: ({ state }) => state === "off",
});

/** Degrees Celsius to reach, or a step from what is set. */
export const temperature: Rule = ({ thing, now }, value) => {
  const { number, relative } = amountOf(value, "Temperature");
  const set = numberOf(now, "temperature");
  if (set === undefined && relative)
    throw new UserError(`${thing.name} has no single temperature to change: say the temperature itself.`);
  const low = numberOf(now, "min_temp") ?? 7;
  const high = numberOf(now, "max_temp") ?? 35;
  const asked = relative ? (set ?? 0) + number : inRange(number, low, high);
  const wanted = between(asked, low, high, thing.name, "degrees");
  const service = `${thing.domain}.set_temperature`;
  return {
    service,
    data: { temperature: wanted },
    reached: (state) => near(numberOf(state, "temperature"), wanted, 0.3),
  };
};

// "70" can only be °F where nothing goes to 70 °C.
function inRange(number: number, low: number, high: number): number {
  const celsius = Math.round(((number - 32) * 50) / 9) / 10;
  return number > high && celsius >= low && celsius <= high ? celsius : number;
}

// The modes a device has, the service that sets each, and the attribute (or the state itself) that shows it.
const MODES: Record<string, readonly (readonly [list: string, service: string, field: string, shown?: string])[]> = {
  climate: [
    ["hvac_modes", "climate.set_hvac_mode", "hvac_mode"],
    ["preset_modes", "climate.set_preset_mode", "preset_mode", "preset_mode"],
    ["fan_modes", "climate.set_fan_mode", "fan_mode", "fan_mode"],
  ],
  fan: [["preset_modes", "fan.set_preset_mode", "preset_mode", "preset_mode"]],
  humidifier: [["available_modes", "humidifier.set_mode", "mode", "mode"]],
  water_heater: [["operation_list", "water_heater.set_operation_mode", "operation_mode"]],
};
const PLAIN_MODES: Record<string, string> = {
  heating: "heat",
  cooling: "cool",
  automatic: "auto",
  "heat cool": "heat_cool",
  drying: "dry",
  "fan only": "fan_only",
  fan: "fan_only",
};
// What a thermostat does is no setting of its fan, though that may have an "auto" too.
const HVAC_MODES = ["off", "heat", "cool", "heat_cool", "auto", "dry", "fan_only"];

/** A mode or preset out of those the device tells. */
export const mode: Rule = ({ thing, now }, value) => {
  const said = value?.trim().toLowerCase() ?? "";
  const isHvac = thing.domain === "climate" && HVAC_MODES.includes(PLAIN_MODES[said] ?? said);
  const lists = (MODES[thing.domain] ?? []).filter(([list]) => !isHvac || list !== "fan_modes");
  const known = lists.flatMap(([list]) => textsOf(now, list));
  // A thermostat that does not tell its modes takes the usual ones.
  const all = known.length > 0 || thing.domain !== "climate" ? known : HVAC_MODES;
  const wanted = oneOf(
    all.includes(value ?? "") ? value : (PLAIN_MODES[said] ?? value),
    all,
    `The mode of ${thing.name}`,
  );
  const [, service = "climate.set_hvac_mode", field = "hvac_mode", shown] =
    lists.find(([list]) => textsOf(now, list).includes(wanted)) ?? lists[0] ?? [];
  return {
    service,
    data: { [field]: wanted },
    reached: (state) => (shown ? state.attributes[shown] : state.state) === wanted,
  };
};

/** Percent to reach. */
export const humidity: Rule = ({ thing, now }, value) => {
  const asked = percentOf(value, "Humidity", numberOf(now, "humidity"));
  const wanted = between(
    asked,
    numberOf(now, "min_humidity") ?? 0,
    numberOf(now, "max_humidity") ?? 100,
    thing.name,
    "percent",
  );
  return {
    service: `${thing.domain}.set_humidity`,
    data: { humidity: wanted },
    reached: (state) => near(numberOf(state, "humidity"), wanted, 1),
  };
};
