import { languages } from "../language/index.ts";
import type { NounWords } from "../language/language.ts";

const of = (pick: (nouns: NounWords) => readonly string[]) => new Set(languages.flatMap(({ nouns }) => pick(nouns)));
const split = (sayings: Iterable<string>) => [...sayings].map((said) => said.split(" "));

/** The small words of noun phrases, in all languages: a name is looked for in one way, whoever says it. */
export const small = {
  articles: of(({ articles }) => articles),
  determiners: of(({ determiners }) => determiners),
  all: of(({ all }) => all),
  both: of(({ both }) => both),
  alone: of(({ alone }) => alone),
  everything: of(({ everything }) => everything),
  prepositions: of(({ prepositions }) => prepositions),
  here: of(({ here }) => here),
  home: of(({ home }) => home),
  rooms: of(({ rooms }) => rooms),
  joins: of(({ joins }) => joins),
};
/** Between what is meant and what is left out, the longest first. */
export const except: readonly (readonly string[])[] = split(of((nouns) => nouns.except)).toSorted(
  (one, other) => other.length - one.length,
);

/** Words of noun phrases that name nothing by themselves. */
export const smallWords: ReadonlySet<string> = new Set([
  ",",
  ...split(Object.values(small).flatMap((set) => [...set])).flat(),
  ...except.flat(),
]);
