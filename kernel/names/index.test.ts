import fc from "fast-check";
import { expect, test } from "vitest";
import type { NameEntry } from "../wire.ts";
import { ANY_KIND, createNames, createNamesInAll } from "./index.ts";

const thing = (kind: string, name: string, area?: string, floor?: string, aliases?: string[]): NameEntry => ({
  kind,
  name,
  ...(area && { area }),
  ...(floor && { floor }),
  ...(aliases && { aliases }),
});
const entries = [
  thing("floor", "Ground Floor", undefined, undefined, ["downstairs"]),
  thing("area", "Living Room", undefined, "Ground Floor", ["lounge"]),
  thing("area", "Kitchen", undefined, "Ground Floor"),
  thing("area", "Bedroom"),
  thing("light", "Ceiling Light", "Living Room", "Ground Floor"),
  thing("light", "Floor Lamp", "Living Room", "Ground Floor"),
  thing("light", "Kitchen Light", "Kitchen", "Ground Floor", ["cooking light"]),
  thing("light", "Left Bedside", "Bedroom"),
  thing("light", "Right Bedside", "Bedroom"),
  thing("light", "Salt and Pepper", "Kitchen", "Ground Floor"),
  thing("switch", "Kitchen Fan", "Kitchen", "Ground Floor"),
  thing("curtain", "Bedroom Curtain", "Bedroom"),
  thing("lock", "Front Door"),
];
const kinds = {
  light: { words: ["light", "lights", "lamp", "lamps"], many: ["lighting"], includes: [] },
  switch: { words: ["switch", "switches"], includes: [] },
  cover: { words: ["cover", "covers"], includes: ["curtain"] },
  curtain: { words: ["curtain", "curtains"], includes: [] },
};
const names = createNames(entries, kinds);
const lights = { kinds: ["light", "switch"] };
const said = (text: string, options = {}) => {
  const found = names.resolve(text, options);
  if ("things" in found) return found.things.map(({ name }) => name);
  return "ask" in found ? found.ask.question : null;
};

test.each([
  ["kitchen light", ["Kitchen Light"]],
  ["the Kitchen Light", ["Kitchen Light"]],
  ["cooking light", ["Kitchen Light"]],
  ["kitchen lights", ["Kitchen Light", "Salt and Pepper"]],
  ["lights in the kitchen", ["Kitchen Light", "Salt and Pepper"]],
  ["all the lights downstairs", ["Ceiling Light", "Floor Lamp", "Kitchen Light", "Salt and Pepper"]],
  ["living room lighting", ["Ceiling Light", "Floor Lamp"]],
  ["lounge lights", ["Ceiling Light", "Floor Lamp"]],
  ["living room ceiling light", ["Ceiling Light"]],
  ["floor lamp in the living room", ["Floor Lamp"]],
  ["all my lights except the bedroom", ["Ceiling Light", "Floor Lamp", "Kitchen Light", "Salt and Pepper"]],
  ["all lights except the floor lamp and the kitchen lights", ["Ceiling Light", "Left Bedside", "Right Bedside"]],
  ["salt and pepper", ["Salt and Pepper"]],
  ["floor lamp, salt and pepper and the kitchen fan", ["Floor Lamp", "Salt and Pepper", "Kitchen Fan"]],
  ["kitchen and bedroom lights", ["Kitchen Light", "Salt and Pepper", "Left Bedside", "Right Bedside"]],
  ["lights in the kitchen and the bedroom", ["Kitchen Light", "Salt and Pepper", "Left Bedside", "Right Bedside"]],
  ["left and right bedside", ["Left Bedside", "Right Bedside"]],
  ["left bedside light", ["Left Bedside"]],
  ["both bedside lamps", ["Left Bedside", "Right Bedside"]],
  ["the bedside lamp", "Which one: Left Bedside or Right Bedside?"],
  ["pepper lamp", ["Salt and Pepper"]],
  ["everything in the kitchen", ["Kitchen Light", "Salt and Pepper", "Kitchen Fan"]],
  ["kitchen", ["Kitchen Light", "Salt and Pepper"]],
  ["ceiling", ["Ceiling Light"]],
])("%j names %j", (text, expected) => {
  expect(said(text, lights)).toEqual(expected);
});

test.each(["the moon", "", "kitchen toaster", "lights in the attic", "front door"])("%j names nothing", (text) => {
  expect(said(text, { kinds: ["light"] })).toBe(null);
});

test.each([
  [
    "both lights",
    "Which one: Ceiling Light, Floor Lamp, Kitchen Light, Left Bedside, Right Bedside or Salt and Pepper?",
  ],
  ["both bedroom lights", ["Left Bedside", "Right Bedside"]],
  ["both the floor lamp and the kitchen fan", ["Floor Lamp", "Kitchen Fan"]],
  ["and the floor lamp", null],
  ["the floor lamp and", null],
  ["any", null],
  [
    "all",
    ["Ceiling Light", "Floor Lamp", "Kitchen Light", "Left Bedside", "Right Bedside", "Salt and Pepper", "Kitchen Fan"],
  ],
  ["salt and pepper and the floor lamp", ["Salt and Pepper", "Floor Lamp"]],
])("%j is %j", (text, expected) => {
  const found = said(text, lights);
  expect(Array.isArray(found) ? found.toSorted() : found).toEqual(
    Array.isArray(expected) ? expected.toSorted() : expected,
  );
});

