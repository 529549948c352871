import { isMonth, readDue } from "../../kernel/calendar/index.ts";
import { languages } from "../../kernel/language/index.ts";
import { wordsOf } from "../../kernel/names/words.ts";
import { withoutEnd } from "../../kernel/text.ts";
import type { Timed } from "./later.ts";
import type { Parsed, Understood } from "./phrases/index.ts";
import type { AskParts } from "./way.ts";

/** What a time begins with, in any language that is understood: "on 24 December at 18:00", "every 0 minutes". */
const BEGINS = new Set(
  languages.flatMap(({ times }) => [...times.at, ...times.on, ...times.every, ...times.tomorrow].map(firstWord)),
);
const UNITS = new Set(languages.flatMap(({ times }) => [...times.units.keys()]));
/** Words of a time, at most: "on the 24th of December 2027 at half past six". */
const MOST = 12;

/** A command, and the time it was said with, as the calendar reads it. */
export interface Dated extends Omit<Understood, "timed"> {
  timed: Timed;
}

/**
 * Reads what no phrase does: a command with a date, ahead of it or behind it. The words of the time are taken for one
 * where what is left is a command as a whole. @throws UserError when that time does not exist
 */
export function readDated(
  { clock, place }: Pick<AskParts, "clock" | "place">,
  text: string,
  parse: (sentence: string) => Parsed,
): Dated | undefined {
  for (const { time, said } of splits(text.trim().split(/\s+/))) {
    const read = parse(said);
    if ("steps" in read && !read.timed)
      return { ...read, timed: { when: readDue(time, clock.now(), place), said, asSaid: false } };
  }
  return undefined;
}

/** Where a sentence may end its time or begin one, the longest time first. */
function splits(words: readonly string[]) {
  const ahead = BEGINS.has(firstWord(words[0] ?? "")) ? words.slice(2, MOST + 1).map((_, index) => index + 2) : [];
  const behind = words.flatMap((word, at) =>
    at > 0 && words.length - at <= MOST && BEGINS.has(firstWord(word)) ? [at] : [],
  );
  const found = [
    ...ahead.map((at) => ({ time: words.slice(0, at), said: words.slice(at) })),
    ...behind.map((at) => ({ time: words.slice(at), said: words.slice(0, at) })),
  ];
  return found
    .filter(({ time, said }) => said.length > 0 && isTimely(time))
    .toSorted((one, other) => other.time.length - one.time.length)
    .map(({ time, said }) => ({ time: plain(time), said: plain(said) }));
}

/** Whether words can be meant as a time: a number, and a clock's, a month or a unit of time beside it. */
function isTimely(words: readonly string[]): boolean {
  const text = words.join(" ");
  return /\d/.test(text) && (/\d[:.]\d\d/.test(text) || wordsOf(text).some((word) => isMonth(word) || UNITS.has(word)));
}

/** Without the comma between what is to be done and when. */
const plain = (words: readonly string[]) => withoutEnd(words.join(" "), ",.!");

function firstWord(text: string): string {
  return wordsOf(text)[0] ?? "";
}
