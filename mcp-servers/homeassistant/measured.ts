import { ANY_KIND } from "../../kernel/names/index.ts";
import { brightnessOf, numberOf, textOf, volumeOf } from "./attributes.ts";
import type { Thing } from "./home.ts";
import { kindsOf, sensorKind } from "./kinds.ts";
import { measures } from "./measures.ts";
import type { State } from "./states.ts";

/** A value one can ask for, in words. */
interface Value {
  kinds?: readonly string[];
  read(state: State, thing: Thing): string | undefined;
  /** the number in it, to compare with */
  amount?(state: State): number | undefined;
}

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
    kinds: [ANY_KIND, sensorKind("temperature"), "thermostat", "water heater", "weather"],
    read: (state, thing) =>
      sensorValue(state, thing) ?? degrees(numberOf(state, "current_temperature") ?? numberOf(state, "temperature")),
  },
  "target temperature": {
    kinds: ["thermostat", "water heater"],
    read: (state) => degrees(numberOf(state, "temperature")),
  },
  humidity: {
    kinds: [ANY_KIND, sensorKind("humidity"), "humidifier", "dehumidifier", "thermostat", "weather"],
    read: (state, thing) =>
      sensorValue(state, thing) ?? percent(numberOf(state, "current_humidity") ?? numberOf(state, "humidity")),
  },
  battery: {
    kinds: [sensorKind("battery")],
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
    kinds: ["fan", sensorKind("speed")],
    read: (state, thing) => sensorValue(state, thing) ?? percent(numberOf(state, "percentage")),
  },
  mode: {
    kinds: ["thermostat", "humidifier", "fan", "water heater"],
    read: (state) => textOf(state, "preset_mode") ?? state.state,
  },
};

/** The number a value has now. */
export function amountOf(key: string, state: State, thing: Thing): number | undefined {
  const value = values[key];
  if (!value) return undefined;
  if (value.amount) return value.amount(state);
  const number = Number.parseFloat(value.read(state, thing) ?? "");
  return Number.isFinite(number) ? number : undefined;
}
