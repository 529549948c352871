/** Units as they are written, and as one and as several of them are said. */
const UNITS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  "%": ["percent", "percent"],
  "°C": ["degree", "degrees"],
  "°F": ["degree Fahrenheit", "degrees Fahrenheit"],
  "°": ["degree", "degrees"],
  K: ["kelvin", "kelvin"],
  B: ["byte", "bytes"],
  kB: ["kilobyte", "kilobytes"],
  KB: ["kilobyte", "kilobytes"],
  MB: ["megabyte", "megabytes"],
  GB: ["gigabyte", "gigabytes"],
  TB: ["terabyte", "terabytes"],
  KiB: ["kibibyte", "kibibytes"],
  MiB: ["mebibyte", "mebibytes"],
  GiB: ["gibibyte", "gibibytes"],
  TiB: ["tebibyte", "tebibytes"],
  "kbit/s": ["kilobit per second", "kilobits per second"],
  "Mbit/s": ["megabit per second", "megabits per second"],
  "Gbit/s": ["gigabit per second", "gigabits per second"],
  "MB/s": ["megabyte per second", "megabytes per second"],
  ms: ["millisecond", "milliseconds"],
  s: ["second", "seconds"],
  min: ["minute", "minutes"],
  h: ["hour", "hours"],
  d: ["day", "days"],
  mm: ["millimeter", "millimeters"],
  cm: ["centimeter", "centimeters"],
  m: ["meter", "meters"],
  km: ["kilometer", "kilometers"],
  "m²": ["square meter", "square meters"],
  "m³": ["cubic meter", "cubic meters"],
  "m/s": ["meter per second", "meters per second"],
  "km/h": ["kilometer per hour", "kilometers per hour"],
  g: ["gram", "grams"],
  kg: ["kilogram", "kilograms"],
  ml: ["milliliter", "milliliters"],
  l: ["liter", "liters"],
  L: ["liter", "liters"],
  W: ["watt", "watts"],
  kW: ["kilowatt", "kilowatts"],
  Wh: ["watt hour", "watt hours"],
  kWh: ["kilowatt hour", "kilowatt hours"],
  V: ["volt", "volts"],
  mV: ["millivolt", "millivolts"],
  A: ["ampere", "amperes"],
  mA: ["milliampere", "milliamperes"],
  Hz: ["hertz", "hertz"],
  kHz: ["kilohertz", "kilohertz"],
  MHz: ["megahertz", "megahertz"],
  GHz: ["gigahertz", "gigahertz"],
  Pa: ["pascal", "pascals"],
  hPa: ["hectopascal", "hectopascals"],
  bar: ["bar", "bar"],
  dB: ["decibel", "decibels"],
  dBm: ["decibel milliwatt", "decibel milliwatts"],
  lx: ["lux", "lux"],
  lm: ["lumen", "lumens"],
  ppm: ["part per million", "parts per million"],
  ppb: ["part per billion", "parts per billion"],
  "µg/m³": ["microgram per cubic meter", "micrograms per cubic meter"],
  "€": ["euro", "euros"],
  $: ["dollar", "dollars"],
  "£": ["pound", "pounds"],
};

const escaped = (text: string) => text.replace(/[$/.^*+?()[\]{}|\\]/g, "\\$&");

/** The units, longest first, as one piece of a regular expression. */
export const UNIT = Object.keys(UNITS)
  .toSorted((one, other) => other.length - one.length)
  .map(escaped)
  .join("|");

/** A unit after a number, as it is said. */
export function unitInWords(unit: string, isOne: boolean): string {
  const [one, many] = UNITS[unit] ?? [unit, unit];
  return isOne ? one : many;
}
