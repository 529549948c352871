import { nameWords } from "../../kernel/names/words.ts";
import { letterDistance, soundDistance } from "./distance.ts";
import { phonesOf } from "./phones.ts";
import { everyday } from "./words.ts";

/** Words as they are compared. */
export interface Sound {
  phones: string;
  letters: string;
}

/** A name as people say it: all of it, or one word of it that is in no dictionary ("ubuntu" of friend-ubuntu). */
export interface Spoken extends Sound {
  words: readonly string[];
  /** as it is written in the sentence */
  text: string;
  /** the distance up to which it is believed */
  limit: number;
}

/** Distances up to which a name is believed: rare names are heard as anything, everyday words nearly always right. */
const LIMITS = { rare: 0.5, short: 0.3, everyday: 0.2 };
/** Sounds from which a name is long, and below which it is too short to be told by its sound. */
const LONG = 6;
const SHORT = 4;
/** How much of the distance is how it is written: recognition keeps some of the letters of what it cannot spell. */
const WRITTEN = 0.35;

export const soundOf = (words: readonly string[]): Sound => ({
  phones: words.map(phonesOf).join(""),
  letters: words.join(""),
});

/** How far apart two are: 0 the same, 1 nothing in common. */
export const apartFrom = (one: Sound, other: Sound): number =>
  (1 - WRITTEN) * soundDistance(one.phones, other.phones) + WRITTEN * letterDistance(one.letters, other.letters);

/** Everything that may be said for the names. */
export function spokenOf(names: readonly string[]): Spoken[] {
  const whole = names.map((text) => ({ text, words: nameWords(text) }));
  const alone = whole
    .filter(({ words }) => words.length > 1)
    .flatMap(({ words }) => words.filter((word) => word.length >= SHORT && !everyday.has(word)))
    .map((word) => ({ text: word, words: [word] }));
  const unique = new Map([...alone, ...whole].map((one) => [one.words.join(" "), one]));
  return [...unique.values()]
    .map((one) => ({ ...one, ...soundOf(one.words) }))
    .filter(({ phones }) => phones.length >= SHORT)
    .map((one) => ({ ...one, limit: limitOf(one) }));
}

/** The distance up to which words are believed to be a name. */
export function limitOf({ words, phones }: Pick<Spoken, "words" | "phones">): number {
  if (words.some((word) => everyday.has(word))) return LIMITS.everyday;
  return phones.length < LONG ? LIMITS.short : LIMITS.rare;
}
