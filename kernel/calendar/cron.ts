import { UserError, messageOf } from "../errors.ts";
import type { Weekday } from "../language/language.ts";
import { WEEKDAYS } from "../language/language.ts";
import type { Due } from "./due.ts";
import { cronOf } from "./due.ts";
import type { Place } from "./place.ts";

const FIELD = /^(?:\d|[*?L/,#-]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)+$/i;

/** Reads a cron pattern; undefined for anything else. @throws UserError when it looks like one and is none */
export function cronDue(text: string, place: Place): Due | undefined {
  const fields = text.split(/\s+/);
  if (fields.length < 5 || fields.length > 6 || !fields.every((field) => FIELD.test(field))) return undefined;
  const pattern = fields.join(" ");
  try {
    cronOf(pattern, place);
  } catch (thrown) {
    throw new UserError(`${pattern} is no cron: ${messageOf(thrown).replace(/^(\w*Error: )?CronPattern: /, "")}.`, {
      cause: thrown,
    });
  }
  return plainDays(fields) ?? { kind: "cron", pattern };
}

/** A pattern that is a time of some days, as that, so that it is said in words: "0 7 * * 1-5". */
function plainDays(fields: readonly string[]): Due | undefined {
  const [minute = "", hour = "", date, month, weekdays = ""] = fields.length === 6 ? fields.slice(1) : fields;
  const isPlain = [minute, hour].every((field) => /^\d+$/.test(field)) && date === "*" && month === "*";
  if (!isPlain || (fields.length === 6 && Number(fields[0]) !== 0)) return undefined;
  const days = weekdays === "*" ? WEEKDAYS : daysOf(weekdays);
  const time = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  return days && { kind: "days", days, at: { time } };
}

function daysOf(field: string): readonly Weekday[] | undefined {
  const found = field.split(",").flatMap((part) => {
    const [, from, to = from] = /^([0-7])(?:-([0-7]))?$/.exec(part) ?? [];
    if (from === undefined) return [Number.NaN];
    return Array.from({ length: Math.max(0, Number(to) - Number(from) + 1) }, (_, index) => Number(from) + index);
  });
  if (found.length === 0 || found.some(Number.isNaN)) return undefined;
  return WEEKDAYS.filter((_, index) => found.some((day) => (day + 6) % 7 === index));
}