test.each(["kitchen", "everything", "all", "everything in the kitchen"])("%j says no kind of thing", (text) => {
  expect(said(text, { ...lights, said: true })).toBe(null);
  expect(said("kitchen lights", { ...lights, said: true })).toEqual(["Kitchen Light", "Salt and Pepper"]);
});

test("of a bare room a verb means its first kind, and a question all it can be about", () => {
  expect(said("kitchen", { kinds: ["switch", "light"] })).toEqual(["Kitchen Fan"]);
  expect(said("kitchen", { kinds: [ANY_KIND, "switch", "light"] })).toEqual([
    "Kitchen Light",
    "Salt and Pepper",
    "Kitchen Fan",
  ]);
  expect(said("here", { kinds: [ANY_KIND, "curtain"], here: "Bedroom" })).toEqual(["Bedroom Curtain"]);
});

test("it tells how things were said", () => {
  const how = (text: string) => {
    const found = names.resolve(text, lights);
    return "how" in found ? found.how : undefined;
  };
  expect(["floor lamp", "kitchen lights", "kitchen", "floor lamp and kitchen"].map(how)).toEqual([
    "name",
    "noun",
    "room",
    "room",
  ]);
});

test("it knows the words of its names, nouns and rooms", () => {
  expect(["pepper", "lounge", "lamps", "the", "except", "dragon"].map((word) => names.knows(word))).toEqual([
    true,
    true,
    true,
    true,
    true,
    false,
  ]);
});

test("a long list is not taken apart in every possible way", () => {
  expect(said(`${"kitchen light and the ".repeat(8)}lights except kitchen and bedroom`, lights)).toBe(null);
});

test("a singular that several fit is a question, and the speaker's room answers it", () => {
  const narrow = createNames(
    entries.filter(({ name }) => name.endsWith("Light")),
    kinds,
  );
  expect(narrow.resolve("the light")).toEqual({
    ask: {
      kind: "which",
      question: "Which one: Ceiling Light or Kitchen Light?",
      choices: ["Ceiling Light", "Kitchen Light"],
    },
  });
  expect(said("the light", { here: "Bedroom" })).toEqual(["Left Bedside", "Right Bedside"]);
  expect(said("lights here", { here: "Bedroom" })).toEqual(["Left Bedside", "Right Bedside"]);
});

test("a wider kind includes its narrower ones", () => {
  expect(said("all covers")).toEqual(["Bedroom Curtain"]);
  expect(said("bedroom curtains")).toEqual(["Bedroom Curtain"]);
});

test("two of one name are told apart by their rooms", () => {
  const twins = createNames([thing("light", "Lamp", "Hall"), thing("light", "Lamp", "Attic")], kinds);
  expect(twins.resolve("lamp")).toMatchObject({ ask: { choices: ["Lamp in Hall", "Lamp in Attic"] } });
});

test("a slip is repaired only when asked to, and only with a margin", () => {
  expect(said("flor lamp", lights)).toBe(null);
  expect(said("flor lamp", { ...lights, fuzzy: true })).toEqual(["Floor Lamp"]);
  expect(said("bedsid", { ...lights, fuzzy: true })).toBe("Which one: Left Bedside or Right Bedside?");
  expect(names.near("flor lamp").map(({ name }) => name)[0]).toBe("Floor Lamp");
});

test("any text resolves or does not, but never throws, and every name names its thing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 80 }), (text) => void names.resolve(text, { fuzzy: true })),
  );
  for (const { name, kind } of entries.slice(4)) expect(said(name, { kinds: [kind] })).toEqual([name]);
});

const two = createNamesInAll(
  [
    thing("area", "Den"),
    thing("area", "Hall"),
    thing("light", "Desk Lamp", "Den"),
    thing("light", "Salt & Pepper", "Den"),
    thing("light", "Hall Lamp", "Hall"),
  ],
  [
    { language: "en", kinds: { light: { words: ["light", "lights"] } } },
    { language: "de", kinds: { light: { words: ["licht"], many: ["lichter"] } } },
  ],
);

test.each([
  // "den" is an article in German, and a room in English
  ["the den lights", ["Desk Lamp", "Salt & Pepper"]],
  ["all lights but the den", ["Hall Lamp"]],
  ["die Lichter im Den", ["Desk Lamp", "Salt & Pepper"]],
  ["alle Lichter außer Hall", ["Desk Lamp", "Salt & Pepper"]],
  ["Salt & Pepper", ["Salt & Pepper"]],
  ["alle Lichter außer Salt und Pepper", ["Desk Lamp", "Hall Lamp"]],
  ["all lights but salt and pepper", ["Desk Lamp", "Hall Lamp"]],
  ["das Hallenlicht", ["Hall Lamp"]],
  ["alle Denlichter", ["Desk Lamp", "Salt & Pepper"]],
  ["the hallenlight", undefined],
  ["das Licht in the hall", undefined],
])("what %j names is found in one language, not in a mix of several", (text, expected) => {
  const found = two.resolve(text);
  expect("things" in found ? found.things.map(({ name }) => name) : undefined).toEqual(expected);
});
