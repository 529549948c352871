import fc from "fast-check";
import { expect, test } from "vitest";
import { WEEKDAYS } from "../language/language.ts";
import type { Due, Place } from "./index.ts";
import { nextOf, placeOf, readDue, sayDue, sayMoment, writeDue } from "./index.ts";

const BERLIN: Place = { zone: "Europe/Berlin", sun: { latitude: 52.52, longitude: 13.41 } };
const NEW_YORK: Place = { zone: "America/New_York", sun: { latitude: 40.71, longitude: -74.01 } };
/** Tuesday 24 November 2026, 10:15 in Berlin, 04:15 in New York. */
const NOW = Date.parse("2026-11-24T09:15:00Z");
const iso = (at: number | undefined) =>
  at === undefined ? "never" : new Date(at).toISOString().replace(":00.000", "");
const next = (text: string, now = NOW, place = BERLIN) => iso(nextOf(readDue(text, now, place), now, place));
/** The next few times of it. */
function times(text: string, count: number, now: number, place: Place): string[] {
  const due = readDue(text, now, place);
  const found: string[] = [];
  for (let at = now, index = 0; index < count; index++) {
    at = nextOf(due, at, place, at) ?? Number.NaN;
    found.push(iso(at));
  }
  return found;
}

test("what is once is the same moment when it is read as it was written", () => {
  for (const text of ["in 20 minutes", "2026-12-24T18:00:00.250Z", "at sunset"]) {
    const due = readDue(text, NOW + 250, BERLIN);
    expect(readDue(writeDue(due, BERLIN), NOW + 250, BERLIN)).toEqual(due);
  }
});

test.each([
  ["in 20 minutes", "today 10:35", "2026-11-24T09:35Z"],
  ["for ten minutes", "today 10:25", "2026-11-24T09:25Z"],
  ["at 7", "today 19:00", "2026-11-24T18:00Z"],
  ["at 07:00", "tomorrow 07:00", "2026-11-25T06:00Z"],
  ["at 11", "today 11:00", "2026-11-24T10:00Z"],
  ["tomorrow at seven", "tomorrow 07:00", "2026-11-25T06:00Z"],
  ["on Friday at 6 pm", "Friday 18:00", "2026-11-27T17:00Z"],
  ["on Tuesday at 9 am", "Tuesday 1 December 09:00", "2026-12-01T08:00Z"],
  ["until 22:00", "today 22:00", "2026-11-24T21:00Z"],
  ["at sunset", "today 16:03", "2026-11-24T15:03Z"],
  ["30 minutes before sunrise", "tomorrow 07:15", "2026-11-25T06:15Z"],
  ["2026-12-24 18:00", "Thursday 24 December 18:00", "2026-12-24T17:00Z"],
  ["2026-12-24T18:00:00Z", "Thursday 24 December 19:00", "2026-12-24T18:00Z"],
  ["on 24 December at 18:00", "Thursday 24 December 18:00", "2026-12-24T17:00Z"],
  ["December 24th, 2027 at 6 pm", "Friday 24 December 2027 18:00", "2027-12-24T17:00Z"],
  ["on the 1st of February at noon", "Monday 1 February 2027 12:00", "2027-02-01T11:00Z"],
  ["at 18:00 on 29 February", "Tuesday 29 February 2028 18:00", "2028-02-29T17:00Z"],
  ["am 24. Dezember um 18 Uhr", "Thursday 24 December 18:00", "2026-12-24T17:00Z"],
  ["every weekday at 07:00", "every weekday at 07:00", "2026-11-25T06:00Z"],
  ["every weekday at seven", "every weekday at 07:00", "2026-11-25T06:00Z"],
  ["every day 15 minutes after sunset", "every day 15 minutes after sunset", "2026-11-24T15:18Z"],
  ["every 15 minutes", "every 15 minutes", "2026-11-24T09:30Z"],
  ["jeden Montag um 9 Uhr", "every Monday at 09:00", "2026-11-30T08:00Z"],
  ["0 7 * * 1-5", "every weekday at 07:00", "2026-11-25T06:00Z"],
  ["0 30 9 * * 0,6", "every Saturday and Sunday at 09:30", "2026-11-28T08:30Z"],
  ["*/20 * * * *", "by cron */20 * * * *", "2026-11-24T09:20Z"],
  ["0 9 L * *", "by cron 0 9 L * *", "2026-11-30T08:00Z"],
])("%j is %j, next at %s", (text, said, at) => {
  const due = readDue(text, NOW, BERLIN);
  expect([sayDue(due, NOW, BERLIN), next(text)]).toEqual([said, at]);
});

