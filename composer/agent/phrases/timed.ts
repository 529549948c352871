import type { When } from "../../../kernel/times/index.ts";
import type { Sentence } from "./sentence.ts";
import { replaced } from "./sentence.ts";
import type { Tongue } from "./tongue.ts";

/** A sentence without the time in it, and that time. */
export interface Timed {
  when: When;
  rest: Sentence;
}

const MOST_TRIES = 12;

/** Where a sentence may tell a time: "close the blinds at sunset", "every weekday at seven run good morning"; the longest first. */
export function timesIn({ whens }: Tongue, sentence: Sentence): Timed[] {
  const { words } = sentence;
  const found = words.flatMap((word, at) =>
    whens.canBegin(word) ? whens.read(words, at).map(({ value, end }) => ({ when: value, at, end })) : [],
  );
  return found
    .filter(({ at, end }) => end - at < words.length)
    .toSorted((one, other) => other.end - other.at - (one.end - one.at))
    .slice(0, MOST_TRIES)
    .map(({ when, at, end }) => ({ when, rest: replaced(sentence, at, end, []) }));
}
