import { expect, test } from "vitest";
import { createGround } from "./ground.ts";
import { listedTool } from "./testing.ts";
import type { Vocabulary } from "./vocabulary.ts";

const vocabulary: Vocabulary = {
  of: () => new Set(["on", "off", "light", "lights"]),
  names: () => [{ server: "home", name: "Kitchen Light", words: ["kitchen", "light"], telling: ["kitchen"] }],
  namesIn: () => [],
  domains: () => [],
  touched: () => [],
  serverOf: () => undefined,
};
const tool = listedTool("home_set");
const groundOf = (...texts: string[]) => createGround(vocabulary, texts);

test.each([
  ["a name as said", "turn on the kitchen light", { name: "kitchen light" }],
  ["the nouns and verbs of its own server", "turn on the kitchen", { name: "kitchen lights", value: "on" }],
  ["a slip of the keyboard", "turn on the kithcen light", { name: "kitchen light" }],
  ["one of several", "turn on the kitchen lamps", { name: "lamp" }],
  ["a German compound", "mach das Küchenlicht an", { name: "Küche" }],
  ["small words", "turn on the kitchen light", { name: "all the kitchen" }],
  ["a choice of the schema", "make it dark", { do: "off" }],
  ["a number in words", "dim it to twenty five percent", { value: "25" }],
  ["a fraction", "dim it to half", { value: "50%" }],
  ["a decimal comma", "stell es auf 21,5", { value: "21.5" }],
  ["a time on the other side of noon", "at half past seven", { value: "19:30" }],
  ["a day worked out from the clock", "tomorrow at 7", { value: "2026-11-28 07:00" }],
  [
    "prose, whose words are the model's",
    "tell them dinner is ready",
    { value: "Hello everybody, dinner is on the table now" },
  ],
])("%s comes from somewhere", (_, said, args) => {
  expect(groundOf(said).strangeIn(tool, args)).toBeUndefined();
});

test.each([
  ["another name", "turn on the kitchen light", { name: "bedroom light" }, "bedroom"],
  ["a number", "dim the kitchen light", { name: "kitchen light", value: "40" }, "40"],
  ["a minute nobody said", "wake me at seven", { value: "07:17" }, "07:17"],
  ["an hour nobody said", "wake me at seven", { value: "08:00" }, "08:00"],
  ["a number within prose", "tell them dinner is ready", { value: "Dinner is ready in 5 minutes for all of you" }, "5"],
  ["a name deep inside", "turn on the kitchen light", { name: "kitchen", value: { of: ["cellar"] } }, "cellar"],
])("%s comes from nowhere", (_, said, args, strange) => {
  expect(groundOf(said).strangeIn(tool, args)).toBe(strange);
});

test("what a tool told is ground from then on", () => {
  const ground = groundOf("do what is on the list");
  expect(ground.strangeIn(tool, { name: "milk" })).toBe("milk");
  ground.add("Shopping List: milk and 6 eggs");
  expect(ground.strangeIn(tool, { name: "milk", value: "6" })).toBeUndefined();
});

test("of a third party's argument one word has to have been said", () => {
  const foreign = listedTool("home_set", { trusted: false });
  expect(groundOf("play jazz").strangeIn(foreign, { name: "smooth jazz" })).toBeUndefined();
  expect(groundOf("play jazz").strangeIn(foreign, { name: "heavy metal" })).toBe("heavy metal");
});

test("an answer names nothing of the house, and no number, that nobody told", () => {
  const ground = groundOf("is anything on in there");
  expect(ground.strangeSaid("Everything is off.")).toBeUndefined();
  expect(ground.strangeSaid("The Kitchen Light is on.")).toBe("kitchen light");
  expect(ground.strangeSaid("It is 21 °C.")).toBe("21");
  expect(ground.strangeSaid("It is 21 °C.", { isTalk: true })).toBeUndefined();
  expect(ground.strangeSaid("The Kitchen Light is nice.", { isTalk: true })).toBe("kitchen light");
  ground.add("Kitchen Light is on at 21 percent.");
  expect(ground.strangeSaid("The Kitchen Light is on at 21 percent.")).toBeUndefined();
});
