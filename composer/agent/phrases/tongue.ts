import type { Language } from "../../../kernel/language/language.ts";
import type { WhenReader } from "../../../kernel/times/index.ts";
import { whenReader } from "../../../kernel/times/index.ts";
import type { Boundaries, Sayings } from "./manners.ts";
import { boundaries, sayings } from "./manners.ts";
import type { Readers } from "./slots.ts";
import { createReaders } from "./slots.ts";

/** A language, with what finds its words in a sentence. */
export interface Tongue {
  language: Language;
  around: Boundaries;
  again: Sayings;
  minding: Sayings;
  when: Sayings;
  unless: Sayings;
  otherwise: Sayings;
  /** whether a word stands in what people put around commands */
  isMannerly(word: string): boolean;
  isPronoun(word: string): boolean;
  readers: Readers;
  whens: WhenReader;
}

export function createTongue(language: Language): Tongue {
  const { before, after, joins, again, repeats, back, minding, conditions, pronouns } = language.manners;
  const { when, unless, otherwise } = conditions;
  const mannerly = new Set(
    [before, after, joins, again, repeats, back, pronouns, when, unless, otherwise]
      .flat()
      .flatMap((said) => said.split(" ")),
  );
  const pronoun = new Set(pronouns);
  return {
    language,
    around: boundaries(language.manners),
    again: sayings(again),
    minding: sayings(minding.before),
    when: sayings(when),
    unless: sayings(unless),
    otherwise: sayings(otherwise),
    isMannerly: (word) => mannerly.has(word),
    isPronoun: (word) => pronoun.has(word),
    readers: createReaders(language),
    whens: whenReader(language),
  };
}
