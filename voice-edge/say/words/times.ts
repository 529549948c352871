import { ordinalInWords, pairsInWords, wholeInWords } from "./numbers.ts";

const MONTHS = "January February March April May June July August September October November December".split(" ");

/** A time of day, by the clock of 24 hours: "seven oh five AM", "ten thirty PM", "noon". */
export function timeInWords(hour: number, minute: number): string {
  if (minute === 0 && hour % 24 === 0) return "midnight";
  if (minute === 0 && hour === 12) return "noon";
  const half = hour % 24 < 12 ? "AM" : "PM";
  const said = wholeInWords(hour % 12 === 0 ? 12 : hour % 12);
  if (minute === 0) return `${said} ${half}`;
  return `${said} ${minute < 10 ? "oh " : ""}${wholeInWords(minute)} ${half}`;
}

/** A date: "November twenty seventh, twenty twenty six". */
export function dateInWords(year: string, month: number, day: number): string | undefined {
  const name = MONTHS[month - 1];
  if (name === undefined || day < 1 || day > 31) return undefined;
  return `${name} ${ordinalInWords(day)}, ${pairsInWords(year)}`;
}
