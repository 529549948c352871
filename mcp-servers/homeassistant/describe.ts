import { clean, counted, listed } from "../../kernel/text.ts";
import { brightnessOf, numberOf, textOf, volumeOf } from "./attributes.ts";
import { detectorWords } from "./detectors.ts";
import type { Thing } from "./home.ts";
import { kinds } from "./kinds.ts";
import type { State } from "./states.ts";

/** Home Assistant's states in words, where they differ. */
const WORDS: Record<string, string> = {
  not_home: "away",
  heat_cool: "heating or cooling",
  unavailable: "not reachable",
  unknown: "unknown",
  fan_only: "blowing",
};
const unit = (value: number | undefined, text: (value: number) => string) => (value === undefined ? "" : text(value));

/** The state of a thing in words: "on at 40 percent", "heating to 21 degrees", "7.5 °C", "open". */
export function stateWords({ domain }: Thing, state: State): string {
  const { state: raw } = state;
  const plain = clean(WORDS[raw] ?? raw.replaceAll("_", " "), 60);
  if (raw === "unavailable" || raw === "unknown") return plain;
  switch (domain) {
    case "light":
      return raw === "on"
        ? `on${unit(brightnessOf(state), (percent) => (percent < 100 ? ` at ${percent} percent` : ""))}`
        : plain;
    case "fan":
      return raw === "on" ? `on${unit(numberOf(state, "percentage"), (percent) => ` at ${percent} percent`)}` : plain;
    case "cover":
    case "valve":
      return `${plain}${unit(numberOf(state, "current_position"), (at) => (at > 0 && at < 100 ? ` at ${at} percent` : ""))}`;
    case "climate":
      return climateWords(state, plain);
    case "humidifier":
    case "water_heater":
      return `${plain}${unit(numberOf(state, "humidity") ?? numberOf(state, "temperature"), (set) => `, set to ${set}`)}`;
    case "media_player":
      return playerWords(state, plain);
    case "sensor":
    case "number":
    case "input_number":
      return [plain, clean(textOf(state, "unit_of_measurement") ?? "", 12)].filter((part) => part !== "").join(" ");
    case "binary_sensor":
      return detectorWords[textOf(state, "device_class") ?? ""]?.[raw === "on" ? 1 : 0] ?? plain;
    case "person":
    case "device_tracker":
      // Any other state is the name of a place.
      return raw === "home" || raw === "not_home" ? plain : `at ${plain}`;
    case "todo":
      return counted(Number(raw) || 0, "item");
    case "weather":
      return `${plain}${unit(numberOf(state, "temperature"), (degrees) => `, ${degrees} degrees`)}`;
    default:
      return plain;
  }
}

function climateWords(state: State, mode: string): string {
  const action = textOf(state, "hvac_action");
  const doing = state.state === "off" ? "off" : (action ?? mode);
  const wanted = unit(numberOf(state, "temperature"), (set) => ` to ${set} degrees`);
  const is = unit(numberOf(state, "current_temperature"), (now) => `, ${now} now`);
  const set = doing === "heating" || doing === "cooling" || wanted === "" ? wanted : `, set${wanted}`;
  return `${clean(doing.replaceAll("_", " "), 30)}${set}${is}`;
}

function playerWords(state: State, plain: string): string {
  const title = textOf(state, "media_title");
  const artist = textOf(state, "media_artist");
  const what =
    ["playing", "paused"].includes(state.state) && title
      ? ` ${clean(title, 40)}${artist ? ` by ${clean(artist, 30)}` : ""}`
      : "";
  const volume = state.state === "off" ? "" : unit(volumeOf(state), (percent) => ` at volume ${percent}`);
  return `${plain}${what}${volume}`;
}

/** "is", or "are" for a name that is a plural ("Blinds", "Curtains"). */
export const isOrAre = (name: string) =>
  /(?<![su])s$/i.test(name) && !/\b(alexis|bus|gas|glass)$/i.test(name) ? "are" : "is";

/** "4 lights", "3 blinds", or "5 things" of several kinds. */
export function countedThings(things: readonly Thing[]): string {
  const kind = things[0]?.kind ?? "";
  const isOne = things.every((thing) => thing.kind === kind);
  const words = isOne ? (kinds[kind]?.words ?? []) : [];
  const [one = "thing", many = `${one}s`] = words;
  return counted(things.length, one, many);
}

/** Names as people read them out: a few at most, and no more than can be listened to. */
export function namesOf(things: readonly Thing[], most = 4): string {
  const names = things.map(({ name }) => name);
  let shown = Math.min(most, names.length);
  while (shown > 1 && names.slice(0, shown).join(", ").length > 70) shown -= 1;
  const rest = names.length - shown;
  return rest > 0 ? `${names.slice(0, shown).join(", ")} and ${rest} more` : listed(names);
}
