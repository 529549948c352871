import { UserError } from "../errors.ts";
import { wordsOf } from "../names/words.ts";
import { dayOf } from "./local.ts";
import type { Place } from "./place.ts";

/** A day said by its date, and the words around it. */
interface Dated {
  /** local, as UTC midnight */
  day: number;
  rest: string[];
}

const MONTHS = new Map(
  ["en", "de"].flatMap((language) =>
    Array.from({ length: 12 }, (_, month): [string, number] => {
      const name = Intl.DateTimeFormat(language, { timeZone: "UTC", month: "long" }).format(Date.UTC(2000, month, 15));
      return [wordsOf(name).join(" "), month];
    }),
  ),
);
/** Whether a word is the name of a month, in a language that is understood. */
export const isMonth = (word: string): boolean => MONTHS.has(word);

const DAY = /^(\d{1,2})(?:st|nd|rd|th)?$/;
const AROUND = new Set(["on", "the", "of", "am", "den", ","]);

/** A date in words: "on 24 December", "December 24th, 2027"; the next one where no year is said. @throws UserError when there is no such day */
export function readDate(words: readonly string[], now: number, place: Place): Dated | undefined {
  const at = words.findIndex((word) => MONTHS.has(word));
  const month = MONTHS.get(words[at] ?? "");
  if (month === undefined) return undefined;
  const near = [at - 1, at - 2, at + 1, at + 2].filter((index) => words.slice(...between(index, at)).every(isAround));
  const number = near.find((index) => DAY.test(words[index] ?? ""));
  if (number === undefined) return undefined;
  const date = Number(DAY.exec(words[number] ?? "")?.[1]);
  const last = Math.max(at, number);
  const year = [last + 1, last + 2].find(
    (index) => /^\d{4}$/.test(words[index] ?? "") && !isAround(words[index] ?? ""),
  );
  const taken = new Set([at, number, ...(year === undefined ? [] : [year])]);
  const [first, end] = [Math.min(...taken), Math.max(...taken)];
  const rest = words.filter(
    (word, index) => !taken.has(index) && !(isAround(word) && index >= first - 2 && index <= end),
  );
  const day = dayIn(year === undefined ? undefined : Number(words[year]), month, date, dayOf(now, place.zone));
  if (day === undefined) {
    const said = words.slice(Math.min(at, number), last + 1).join(" ");
    throw new UserError(`There is no ${said}${year === undefined ? "" : ` ${words[year]}`}: that month is shorter.`);
  }
  return { day, rest: rest.filter((word) => word !== ",") };
}

const between = (one: number, other: number): [number, number] => [Math.min(one, other) + 1, Math.max(one, other)];
const isAround = (word: string) => AROUND.has(word);

/** That day of a year, or the next that comes: 29 February may be years ahead. */
function dayIn(year: number | undefined, month: number, date: number, today: number): number | undefined {
  const first = new Date(today).getUTCFullYear();
  const years = year === undefined ? Array.from({ length: 9 }, (_, index) => first + index) : [year];
  return years
    .map((each) => Date.UTC(each, month, date))
    .find((day) => new Date(day).getUTCMonth() === month && (year !== undefined || day >= today));
}
