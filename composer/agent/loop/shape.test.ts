import { expect, test } from "vitest";
import { toldOf } from "./testing.ts";
import { isWhole, shapeOf } from "./shape.ts";

test.each([
  ["turn off the hall light", { acts: 1, parts: 1 }],
  ["could you please turn off the hall and kitchen lights", { acts: 1, parts: 1 }],
  ["turn off the hall light and start creative, then lock the front door", { acts: 3, parts: 3 }],
  ["the hall light off and start creative", { acts: 1, parts: 2 }],
  ["mach das Licht aus und starte creative", { acts: 2, parts: 2 }],
  ["is the front door open", { acts: 0, parts: 0 }],
  ["if it is cold, turn on the heating", { acts: 1, parts: 1, isConditional: true }],
  ["which of the two is warmer", { acts: 0, isThinking: true }],
])("%j", (sentence, shape) => {
  expect(shapeOf(sentence)).toMatchObject({ isConditional: false, isThinking: false, ...shape });
});

const [read, write] = [toldOf({ risk: "read" }), toldOf({ risk: "write" })];

test.each([
  ["turn off the hall light", [write], true],
  ["turn off the hall light and start creative", [write], false],
  ["turn off the hall light and start creative", [write, write], true],
  ["turn off whatever is on", [read], false],
  ["is the front door open", [read], true],
  ["is the front door open, and the window", [read, read], false],
  ["which of the two is warmer", [read], false],
  ["if it is cold, turn on the heating", [read], false],
  ["if it is cold, turn on the heating, otherwise open the window", [read, write], true],
  ["some light would be nice", [write], true],
])("%j with %o is whole: %s", (sentence, done, whole) => {
  expect(isWhole(shapeOf(sentence), done)).toBe(whole);
});
