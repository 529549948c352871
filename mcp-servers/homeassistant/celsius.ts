import type { State } from "./states.ts";

// A home set to °F tells these in °F, whatever the device thinks in; a sensor tells its own unit.
const DEGREES = [
  "temperature",
  "current_temperature",
  "min_temp",
  "max_temp",
  "target_temp_low",
  "target_temp_high",
  "apparent_temperature",
  "dew_point",
];
const STEPS = ["target_temp_step"];
const DOMAINS = /^(climate|water_heater|weather|sensor)\./;

const tenth = (value: number) => Math.round(value * 10) / 10;
const toCelsius = (fahrenheit: number) => tenth(((fahrenheit - 32) * 5) / 9);
// Thermostats that think in °F take whole and half degrees.
const toFahrenheit = (celsius: number) => Math.round((celsius * 1.8 + 32) * 2) / 2;

/** Whether a thing tells temperatures. */
export const inDegrees = (id: string, { attributes }: State): boolean =>
  DOMAINS.test(id) && (!id.startsWith("sensor.") || attributes["unit_of_measurement"] === "°F");

/** Turns states of a home in °F into °C; the same state always gives the same object. */
export function celsiusOf(): (state: State) => State {
  const known = new WeakMap<State, State>();
  return (state) => {
    const before = known.get(state);
    if (before) return before;
    const converted = convert(state);
    known.set(state, converted);
    return converted;
  };
}

function convert({ state, attributes }: State): State {
  if (attributes["unit_of_measurement"] === "°F") {
    const degrees = Number(state);
    const said = Number.isFinite(degrees) && state.trim() !== "" ? String(toCelsius(degrees)) : state;
    return { state: said, attributes: { ...attributes, unit_of_measurement: "°C" } };
  }
  return { state, attributes: { ...attributes, ...changed(attributes, DEGREES, toCelsius), ...steps(attributes) } };
}

const steps = (attributes: Record<string, unknown>) => changed(attributes, STEPS, (step) => tenth((step * 5) / 9));

/** The data of a service call with its °C in °F. */
export const inFahrenheit = (data: Record<string, unknown>): Record<string, unknown> => ({
  ...data,
  ...changed(data, DEGREES, toFahrenheit),
});

function changed(from: Record<string, unknown>, names: readonly string[], by: (value: number) => number) {
  return Object.fromEntries(
    names.flatMap((name): [string, number][] => {
      const value = from[name];
      return typeof value === "number" ? [[name, by(value)]] : [];
    }),
  );
}
