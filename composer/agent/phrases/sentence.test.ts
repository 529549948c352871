import fc from "fast-check";
import { expect, test } from "vitest";
import { wordsOf } from "../../../kernel/names/words.ts";
import { sentenceOf } from "./sentence.ts";

test.each([
  ["add Schedule pet's vet visit to the list", 1, 5, "Schedule pet's vet visit"],
  ["add milk, Eggs and 1,500 nails, please", 1, 7, "milk, Eggs and 1,500 nails"],
  ["play “The Office”.", 1, 3, "The Office"],
  ["add 1.5 l of crème fraîche!", 1, 6, "1.5 l of crème fraîche"],
  ["add milk,eggs", 1, 2, "milk"],
])("%j from word %i to %i was written %j", (text, from, to, expected) => {
  expect(sentenceOf(text).said(from, to)).toBe(expected);
});

test("its words are those of the whole text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      expect(sentenceOf(text).words).toEqual(wordsOf(text));
    }),
  );
});
