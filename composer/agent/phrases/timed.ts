import { wordsOf } from "../../../kernel/names/words.ts";
import type { Step } from "../../../kernel/wire.ts";
import type { When } from "../../../kernel/times/index.ts";
import type { Sentence } from "./sentence.ts";
import { replaced } from "./sentence.ts";
import type { Tongue } from "./tongue.ts";

/** A sentence without the time in it, and that time. */
export interface Timed {
  when: When;
  /** the words of the time */
  words: readonly string[];
  rest: Sentence;
  /** where it stands to what is to be done */
  place: "ahead" | "behind" | "within";
}

const MOST_TRIES = 8;

/** Where a sentence may tell a time: "close the blinds at sunset"; the longest first. */
export function timesIn({ whens, around, readers }: Tongue, sentence: Sentence): Timed[] {
  const { words } = sentence;
  const starts = around.starts(words, 0);
  const isEnd = (end: number) => around.ends(words, end).includes(words.length);
  const placeOf = (at: number, end: number): Timed["place"] =>
    starts.includes(at) ? "ahead" : isEnd(end) ? "behind" : "within";
  // A number in the middle of a sentence is more likely a value than a time.
  const found = words.flatMap((word, at) => {
    if (!whens.canBegin(word)) return [];
    return whens
      .read(words, at)
      .filter(({ end }) => !(starts.includes(at) && isEnd(end)))
      .map(({ value, end }) => ({ when: value, at, end, place: placeOf(at, end) }))
      .filter(({ place }) => place !== "within" || !readers.knows(word));
  });
  return found
    .toSorted((one, other) => other.end - other.at - (one.end - one.at))
    .slice(0, MOST_TRIES)
    .map(({ when, at, end, place }) => ({
      when,
      words: words.slice(at, end),
      rest: replaced(sentence, at, end, []),
      place,
    }));
}

/** The times whose words were taken as a name, or as they are: "every evening" is no scene called Evening. */
export function timesInNames(tongue: Tongue, sentence: Sentence, steps: readonly Step[]): Timed[] {
  const texts = steps
    .flatMap(({ args }) => Object.values(args))
    .flatMap((value) => (typeof value === "string" ? [wordsOf(value)] : []))
    .filter((words) => words.length > 1 && words.some(tongue.whens.marks));
  if (texts.length === 0) return [];
  return timesIn(tongue, sentence).filter(
    ({ words, place }) =>
      place !== "within" && texts.some((text) => ` ${text.join(" ")} `.includes(` ${words.join(" ")} `)),
  );
}

/** Whether a time is how long something lasts, from now or then. */
export const isLasting = ({ when: { kind } }: Timed): boolean => kind === "for" || kind === "until";

/** Whether one time can be meant for all of several commands: what lasts is said of the last only, and "now" of some. */
export function isForAll(timed: Timed, { language }: Tongue, { words }: Sentence): boolean {
  const isNow = words.some((word) => language.times.now.includes(word));
  return timed.place === "ahead" || (timed.place === "behind" && !isLasting(timed) && !isNow);
}
