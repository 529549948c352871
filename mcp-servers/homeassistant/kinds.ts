import type { Phrases } from "../../kernel/phrases.ts";
import { measures } from "./measures.ts";

type Kinds = NonNullable<Phrases["kinds"]>;
const nouns = (...words: string[]) => ({ words: words.flatMap((word) => [word, plural(word)]) });
const plural = (word: string) =>
  /(s|x|ch|sh)$/.test(word) ? `${word}es` : /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;

/** Device classes of covers, as Home Assistant names them, and what people call them. */
const COVERS: Kinds = {
  awning: nouns("awning"),
  blind: nouns("blind", "roller blind", "venetian blind"),
  curtain: nouns("curtain", "drape"),
  damper: nouns("damper"),
  "cover door": nouns("door"),
  "garage door": nouns("garage door", "garage"),
  gate: nouns("gate", "driveway gate"),
  shade: nouns("shade"),
  shutter: nouns("shutter", "roller shutter"),
  "cover window": nouns("window"),
};
/** Device classes of binary sensors whose state is a way in or a part of a house being open. */
const CONTACTS: Kinds = {
  "door sensor": nouns("door", "door sensor", "door contact"),
  "garage door sensor": nouns("garage door", "garage door sensor"),
  "window sensor": nouns("window", "window sensor", "window contact"),
  "opening sensor": nouns("opening", "opening sensor"),
};
const DETECTORS = [
  "motion",
  "occupancy",
  "presence",
  "moisture",
  "smoke",
  "gas",
  "carbon_monoxide",
  "heat",
  "cold",
  "light",
  "sound",
  "vibration",
  "tamper",
  "problem",
  "safety",
  "power",
  "plug",
  "connectivity",
  "battery_charging",
  "running",
  "moving",
  "lock",
  "update",
];
const plain = (deviceClass: string) => deviceClass.replaceAll("_", " ");
/** The kind of a sensor of this class. */
export const sensorKind = (deviceClass: string): string => `${plain(deviceClass)} sensor`;
const measured = Object.fromEntries(
  Object.entries(measures).map(([name, said]) => [
    sensorKind(name),
    nouns(...new Set([plain(name), ...said].flatMap((noun) => [noun, `${noun} sensor`]))),
  ]),
);
// What a sensor is called besides the name of its class.
const ALSO: Record<string, string[]> = {
  battery_charging: ["battery", "battery charger"],
  connectivity: ["connection", "connectivity sensor"],
  moisture: ["water sensor", "water leak sensor", "leak sensor", "flood sensor", "leak"],
  motion: ["motion detector", "movement sensor"],
  occupancy: ["presence sensor"],
  smoke: ["smoke detector", "smoke alarm"],
  gas: ["gas detector"],
  carbon_monoxide: ["carbon monoxide detector", "co detector"],
};
const detected = Object.fromEntries(
  DETECTORS.map((name) => [
    sensorKind(name),
    nouns(plain(name), `${plain(name)} sensor`, ...(ALSO[name] ?? []), ...(measures[name] ?? [])),
  ]),
);

/** Nouns of the kinds of things in a home; a wider kind includes the narrower. */
export const kinds: Kinds = {
  light: { ...nouns("light", "lamp", "bulb"), many: ["lighting"] },
  switch: { ...nouns("switch"), includes: ["outlet"] },
  outlet: nouns("outlet", "plug", "socket", "power outlet"),
  helper: nouns("toggle", "helper"),
  fan: nouns("fan", "ventilator"),
  cover: { ...nouns("cover"), includes: Object.keys(COVERS) },
  ...COVERS,
  "window cover": {
    words: ["window covers", "window coverings", "window cover"],
    includes: ["blind", "curtain", "shade", "shutter", "awning"],
  },
  valve: nouns("valve", "water valve"),
  lock: nouns("lock", "door lock", "smart lock", "door"),
  thermostat: {
    words: [
      "thermostat",
      "thermostats",
      "heating",
      "hvac",
      "ac",
      "air conditioner",
      "air conditioners",
      "air conditioning",
      "air con",
      "climate",
      "heater",
      "heaters",
      "climate control",
    ],
  },
  "water heater": nouns("water heater", "boiler"),
  humidifier: { ...nouns("humidifier"), includes: ["dehumidifier"] },
  dehumidifier: nouns("dehumidifier"),
  "media player": { ...nouns("media player", "player"), includes: ["tv", "speaker", "receiver"] },
  tv: nouns("tv", "television", "telly"),
  speaker: nouns("speaker"),
  receiver: nouns("receiver"),
  vacuum: nouns("vacuum", "vacuum cleaner", "robot vacuum", "hoover", "robot"),
  "lawn mower": nouns("lawn mower", "mower", "lawnmower"),
  siren: nouns("siren"),
  scene: nouns("scene"),
  script: nouns("script", "routine"),
  automation: nouns("automation"),
  list: nouns("list", "to do list", "todo list"),
  person: {
    words: ["person", "people"],
    many: ["people", "persons", "anyone", "anybody", "someone", "somebody", "everyone", "everybody", "who"],
  },
  camera: nouns("camera"),
  timer: nouns("timer"),
  button: nouns("button"),
  number: nouns("number"),
  select: nouns("select"),
  alarm: nouns("alarm"),
  weather: { words: ["weather", "forecast"] },
  ...measured,
  ...detected,
  ...CONTACTS,
  sensor: nouns("sensor"),
};

const BY_DOMAIN: Record<string, string> = {
  input_boolean: "helper",
  climate: "thermostat",
  media_player: "media player",
  water_heater: "water heater",
  lawn_mower: "lawn mower",
  todo: "list",
  device_tracker: "person",
  input_button: "button",
  input_number: "number",
  input_select: "select",
  alarm_control_panel: "alarm",
};
const COVER_KIND: Record<string, string> = { door: "cover door", garage: "garage door", window: "cover window" };

/** The kind of an entity: its device class where people have a noun for it, otherwise its domain's. */
export function kindOf(domain: string, deviceClass: string | undefined): string {
  const known = (kind: string, other: string) => (kind in kinds ? kind : other);
  if (domain === "sensor" || domain === "binary_sensor") {
    return deviceClass === undefined ? "sensor" : known(sensorKind(deviceClass), "sensor");
  }
  if (domain === "cover")
    return deviceClass === undefined ? "cover" : known(COVER_KIND[deviceClass] ?? deviceClass, "cover");
  if (deviceClass && ["switch", "media_player", "humidifier"].includes(domain) && deviceClass in kinds)
    return deviceClass;
  return BY_DOMAIN[domain] ?? domain;
}

const DOMAIN_KINDS: Record<string, string[]> = {
  switch: ["switch", "outlet"],
  cover: ["cover", ...Object.keys(COVERS)],
  media_player: ["media player", "tv", "speaker", "receiver"],
  humidifier: ["humidifier", "dehumidifier"],
  binary_sensor: [...Object.keys(CONTACTS), ...Object.keys(detected), "sensor"],
  sensor: [...Object.keys(measured), "sensor"],
};

/** The kinds that entities of these domains can have, in their order. */
export const kindsOf = (domains: readonly string[]): string[] =>
  domains.flatMap((domain) => DOMAIN_KINDS[domain] ?? [BY_DOMAIN[domain] ?? domain]);
