import { sayWhen } from "../times/index.ts";
import type { Due } from "./due.ts";
import { dayOf, isoOf, timeOf } from "./local.ts";
import type { Place } from "./place.ts";

const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;
const MINUTE_MS = 60_000;
const PRECISE_MS = 3 * MINUTE_MS;
const named = Intl.DateTimeFormat("en-GB", { timeZone: "UTC", weekday: "long", day: "numeric", month: "long" });
const weekday = Intl.DateTimeFormat("en-GB", { timeZone: "UTC", weekday: "long" });

/** A local day, given as UTC midnight: "Sunday 29 March 2026". */
export const sayDate = (day: number): string =>
  `${named.format(day).replace(",", "")} ${new Date(day).getUTCFullYear()}`;

/** A moment as people say it now: "today 19:00", "tomorrow 07:00", "Monday 07:00", "Thursday 24 December 18:00". */
export function sayMoment(at: number, now: number, { zone }: Place): string {
  const [day, today] = [dayOf(at, zone), dayOf(now, zone)];
  const ahead = (day - today) / DAY_MS;
  // Of what is some minutes away nobody wants to hear the seconds.
  const time = timeOf(at - now > PRECISE_MS ? at - (at % MINUTE_MS) : at, zone);
  if (ahead === 0) return `today ${time}`;
  if (ahead === 1) return `tomorrow ${time}`;
  if (ahead > 1 && ahead < WEEK_DAYS) return `${weekday.format(day)} ${time}`;
  const isThisYear = new Date(day).getUTCFullYear() === new Date(today).getUTCFullYear();
  return `${isThisYear ? sayDate(day).replace(/ \d+$/, "") : sayDate(day)} ${time}`;
}

/** When something is due, in words; it begins in lower case. */
export function sayDue(due: Due, now: number, place: Place): string {
  switch (due.kind) {
    case "once":
      return sayMoment(due.at, now, place);
    case "cron":
      return `by cron ${due.pattern}`;
    case "days":
      return sayDays(due);
    case "repeat":
      return sayWhen(due);
  }
}

/** The text that is kept of it, which reads as the same again at any time. */
export function writeDue(due: Due, { zone }: Place): string {
  if (due.kind === "once") return isoOf(due.at, zone);
  if (due.kind === "cron") return due.pattern;
  return due.kind === "days" ? sayDays(due) : sayWhen(due);
}

const sayDays = ({ days, at }: Extract<Due, { kind: "days" }>) => sayWhen({ kind: "every", days: [...days], at });
