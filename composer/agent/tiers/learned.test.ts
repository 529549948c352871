import { expect, test } from "vitest";
import { LEARNED, readLearned, writeLearned } from "./learned.ts";

test("what is learnt is written a line for all marks of the same points, and read again as it was", () => {
  const learned = {
    start: -1.2,
    points: new Map([
      ["how long", 0.4],
      [":parts 2", 1.5],
      ["cheapest", 1.5],
      ["please", -0.6],
    ]),
  };
  const text = writeLearned(learned);
  expect(text).toBe(["start: -1.2", "1.5: :parts 2, cheapest", "0.4: how long", "-0.6: please", ""].join("\n"));
  expect(readLearned(text)).toEqual(learned);
});

test("it is small: no sentence is remembered, only words and pairs of them", () => {
  expect(Math.max(...[...LEARNED.points.keys()].map((mark) => mark.split(" ").length))).toBe(2);
  expect(writeLearned(LEARNED).length).toBeLessThan(60_000);
});
