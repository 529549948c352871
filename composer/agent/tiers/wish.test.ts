import { expect, test } from "vitest";
import { tierWish } from "./wish.ts";

test.each([
  ["use the cloud for this", "cloud", ""],
  ["Use the cloud: what is on?", "cloud", "what is on?"],
  ["ask ChatGPT to tidy up the kitchen lights", "cloud", "tidy up the kitchen lights"],
  ["please use the local model for this: turn it off", "local", "turn it off"],
  ["plan my evening, use the cloud", "cloud", "plan my evening"],
  ["plan my evening with the cloud.", "cloud", "plan my evening"],
  ["nimm die Cloud dafür: mach es gemütlich", "cloud", "mach es gemütlich"],
  ["mach es gemütlich, mit der Cloud", "cloud", "mach es gemütlich"],
])("%j is for the %s, and says %j", (sentence, tier, rest) => {
  expect(tierWish(sentence)).toEqual({ tier, rest });
});

test.each([
  "turn on the light, but not with the cloud",
  "don't do this with the cloud",
  "mach es gemütlich, aber nicht mit der Cloud",
  "is the cloud down",
  "turn on the cloud lamp",
  "show me the clouds",
  "start the local model of the train",
  "",
])("%j says nothing of who is to answer", (sentence) => {
  expect(tierWish(sentence)).toBeUndefined();
});
