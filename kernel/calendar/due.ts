import { Cron } from "croner";
import type { Weekday } from "../language/language.ts";
import { WEEKDAYS } from "../language/language.ts";
import type { Moment } from "../times/index.ts";
import { dayOf, momentOf } from "./local.ts";
import type { Place } from "./place.ts";
import { sunTime } from "./sun.ts";

/** When a task is due: once, by cron (5 or 6 fields), at a time of some days, or every so many seconds. */
export type Due =
  | { kind: "once"; at: number }
  | { kind: "cron"; pattern: string }
  | { kind: "days"; days: readonly Weekday[]; at: Moment }
  | { kind: "repeat"; seconds: number };

const DAY_MS = 86_400_000;
/** Days that are looked at for one on which the sun rises at all: beyond the polar circles it may be half a year. */
const MOST_DAYS = 400;

/**
 * The first time after `now` that something is due, epoch ms; undefined when it never is. A repetition keeps step
 * with when it `last` was due.
 */
export function nextOf(due: Due, now: number, place: Place, last = now): number | undefined {
  switch (due.kind) {
    case "once":
      return due.at > now ? due.at : undefined;
    case "cron":
      return cronOf(due.pattern, place).nextRun(new Date(now))?.getTime();
    case "repeat": {
      const ms = due.seconds * 1000;
      return last + ms * Math.max(1, Math.floor((now - last) / ms) + 1);
    }
    case "days":
      return daysAhead(now, place)
        .filter((day) => due.days.includes(weekdayOf(day)))
        .map((day) => momentAt(day, due.at, place))
        .find((at) => at !== undefined && at > now);
  }
}

/** @throws what croner says of a pattern that is none */
export const cronOf = (pattern: string, { zone }: Place): Cron =>
  new Cron(pattern, { timezone: zone, paused: true, mode: "5-or-6-parts" });

/** Local days as UTC midnight, from yesterday on: a time after sunset may be the next day's. */
export function* daysAhead(now: number, { zone }: Place) {
  const first = dayOf(now, zone) - DAY_MS;
  for (let index = 0; index < MOST_DAYS; index++) yield first + index * DAY_MS;
}

/** The weekday of a local day. */
export const weekdayOf = (day: number): Weekday => WEEKDAYS[(new Date(day).getUTCDay() + 6) % 7] ?? "monday";

/** When a moment of a local day comes, epoch ms; undefined where the sun does not rise or set on it, or nobody knows where. */
export function momentAt(day: number, moment: Moment, { zone, sun }: Place): number | undefined {
  if ("time" in moment) return momentOf(day, moment.time, zone).at;
  const at = sun && sunTime(moment.sun, sun, day);
  return at === undefined ? undefined : Math.round(at / 60_000) * 60_000 + moment.offset * 1000;
}
