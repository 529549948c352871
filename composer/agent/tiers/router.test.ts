import { expect, test } from "vitest";
import type { Learned } from "./learned.ts";
import { ROUTING, createRouter } from "./router.ts";

const plain = { domains: ["homeassistant"], failedBefore: false };
const router = createRouter();

test.each([
  ["it's way too dark in here", "local", "one part of the house"],
  ["if you could turn the hall light on that would be great", "local", "one part of the house"],
  ["turn the lamp on when you get a chance", "local", "one part of the house"],
  ["turn the heater on when the window is closed", "cloud", "a condition"],
  ["which lamp is the brightest", "cloud", "a comparison"],
  ["everything off except the hall", "cloud", "an exception"],
  ["dim them one after another", "cloud", "an order of steps"],
  ["turn off whichever lamp is brighter", "cloud", "a choice among things"],
  ["why is it so cold in the cellar", "cloud", "something to think through"],
  ["mach das licht aus, wenn niemand da ist", "cloud", "a condition"],
  ["welche lampe ist am hellsten", "cloud", "a comparison"],
  ["if it rains compare the two and explain why", "cloud", "a condition, a comparison and something to think through"],
  ["start survival and turn off the tv", "cloud", "2 parts of the house"],
] as const)("%s → %s: %s", (sentence, tier, reason) => {
  expect(router.route(sentence, plain)).toMatchObject({ tier, reason });
});

test("no part of the house is named where none is spoken of", () => {
  expect(router.route("sing a song please", { ...plain, domains: [] }).reason).toBe("nothing hard in it");
});

/** A router that learnt a few marks alone. */
function taught(points: Record<string, number>) {
  const learned: Learned = { start: -1, points: new Map(Object.entries(points)) };
  return (sentence: string) => createRouter(learned).route(sentence, plain);
}

test("points add up from the start, and the heaviest words are the reason", () => {
  const route = taught({ cosy: 2, enough: 1.5, "the cosy": 1, "^ find": 0.5, please: -1, ":noun": 0.2 });
  expect(route("find the cosy lamp please")).toEqual({
    tier: "cloud",
    score: 1.7,
    reason: "words such as “cosy”",
  });
  expect(route("cosy and enough").reason).toBe("words such as “cosy” and “enough”");
  expect(route("a lamp please")).toMatchObject({ tier: "local", score: -1.8 });
});

test("numbers are all alike, and so are nouns of any house, whatever it calls its own", () => {
  const route = taught({ ":noun to": 1, ":number": 3 });
  expect(route("the radiator to 22").score).toBe(route("the awning to thirty").score);
});

test("a sentence with nothing but many words says so", () => {
  expect(taught({ ":words 4": 3 })("la la la la")).toEqual({ tier: "cloud", score: 2, reason: "its length" });
});

test("a failure before and great length decide by themselves", () => {
  const fails = { failedBefore: true };
  expect(router.route("lamp on", { ...plain, ...fails })).toMatchObject({
    tier: "cloud",
    reason: "the last try failed",
  });
  expect(router.route("lamp ".repeat(100_000), plain)).toMatchObject({ tier: "cloud", reason: "very long" });
});

test("the table decides", () => {
  const brave = createRouter(undefined, { ...ROUTING, cloudFrom: 100 });
  expect(brave.route("why is it cold", plain).tier).toBe("local");
});
