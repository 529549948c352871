import { languages } from "../../../kernel/language/index.ts";
import { wordsOf } from "../../../kernel/names/words.ts";
import { signsIn, withoutPlain } from "./signs/index.ts";
import { isNoun, partsIn } from "./signs/parts.ts";

/** What of a sentence is looked at. */
const MOST_CHARACTERS = 1_000;
/** Sizes from which on a mark is set: words, joining words, parts of the house, signs. */
const WORDS = [4, 6, 8, 10, 13, 16, 20, 25];
const JOINS = [1, 2, 3, 4];
const PARTS = [1, 2, 3];
const SIGNS = [1, 2, 3];
/** Words that are few enough for a sign among them to say more. */
const FEW = 8;

const joins = new Set(languages.flatMap(({ manners }) => manners.joins.filter((join) => !join.includes(" "))));
const numbers = new Set(languages.flatMap(({ numbers: { said } }) => [...said.keys()]));
/** Words that are numbers, and mostly are not meant so. */
const NO_NUMBERS = new Set(["one", "ein", "eins"]);

/** A sentence as it is weighed. */
export interface Marked {
  /** each once: a word, two words in a row, or with a colon what stands in it (":condition", ":parts 2") */
  marks: ReadonlySet<string>;
  /** how many words it has, and how many parts of the house it is about */
  words: number;
  parts: number;
}

/** Marks a sentence by its words, numbers and nouns all alike, by its signs, and by its size. */
export function marked(sentence: string, domains: readonly string[]): Marked {
  const said = withoutPlain(wordsOf(sentence.slice(0, MOST_CHARACTERS)));
  const alike = said.map(likened);
  const words = alike.filter((word) => word !== COMMA);
  const parts = Math.max(domains.length, partsIn(said).length);
  const joined = said.filter((word) => joins.has(word)).length;
  const signs = [...signsIn(said, (word) => joins.has(word))];
  const marks = new Set([
    ...alike,
    ...pairsOf(alike),
    ...signs.map((sign) => `:${sign}`),
    ...sizes("signs", signs.length, SIGNS),
    ...(signs.length > 0 && words.length <= FEW ? [":signs short"] : []),
    ...sizes("words", words.length, WORDS),
    ...sizes("joins", joined, JOINS),
    ...sizes("parts", parts, PARTS),
    ...sizes("domains", domains.length, PARTS),
    ...(parts > 1 && joined > 0 ? [":parts joined"] : []),
  ]);
  return { marks, words: words.length, parts };
}

const COMMA = ":comma";

/** One word for all numbers and one for all nouns of a house: what is learnt of one is true of all. */
function likened(word: string): string {
  if (word === ",") return COMMA;
  if (/\d/.test(word) || (numbers.has(word) && !NO_NUMBERS.has(word))) return ":number";
  return isNoun(word) ? ":noun" : word;
}

/** Two in a row, the beginning and the end among them. */
function pairsOf(words: readonly string[]): string[] {
  const row = ["^", ...words, "$"];
  return row.slice(1).map((word, index) => `${row[index]} ${word}`);
}

const sizes = (name: string, size: number, from: readonly number[]) =>
  from.filter((least) => size >= least).map((least) => `:${name} ${least}`);
