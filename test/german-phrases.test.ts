import { expect, test } from "vitest";
import { compileGrammar } from "../composer/agent/phrases/index.ts";
import { silentLog } from "../kernel/log.ts";
import { phraseSet } from "../kernel/phrases.ts";
import type { JsonObject } from "../kernel/schema.ts";
import { sayWhen } from "../kernel/times/index.ts";
import { phrases } from "../mcp-servers/homeassistant/phrases/index.ts";

const thing = (kind: string, name: string, area?: string) => ({ kind, name, ...(area !== undefined && { area }) });
const names = [
  thing("area", "Küche"),
  thing("area", "Wohnzimmer"),
  thing("light", "Deckenlampe", "Wohnzimmer"),
  thing("light", "Stehlampe", "Wohnzimmer"),
  thing("light", "Küchenlicht", "Küche"),
  thing("blind", "Rollo Süd", "Wohnzimmer"),
  thing("lock", "Haustür"),
  thing("thermostat", "Heizung", "Wohnzimmer"),
  thing("speaker", "Radio", "Küche"),
  thing("list", "Einkaufsliste"),
  thing("scene", "Filmabend"),
  thing("temperature sensor", "Fühler", "Küche"),
];
const tools = ["home_set", "home_get", "home_run", "home_list", "home_play"];
const sets = phrases.map((set) => phraseSet.parse(set));
const grammar = compileGrammar([{ server: "homeassistant", phrases: sets, names, tools }], silentLog);
const said = (sentence: string) => {
  const parsed = grammar.parse(sentence);
  if (!("steps" in parsed)) return [parsed.silent];
  return parsed.steps.map(({ tool, args }) => [tool.replace("home_", ""), ...Object.values<JsonObject[string]>(args)]);
};

test.each<[string, ...unknown[][]]>([
  ["Mach das Licht in der Küche an", ["set", "das licht in der kuche", "on"]],
  ["schalte bitte die Stehlampe aus", ["set", "die stehlampe", "off"]],
  ["Alle Lichter aus", ["set", "alle lichter", "off"]],
  ["mach alle Lichter außer der Deckenlampe aus", ["set", "alle lichter ausser der deckenlampe", "off"]],
  ["schalte die Stehlampe um", ["set", "die stehlampe", "toggle"]],
  ["dimme die Deckenlampe auf dreißig Prozent", ["set", "die deckenlampe", "brightness", 30]],
  ["mach die Deckenlampe etwas heller", ["set", "die deckenlampe", "brightness", "+20"]],
  ["mach das Küchenlicht blau", ["set", "das kuchenlicht", "color", "blue"]],
  ["fahr das Rollo im Wohnzimmer runter", ["set", "das rollo im wohnzimmer", "close"]],
  ["öffne Rollo Süd halb", ["set", "rollo sud", "position", 50]],
  ["schließ die Haustür ab", ["set", "die haustur", "lock"]],
  ["sperr die Haustür auf", ["set", "die haustur", "unlock"]],
  ["stell die Heizung auf einundzwanzig Grad", ["set", "hvac", "temperature", 21]],
  ["heize das Wohnzimmer auf 20,5 Grad", ["set", "das wohnzimmer", "temperature", 20.5]],
  ["mir ist kalt", ["set", "hvac", "temperature", "+1"]],
  ["spiel Musik in der Küche", ["play", "play", "der kuche"]],
  ["Pause", ["play", "pause"]],
  ["nächstes Lied", ["play", "next"]],
  ["mach das Radio leiser", ["set", "das radio", "volume", "-10"]],
  ["setz Milch und Eier auf die Einkaufsliste", ["list", "add", "die einkaufsliste", "Milch und Eier"]],
  ["was steht auf der Einkaufsliste", ["list", "read", "der einkaufsliste"]],
  ["ist die Stehlampe noch an?", ["get", "die stehlampe", "on"]],
  ["welche Lichter sind an", ["get", "lichter", "which on"]],
  ["wie warm ist es in der Küche", ["get", "der kuche", "temperature"]],
  ["starte Filmabend", ["run", "filmabend"]],
  [
    "mach die Stehlampe aus und dann schließ die Haustür ab, danke",
    ["set", "die stehlampe", "off"],
    ["set", "die haustur", "lock"],
  ],
  ["Radio an", ["set", "radio", "on"]],
  ["Licht im Wohnzimmer an", ["set", "licht im wohnzimmer", "on"]],
  ["Licht aus im Wohnzimmer", ["set", "licht im wohnzimmer", "off"]],
  ["mach im Wohnzimmer das Licht an", ["set", "im wohnzimmer das licht", "on"]],
  ["mach das Wohnzimmerlicht aus", ["set", "das wohnzimmerlicht", "off"]],
  ["Kannst du bitte die Stehlampe anmachen?", ["set", "die stehlampe", "on"]],
  ["mach alles aus außer dem Radio", ["set", "alles ausser dem radio", "off"]],
  ["Licht im Wohnzimmer auf hundertfünf Prozent", ["set", "licht im wohnzimmer", "brightness", 105]],
  ["Rollo Süd zur Hälfte runter", ["set", "rollo sud", "position", 50]],
  ["mach das Licht im Wohnzimmer ganz hell", ["set", "das licht im wohnzimmer", "brightness", 100]],
  ["mach die Musik lauter", ["set", "player", "volume", "+10"]],
  ["Musik aus", ["play", "pause"]],
  ["weiter", ["play", "play"]],
  ["brennt noch Licht in der Küche", ["get", "licht in der kuche", "on"]],
  ["wie viele Lichter sind an", ["get", "lichter", "count on"]],
  ["turn off the Stehlampe", ["set", "the stehlampe", "off"]],
])("%j", (sentence, ...expected) => {
  expect(said(sentence)).toEqual(expected);
});

test("conditions and times are read in German too", () => {
  expect(grammar.parse("mach die Stehlampe aus wenn die Haustür abgeschlossen ist")).toMatchObject({
    condition: { steps: [{ args: { name: "die haustur", what: "locked" } }], holds: true },
  });
  expect(grammar.parse("wenn die Stehlampe nicht an ist, mach die Deckenlampe aus")).toMatchObject({
    steps: [{ args: { name: "die deckenlampe", do: "off" } }],
    condition: { steps: [{ args: { name: "die stehlampe", what: "on" } }], holds: false },
  });
  const parsed = grammar.parse("mach die Stehlampe jeden Abend um halb zehn aus");
  expect("timed" in parsed && parsed.timed && sayWhen(parsed.timed.when)).toBe("every day at 21:30");
});

test("what was said before is gone on from in German", () => {
  const last = {
    server: "homeassistant",
    tool: "home_set",
    args: { name: "die lichter", do: "off" },
    name: "die lichter",
    changed: ["Stehlampe", "Küchenlicht"],
  };
  const next = (sentence: string) => grammar.parse(sentence, { last });
  expect(next("mach sie wieder an")).toMatchObject({
    steps: [{ args: { name: "stehlampe und kuchenlicht", do: "on" } }],
  });
  expect(next("und in der Küche?")).toMatchObject({ steps: [{ args: { name: "Küchenlicht", do: "off" } }] });
});

test.each([
  "mach die Stehlampe",
  "mach den Mond an",
  "die Stehlampe ist an",
  "mach die Stehlampe nicht an",
  "mach die Stehlampe an oder aus",
  "ich habe die Stehlampe ausgemacht",
  "warum ist die Stehlampe an",
  "turn aus the Stehlampe",
])("%j does nothing", (sentence) => expect(said(sentence)).toEqual(["no phrase fits the whole sentence"]));