test.each([
  ["31 February at noon", "There is no 31 february: that month is shorter."],
  ["on 29 February 2027 at noon", "There is no 29 february 2027: that month is shorter."],
  ["2026-02-31 12:00", "There is no 2026-02-31 12:00: that day or time does not exist."],
  ["2027-01-01 25:00", "There is no 2027-01-01 25:00: that day or time does not exist."],
  ["0 0 31 2 *", "“0 0 31 2 *” never comes."],
  ["0 99 * * *", "0 99 * * * is no cron: Invalid value for hour: 99."],
  ["*/0 * * * *", "*/0 * * * * is no cron: Syntax error, illegal stepping: 0."],
  ["* * * * * *", "“* * * * * *” is too often: at most every 10 seconds."],
  ["every 0 minutes", "“every 0 minutes” is too often: at most every 10 seconds."],
  ["every second", "“every second” is too often: at most every 10 seconds."],
  ["today at 07:00", "Today at 07:00 has passed already."],
  ["2026-11-24 10:15", "“2026-11-24 10:15” has passed already."],
  ["in 9000 days", "“in 9000 days” is more than ten years away."],
  [
    "on 28 March 2027 at 02:30",
    "There is no 02:30 on Sunday 28 March 2027 in Europe/Berlin: the clocks are put forward over it.",
  ],
  [
    "2027-03-28T02:30",
    "There is no 02:30 on Sunday 28 March 2027 in Europe/Berlin: the clocks are put forward over it.",
  ],
  ["on Friday", "At what time on Friday? Say it like “on Friday at 18:00”."],
  ["every monday", "At what time every Monday? Say it like “every Monday at 07:00”."],
  ["on 24 December", "At what time? Say it like “on 24 December at 18:00”."],
  [
    "at 25:00",
    "When is “at 25:00”? Say it like “in 20 minutes”, “tomorrow at 07:00”, “every weekday at 07:00”, “at sunset”, or as cron.",
  ],
  [
    "soon\n\n* * * * *",
    "When is “soon * * * * *”? Say it like “in 20 minutes”, “tomorrow at 07:00”, “every weekday at 07:00”, “at sunset”, or as cron.",
  ],
  [
    "\n",
    "When is “”? Say it like “in 20 minutes”, “tomorrow at 07:00”, “every weekday at 07:00”, “at sunset”, or as cron.",
  ],
  ["x".repeat(256), "A time has at most 255 characters."],
])("%j is refused in one line", (text, why) => {
  expect(() => readDue(text, NOW, BERLIN)).toThrow(why);
});

test("the sun needs a place, and does not rise everywhere", () => {
  const where = "Where is the house? Sunrise and sunset need STEWARD_LOCATION, such as 52.52,13.41.";
  expect(() => readDue("at sunset", NOW, { zone: "Europe/Berlin" })).toThrow(where);
  expect(() => readDue("every day at sunrise", NOW, { zone: "Europe/Berlin" })).toThrow(where);
  const tromso: Place = { zone: "Europe/Oslo", sun: { latitude: 69.65, longitude: 18.96 } };
  // The polar night there ends in the middle of January.
  expect(next("at sunrise", Date.parse("2026-12-01T12:00Z"), tromso)).toMatch(/^2027-01-1\d/);
  const pole: Place = { zone: "UTC", sun: { latitude: 90, longitude: 0 } };
  expect(() => readDue("every day at sunset", NOW, pole)).toThrow("“every day at sunset” never comes.");
});

// By the longer equations of NOAA's solar calculator (gml.noaa.gov/grad/solcalc), to the minute.
test.each([
  [
    "sunrise",
    "2026-06-21T00:00Z",
    { zone: "Europe/London", sun: { latitude: 51.5, longitude: -0.13 } },
    "2026-06-21T03:43Z",
  ],
  [
    "sunset",
    "2026-06-21T00:00Z",
    { zone: "Europe/London", sun: { latitude: 51.5, longitude: -0.13 } },
    "2026-06-21T20:22Z",
  ],
  ["sunrise", "2026-12-21T05:00Z", NEW_YORK, "2026-12-21T12:17Z"],
  ["sunset", "2026-12-21T05:00Z", NEW_YORK, "2026-12-21T21:32Z"],
])("%s after %s is within two minutes of a longer reckoning", (event, now, place, at) => {
  const found = Date.parse(next(`at ${event}`, Date.parse(now), place));
  expect(Math.abs(found - Date.parse(at))).toBeLessThanOrEqual(2 * 60_000);
});

