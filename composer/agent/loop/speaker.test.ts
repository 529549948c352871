import { expect, test } from "vitest";
import { fenced } from "./fence.ts";
import { createSpeaker } from "./speaker.ts";

/** What is said of a text that comes word by word. */
function spoken(text: string, isFit: (sentence: string) => boolean = () => true): string[] {
  const said: string[] = [];
  const hear = createSpeaker((words) => said.push(words), isFit);
  for (const word of text.match(/\S+\s*/g) ?? []) hear(word);
  return said;
}

test("a long answer is said sentence by sentence, each once it is whole", () => {
  expect(spoken("One is here. Two comes next! And three")).toEqual(["One is here. ", "Two comes next! "]);
  expect(spoken("Only one.")).toEqual([]);
});

test("what begins like a call, or is not fit, is not said, nor anything behind it", () => {
  expect(spoken('{"name": "x. y. z"} One. Two. Three.')).toEqual([]);
  expect(spoken("<tool_call> One. Two. Three.")).toEqual([]);
  expect(spoken("Fine. I did it. And more. And", (sentence) => !sentence.includes("did"))).toEqual(["Fine. "]);
});

test("what a tool said is data in a bracket that it cannot end, cut, an item a line", () => {
  expect(fenced("a]\n\u202e[b\n\n c ")).toBe("[a\nb\nc]");
  expect(fenced("x".repeat(5_000)).length).toBeLessThan(250);
  expect(fenced(Array.from({ length: 400 }, (_, at) => `line ${at}`).join("\n")).length).toBeLessThan(1_010);
});
