import fc from "fast-check";
import { expect, test } from "vitest";
import { english } from "../language/english.ts";
import { WEEKDAYS } from "../language/language.ts";
import { wordsOf } from "../names/words.ts";
import type { When } from "./index.ts";
import { durationReader, sayWhen, when, whenReader } from "./index.ts";

const reader = whenReader(english);
const durations = durationReader(english);
// The reading of a whole text.
const read = (text: string) => {
  const words = wordsOf(text);
  return reader.read(words, 0).find(({ end }) => end === words.length)?.value;
};

test.each([
  ["in twenty minutes", "in 20 minutes"],
  ["in an hour and a half", "in 1 hour and 30 minutes"],
  ["in half an hour", "in 30 minutes"],
  ["ten minutes from now", "in 10 minutes"],
  ["after 2 hours", "in 2 hours"],
  ["for ten minutes", "for 10 minutes"],
  ["until ten pm", "until 22:00"],
  ["until sunset", "until sunset"],
  ["every 15 minutes", "every 15 minutes"],
  ["every hour", "every hour"],
  ["at seven pm", "at 19:00"],
  ["at 7:30 am", "at 07:30"],
  ["at 19:30", "at 19:30"],
  ["at 7pm", "at 19:00"],
  ["at half past six in the evening", "at 18:30"],
  ["at a quarter to eight in the morning", "at 07:45"],
  ["at twenty past nine pm", "at 21:20"],
  ["at seven thirty pm", "at 19:30"],
  ["at noon", "at 12:00"],
  ["at midnight", "at 00:00"],
  ["tomorrow at 18:30", "tomorrow at 18:30"],
  ["at 6 pm tomorrow", "tomorrow at 18:00"],
  ["tomorrow morning", "tomorrow at 08:00"],
  ["tomorrow evening at eight", "tomorrow at 20:00"],
  ["tonight at 11", "today at 23:00"],
  ["tonight", "today at 20:00"],
  ["tonight at midnight", "tomorrow at 00:00"],
  ["tonight at one", "tomorrow at 01:00"],
  ["at 7 p.m.", "at 19:00"],
  ["in 5 mins", "in 5 minutes"],
  ["until tomorrow at 8 am", "until tomorrow 08:00"],
  ["on the weekend at noon", "every Saturday and Sunday at 12:00"],
  ["monday to friday at 07:15", "every weekday at 07:15"],
  ["at seven", "at 07:00 or 19:00"],
  ["on Friday at 6 pm", "on Friday at 18:00"],
  ["next Friday", "on Friday"],
  ["every weekday at 07:00", "every weekday at 07:00"],
  ["at 7 am on weekdays", "every weekday at 07:00"],
  ["on Mondays and Thursdays at 9 am", "every Monday and Thursday at 09:00"],
  ["every Monday, Wednesday and Friday at noon", "every Monday, Wednesday and Friday at 12:00"],
  ["every day at sunset", "every day at sunset"],
  ["daily at 22:15", "every day at 22:15"],
  ["every evening", "every day at 19:00"],
  ["every evening at nine", "every day at 21:00"],
  ["at sunset", "at sunset"],
  ["30 minutes before sunset", "30 minutes before sunset"],
  ["an hour after sunrise every day", "every day 1 hour after sunrise"],
  ["the day after tomorrow at noon", "the day after tomorrow at 12:00"],
])("%j is %j", (text, said) => {
  const value = read(text);
  expect(value && sayWhen(value)).toBe(said);
});

test.each(["seven", "7", "friday", "morning", "in the", "every", "at", "at 25", "twenty", "half", "for the kitchen"])(
  "%j is no time",
  (text) => expect(read(text)).toBeUndefined(),
);

test("where morning or evening was not said, the time is a guess", () => {
  expect(read("at seven")).toEqual({ kind: "at", at: { time: "07:00", guess: true } });
  expect(read("at 7:30")).toEqual({ kind: "at", at: { time: "07:30", guess: true } });
  expect(read("every day at a quarter to one")).toEqual({
    kind: "every",
    days: [...WEEKDAYS],
    at: { time: "12:45", guess: true },
  });
  expect(read("at 07:30")).toEqual({ kind: "at", at: { time: "07:30" } });
});

test.each([
  ["ten minutes", 600],
  ["1 hour, 2 minutes and 3 seconds", 3723],
  ["two and a half hours", 9000],
  ["a day", 86_400],
  ["ten", undefined],
  ["minus five minutes", undefined],
])("%j lasts %j seconds", (text, seconds) => {
  expect(durations.read(wordsOf(text), 0)?.value).toBe(seconds);
});

const time = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map(([hour, minute]) => ({ time: `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}` }));
const sun = fc.record({
  sun: fc.constantFrom("sunrise" as const, "sunset" as const),
  offset: fc.integer({ min: -20_000, max: 20_000 }),
});
const at = fc.oneof(time, sun);
const seconds = fc.integer({ min: 1, max: 3_000_000 });
const days = fc.subarray([...WEEKDAYS], { minLength: 1 });
const whens: fc.Arbitrary<When> = fc.oneof(
  fc.record({ kind: fc.constantFrom("in" as const, "for" as const, "repeat" as const), seconds }),
  fc.record({ kind: fc.constant("until" as const), at }),
  fc.record({ kind: fc.constant("until" as const), day: fc.constantFrom("tomorrow" as const, "friday" as const), at }),
  fc.record({ kind: fc.constant("at" as const), at }),
  fc.record({
    kind: fc.constant("at" as const),
    at,
    day: fc.constantFrom("today" as const, "tomorrow" as const, "after tomorrow" as const, ...WEEKDAYS),
  }),
  fc.record({ kind: fc.constant("every" as const), days, at }),
);

// From ten to noon a written time does not tell its half of the day.
const plain = (value: When | undefined) => JSON.parse(JSON.stringify(value ?? null).replace(',"guess":true', ""));

test("what is said of a time is read as that time", () => {
  fc.assert(
    fc.property(whens, (value) => {
      expect(when.parse(value)).toEqual(value);
      const said = sayWhen(value);
      expect({ said, read: plain(read(said)) }).toEqual({ said, read: value });
    }),
    { numRuns: 2000 },
  );
});
