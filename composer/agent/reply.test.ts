import { expect, test } from "vitest";
import { createReplies } from "./reply.ts";

const replies = createReplies();

const which = { kind: "which", question: "Which lamp?", choices: ["Left Lamp", "Right Lamp", "Floor Lamp"] } as const;
const confirm = { kind: "confirm", question: "All of them?", choices: ["yes", "no"] } as const;
const read = (text: string, question: typeof which | typeof confirm = which) =>
  replies.read(text, { ...question, choices: [...question.choices] });

test.each(["yes", "Yes!", "yes please", "please do it", "ok", "go ahead.", "sure, thanks"])("%j is a yes", (text) => {
  expect(read(text, confirm)).toEqual({ yes: true });
});

test.each(["no", "No.", "never mind", "don't", "cancel that please", "neither"])("%j", (text) => {
  expect(read(text, confirm)).toEqual(text.startsWith("cancel that") ? undefined : { no: true });
});

test.each([
  ["left lamp", "Left Lamp"],
  ["the left one", "Left Lamp"],
  ["Right, please", "Right Lamp"],
  ["I mean the floor lamp", "Floor Lamp"],
  ["the first one", "Left Lamp"],
  ["number 2", "Right Lamp"],
  ["the last", "Floor Lamp"],
])("%j is the %s", (text, choice) => {
  expect(read(text)).toEqual({ choice });
});

test("all of them are named together", () => {
  expect(read("both")).toEqual({ choice: "Left Lamp, Right Lamp and Floor Lamp" });
});

test.each(["lamp", "turn off the kitchen light", "the fourth", "yes", "", "…"])("%j chooses nothing", (text) => {
  expect(read(text)).toBeUndefined();
});

test.each([
  "undo",
  "Undo that.",
  "take it back",
  "please take that back",
  "put it back",
  "undo the last thing",
  "revert",
])("%j takes back", (text) => {
  expect(replies.isUndo(text)).toBe(true);
});

test.each(["undo the blinds", "take the bins out", "put the lights back on", "go back"])("%j does not", (text) => {
  expect(replies.isUndo(text)).toBe(false);
});

test("a bare yes or no could only be an answer", () => {
  expect(["yes", "No!", "ok thanks", "yes it is dark"].map(replies.isBare)).toEqual([true, true, true, false]);
});

test.each([
  ["the den", "Den Lamp"],
  ["die linke", "Linke Lampe"],
  ["die zweite bitte", "Linke Lampe"],
])("%j is the %s: a word that means nothing in one language may mean all in another", (text, choice) => {
  expect(replies.read(text, { kind: "which", question: "Which lamp?", choices: ["Den Lamp", "Linke Lampe"] })).toEqual({
    choice,
  });
});

test("a yes and an undo are heard in every language", () => {
  expect([read("ja bitte", confirm), read("nein", confirm), read("ja")]).toEqual([
    { yes: true },
    { no: true },
    undefined,
  ]);
  expect(["mach das rückgängig", "rückgängig bitte"].map(replies.isUndo)).toEqual([true, true]);
});
