import { UserError } from "../errors.ts";
import type { Moment, When } from "../times/index.ts";
import { sayWhen } from "../times/index.ts";
import { daysAhead, momentAt, weekdayOf } from "./due.ts";
import { dayOf, momentOf } from "./local.ts";
import type { Place } from "./place.ts";
import { sayDate } from "./say.ts";

type Once = Pick<Extract<When, { kind: "at" | "until" }>, "day" | "at">;

const DAY_MS = 86_400_000;
const HALF_DAY = 12;

/**
 * The moment a time comes once. Without a day it is the next one; of a bare "7" the sooner of morning and evening.
 * @throws UserError when it has passed, is left out by the clocks, or says no time of the day
 */
export function onceAt(when: Once, now: number, place: Place): number {
  const { day, at } = when;
  const said = sayWhen({ kind: "at", ...when });
  if (!at) throw new UserError(`At what time ${said}? Say it like “${said} at 18:00”.`);
  const moments = day === undefined || day === "today" ? halvesOf(at) : [at];
  const coming = daysOf(when, now, place).flatMap((each) =>
    moments.map((moment) => ({ day: each, moment, at: momentAt(each, moment, place) })),
  );
  const first = coming
    .filter((one) => one.at !== undefined && one.at > now)
    .toSorted((one, other) => (one.at ?? 0) - (other.at ?? 0))[0];
  if (first?.at === undefined) throw new UserError(`${capital(said)} has passed already.`);
  return "time" in first.moment ? clockAt(first.day, first.moment.time, place) : first.at;
}

/** The moment of a time by the clock on a day. @throws UserError where the clocks leap over it */
export function clockAt(day: number, time: string, { zone }: Place): number {
  const { at, isThere } = momentOf(day, time, zone);
  if (isThere) return at;
  throw new UserError(`There is no ${time} on ${sayDate(day)} in ${zone}: the clocks are put forward over it.`);
}

function daysOf({ day, at }: Once, now: number, place: Place): number[] {
  const today = dayOf(now, place.zone);
  if (day === "today") return [today];
  if (day === "tomorrow") return [today + DAY_MS];
  if (day === "after tomorrow") return [today + 2 * DAY_MS];
  if (day === undefined) return at && "time" in at ? [today, today + DAY_MS] : [...daysAhead(now, place)];
  return [...daysAhead(now, place).take(9)].filter((each) => each >= today && weekdayOf(each) === day);
}

/** A time of which morning or evening was not said is either. */
function halvesOf(at: Moment): Moment[] {
  if (!("time" in at) || !at.guess) return [at];
  const [hour = 0] = at.time.split(":").map(Number);
  const other = String((hour + HALF_DAY) % 24).padStart(2, "0");
  return [at, { time: `${other}${at.time.slice(2)}` }];
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
