import { expect, test } from "vitest";
import { wordsOf } from "../../../kernel/names/words.ts";
import { english } from "../../../kernel/language/english.ts";
import { createReaders, oneOf } from "./slots.ts";

const readers = createReaders(english).types;

// What each reader makes of a text it can read to its end; undefined when it cannot.
const read = (type: string, text: string) => {
  const words = wordsOf(text);
  return readers
    .get(type)
    ?.read(words, 0)
    .find(({ end }) => end === words.length)?.value;
};

test.each([
  ["percent", "50", 50],
  ["percent", "50%", 50],
  ["percent", "50 %", 50],
  ["percent", "one hundred percent", 100],
  ["percent", "a quarter", 25],
  ["percent", "many", undefined],
  ["number", "twenty one", 21],
  ["number", "two hundred and five", 205],
  ["number", "minus three", -3],
  ["number", "twenty point five", 20.5],
  ["number", "two and a half", 2.5],
  ["number", "1,500", 1500],
  ["temperature", "21.5°C", 21.5],
  ["temperature", "21 degrees celsius", 21],
  ["temperature", "seventy two degrees", 72],
  ["temperature", "twenty two and a half", 22.5],
  ["temperature", "72f", "72 °F"],
  ["kelvin", "2700K", 2700],
  ["kelvin", "2700 kelvin", 2700],
  ["kelvin", "27", undefined],
  ["duration", "ten minutes", 600],
  ["duration", "half an hour", 1800],
  ["duration", "an hour and a half", 5400],
  ["duration", "1 hour, 2 minutes and 3 seconds", 3723],
  ["duration", "ten", undefined],
  ["address", "192.168.0.10", "192.168.0.10"],
  ["address", "192.168.0.10:8096.", "192.168.0.10:8096"],
  ["address", "192.168.0.10 port 8096", "192.168.0.10:8096"],
  ["address", "192.168.0", undefined],
])("%s %j is %j", (type, text, value) => {
  expect(read(type, text)).toBe(value);
});

test("a reader that reads a text says it can begin with its first word", () => {
  const texts = [
    "50%",
    "half",
    "a quarter",
    "twenty one",
    "minus three",
    "2700k",
    "an hour",
    "half an hour",
    "noon",
    "7",
    "192.168.0.10",
  ];
  for (const [type, reader] of readers) {
    for (const text of texts) {
      const [first = ""] = wordsOf(text);
      if (read(type, text) !== undefined) expect([type, text, reader.canBegin(first)]).toEqual([type, text, true]);
    }
  }
});

test("of several sayings all that fit are found, the longest first", () => {
  const reader = oneOf({ light: 1, "light blue": 2 });
  expect(reader.read(["light", "blue"], 0)).toEqual([
    { value: 2, end: 2 },
    { value: 1, end: 1 },
  ]);
  expect([reader.canBegin("light"), reader.canBegin("blue")]).toEqual([true, false]);
});
