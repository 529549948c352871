import { counted, listed } from "../text.ts";
import type { Weekday } from "../language/language.ts";
import { WEEKDAYS } from "../language/language.ts";
import type { Day, Moment, When } from "./when.ts";

const UNITS = [
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

/** A duration in seconds in words: "1 hour and 30 minutes". */
export function sayDuration(seconds: number): string {
  let left = seconds;
  const parts = UNITS.flatMap(([unit, size]) => {
    const many = Math.floor(left / size);
    left -= many * size;
    return many > 0 ? [counted(many, unit)] : [];
  });
  return listed(parts);
}

/** When something is to be done, in words, to be read back before it is kept: "every weekday at 07:00". */
export function sayWhen(when: When): string {
  switch (when.kind) {
    case "in":
    case "for":
      return `${when.kind} ${sayDuration(when.seconds)}`;
    case "repeat":
      return `every ${sayDuration(when.seconds).replace(/^1 (?=[a-z]+$)/, "")}`;
    case "until":
      return ["until", when.day && sayDay(when.day), sayMoment(when.at).replace(/^at /, "")].filter(Boolean).join(" ");
    case "at":
      return [when.day && sayDay(when.day), when.at && sayMoment(when.at)].filter(Boolean).join(" ");
    case "every":
      return [`every ${sayDays(when.days)}`, when.at && sayMoment(when.at)].filter(Boolean).join(" ");
  }
}

function sayMoment(at: Moment): string {
  if ("time" in at) return at.guess ? `at ${at.time} or ${otherHalf(at.time)}` : `at ${at.time}`;
  if (at.offset === 0) return `at ${at.sun}`;
  return `${sayDuration(Math.abs(at.offset))} ${at.offset < 0 ? "before" : "after"} ${at.sun}`;
}

// Twelve hours earlier or later.
function otherHalf(time: string): string {
  const [hour = 0] = time.split(":").map(Number);
  return `${String((hour + 12) % 24).padStart(2, "0")}${time.slice(2)}`;
}

const NAMED = new Set<Day>(["today", "tomorrow"]);
const capital = (day: string) => `${day.charAt(0).toUpperCase()}${day.slice(1)}`;
const sayDay = (day: Day) =>
  NAMED.has(day) ? day : day === "after tomorrow" ? "the day after tomorrow" : `on ${capital(day)}`;

function sayDays(days: readonly Weekday[]): string {
  if (days.length === WEEKDAYS.length) return "day";
  const is = (some: readonly Weekday[]) => days.length === some.length && some.every((day) => days.includes(day));
  if (is(WEEKDAYS.slice(0, 5))) return "weekday";
  return listed(days.map(capital));
}
