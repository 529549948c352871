import { expect, test } from "vitest";
import { ROUTING, createRouter } from "./router.ts";

const plain = { unknown: undefined, domains: ["homeassistant"], failedBefore: false };
const router = createRouter();

test.each([
  ["it's way too dark in here", "local", "one part of the house"],
  ["if you could turn the hall light on that would be great", "local", "one part of the house"],
  ["turn the lamp on when you get a chance", "local", "one part of the house"],
  ["turn the heater on when the window is closed", "cloud", "a condition"],
  ["which lamp is the brightest", "cloud", "a comparison"],
  ["everything off except the hall", "cloud", "an exception"],
  ["dim them one after another", "cloud", "an order of steps"],
  ["turn off whichever is on", "cloud", "a choice among things"],
  ["why is it cold", "cloud", "something to think through"],
  ["mach das licht aus, wenn niemand da ist", "cloud", "a condition"],
  ["welche lampe ist am hellsten", "cloud", "a comparison"],
  ["lamp on, door shut, blinds down, radio on and heating off", "cloud", "5 clauses"],
  ["if it rains compare the two and explain why", "cloud", "a condition, a comparison and something to think through"],
] as const)("%s → %s: %s", (sentence, tier, reason) => {
  expect(router.route(sentence, plain)).toMatchObject({ tier, reason });
});

test("more than one part of the house, a failure before, and great length count", () => {
  const route = (more: object, sentence = "do it") => router.route(sentence, { ...plain, ...more });
  const both = { domains: ["minecraft", "vm"] };
  expect(route(both, "start it and stop that")).toEqual({ tier: "cloud", score: 3, reason: "2 parts of the house" });
  expect(route(both)).toEqual({ tier: "local", score: 2, reason: "2 parts of the house" });
  expect(route({ failedBefore: true })).toEqual({ tier: "cloud", score: 3, reason: "the last try failed" });
  expect(route({ domains: [] })).toEqual({ tier: "local", score: 0, reason: "nothing hard in it" });
  expect(route({ unknown: "a b c d e f g h i" })).toEqual({ tier: "local", score: 1, reason: "much of it unread" });
  expect(route({}, "lamp ".repeat(19))).toMatchObject({ tier: "local", score: 1, reason: "long" });
  expect(route({}, "lamp ".repeat(100_000))).toMatchObject({ tier: "cloud", reason: "very long" });
});

test("the table decides", () => {
  const brave = createRouter({ ...ROUTING, cloudFrom: 4 });
  expect(brave.route("why is it cold", plain).tier).toBe("local");
});