test("in two zones a clock put forward moves a time behind the gap, and one put back lets it come once", () => {
  expect(times("every day at 02:30", 3, Date.parse("2027-03-27T00:00Z"), BERLIN)).toEqual([
    "2027-03-27T01:30Z",
    "2027-03-28T01:30Z", // 03:30 there, as there is no 02:30
    "2027-03-29T00:30Z",
  ]);
  expect(times("every day at 02:30", 3, Date.parse("2026-10-24T12:00Z"), BERLIN)).toEqual([
    "2026-10-25T00:30Z", // the first of two
    "2026-10-26T01:30Z",
    "2026-10-27T01:30Z",
  ]);
  expect(times("every day at 02:30", 2, Date.parse("2027-03-14T05:00Z"), NEW_YORK)).toEqual([
    "2027-03-14T07:30Z",
    "2027-03-15T06:30Z",
  ]);
  expect(times("every day at 01:30", 2, Date.parse("2026-11-01T04:00Z"), NEW_YORK)).toEqual([
    "2026-11-01T05:30Z",
    "2026-11-02T06:30Z",
  ]);
  // By cron too; and what comes every hour comes in each of the 25 or 23 hours.
  expect(times("5 2,3 * * *", 3, Date.parse("2027-03-28T00:00Z"), BERLIN)).toHaveLength(3);
  expect(times("every hour", 4, Date.parse("2026-10-24T23:00Z"), BERLIN).at(-1)).toBe("2026-10-25T03:00Z");
});

test("29 February is every four years, and the last day of a month is its own", () => {
  const from = Date.parse("2027-01-01T00:00Z");
  expect(times("0 12 29 2 *", 2, from, { zone: "UTC" })).toEqual(["2028-02-29T12:00Z", "2032-02-29T12:00Z"]);
  expect(times("0 12 L * *", 3, from, { zone: "UTC" })).toEqual([
    "2027-01-31T12:00Z",
    "2027-02-28T12:00Z",
    "2027-03-31T12:00Z",
  ]);
});

test("a repetition keeps step with when it was last due, however late it is", () => {
  const due: Due = { kind: "repeat", seconds: 900 };
  expect(iso(nextOf(due, NOW + 100 * 60_000, BERLIN, NOW))).toBe("2026-11-24T11:00Z");
  expect(nextOf(due, NOW, BERLIN, NOW)).toBe(NOW + 900_000);
  // A clock that was put back does not bring it again.
  expect(nextOf(due, NOW - 3_600_000, BERLIN, NOW)).toBe(NOW + 900_000);
});

test("a moment is said by how far away it is", () => {
  const said = (text: string) => sayMoment(Date.parse(text), NOW, BERLIN);
  expect(said("2026-11-24T22:59:59Z")).toBe("today 23:59");
  expect(said("2026-11-24T23:00:00Z")).toBe("tomorrow 00:00");
  expect(said("2026-11-30T06:00:00Z")).toBe("Monday 07:00");
  expect(said("2026-12-01T06:00:00Z")).toBe("Tuesday 1 December 07:00");
  expect(said("2026-11-23T06:00:00Z")).toBe("Monday 23 November 07:00");
  expect(said("2028-02-29T06:00:00Z")).toBe("Tuesday 29 February 2028 07:00");
});

test("the place is read from the settings, and told when it is none", () => {
  expect(placeOf({ TZ: "UTC", STEWARD_LOCATION: [1, 2] })).toEqual({ zone: "UTC", sun: { latitude: 1, longitude: 2 } });
  expect(placeOf({ TZ: "UTC" })).toEqual({ zone: "UTC" });
});

const time = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map((parts) => ({ time: parts.map((part) => String(part).padStart(2, "0")).join(":") }));
const sun = fc.record({
  sun: fc.constantFrom("sunrise" as const, "sunset" as const),
  offset: fc.integer({ min: -180, max: 180 }).map((minutes) => minutes * 60),
});
const days = fc.subarray([...WEEKDAYS], { minLength: 1 });
const dues: fc.Arbitrary<Due> = fc.oneof(
  fc.record({ kind: fc.constant("once" as const), at: fc.integer({ min: 1, max: 3e6 }).map((s) => NOW + s * 1000) }),
  fc.record({ kind: fc.constant("days" as const), days, at: fc.oneof(time, sun) }),
  fc.record({ kind: fc.constant("repeat" as const), seconds: fc.integer({ min: 10, max: 3e6 }) }),
);

test("what is kept of a due time reads as the same again, also later and elsewhere in time", () => {
  fc.assert(
    fc.property(dues, fc.constantFrom(BERLIN, NEW_YORK), (due, place) => {
      expect(readDue(writeDue(due, place), NOW, place)).toEqual(due);
    }),
    { numRuns: 300 },
  );
});

test("the next time is always ahead, and nothing lies between", () => {
  const now = fc.integer({ min: NOW, max: NOW + 366 * 86_400_000 });
  fc.assert(
    fc.property(dues, now, fc.constantFrom(BERLIN, NEW_YORK), (due, at, place) => {
      const after = nextOf(due, at, place);
      if (after === undefined) return;
      expect(after).toBeGreaterThan(at);
      if (due.kind === "days") expect(nextOf(due, (at + after) / 2, place)).toBe(after);
    }),
    { numRuns: 300 },
  );
});
