import { expect, test } from "vitest";
import { toldOf } from "./testing.ts";
import { isWhole, shapeOf } from "./shape.ts";

test.each([
  ["turn off the hall light", { acts: 1, opens: 1 }],
  ["could you please turn off the hall and kitchen lights", { acts: 1, opens: 1 }],
  ["turn off the hall light and start creative, then lock the front door", { acts: 3, opens: 3 }],
  ["turn off the tv and tell me where grafana is", { acts: 1, opens: 2 }],
  ["mach das Licht aus und starte creative", { acts: 2, opens: 2 }],
  ["is the front door open", { acts: 0, opens: 1 }],
  ["if it is cold, turn on the heating", { acts: 1, isConditional: true }],
  ["if it is cold, turn on the heating, otherwise open the window", { isConditional: true, hasOtherwise: true }],
  ["which of the two is warmer", { acts: 0, opens: 1, isThinking: true, isChoosing: true }],
  ["is it warmer than 20 degrees, and where is grafana", { acts: 0, opens: 2, isThinking: false }],
  ["turn off the light in ten minutes", { time: "later" }],
  ["turn off the light at 7 pm", { time: "later" }],
  ["every monday back up survival", { time: "later" }],
  ["turn on the light for ten minutes", { time: "lasting" }],
  ["set the light to 30 percent now", { time: undefined }],
])("%j", (sentence, shape) => {
  expect(shapeOf(sentence)).toMatchObject({ isConditional: false, isThinking: false, ...shape });
});

const [read, write, other] = [toldOf({ risk: "read" }), toldOf({ risk: "write" }), toldOf({ server: "vm" })];
const task = toldOf({ args: { when: "every day at 03:00", what: "start creative and turn off the light" } });

test.each([
  ["turn off the hall light", [write], true],
  ["turn off the hall light and start creative", [write], false],
  ["turn off the hall light and start creative", [write, write], true],
  ["turn off whatever is on", [read], false],
  ["is the front door open", [read], true],
  ["tell me about the front door and the window", [read, read], false],
  ["which of the two is warmer", [read], false],
  ["which lights are on", [read], true],
  ["is it warmer than 20 degrees", [read], true],
  ["where is grafana and is the front door locked", [read], false],
  ["where is grafana and is the front door locked", [read, read], true],
  ["every night at 3 start creative and turn off the light", [task], true],
  ["if it is cold, turn on the heating", [read], false],
  ["if it is cold, turn on the heating, otherwise open the window", [read, write], true],
  ["some light would be nice", [write], true],
  ["turn on the light for ten minutes", [write], false],
  ["turn on the light for ten minutes", [write, task], true],
])("%j with %o is whole: %s", (sentence, done, whole) => {
  expect(isWhole(shapeOf(sentence), done)).toBe(whole);
});

test("what a sentence speaks of in two parts of the house is not done in one", () => {
  const shape = shapeOf("the hall light off, windows-lab on");
  expect([[write], [write, write], [write, other]].map((done) => isWhole(shape, done, 2))).toEqual([
    false,
    false,
    true,
  ]);
});

test.each([
  ["how well is the lab doing", true],
  ["Is the hall light on?", true],
  ["could you tell whether the kitchen light burns", true],
  ["tell me about the hall light", true],
  ["welche lampen sind an", true],
  ["have that left lamp on", false],
  ["tell the hall light to be on", false],
  ["do switch the lamp on", false],
  ["is it dark? then turn on the lamp", false],
  ["is it dark, put the lamp on then", false],
  ["what a mess, lights off please", false],
  ["where is grafana and start the lab", false],
  ["it is too dark in here", false],
  ["we're out of eggs", false],
  ["give me some light on the counter", false],
])("%j is a question alone: %s", (sentence, isQuestion) => {
  expect(shapeOf(sentence).isQuestion).toBe(isQuestion);
});
