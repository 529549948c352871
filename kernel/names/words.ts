import { folded } from "../language/fold.ts";
import { languages } from "../language/index.ts";

// "the TV's volume" is the volume of the TV; "what's" and "let's" are not possessive.
const contracted = languages.flatMap(({ spelling }) => spelling.contracted).join("|");
const POSSESSIVE = new RegExp(`(\\p{L})(?<!\\b(?:${contracted}))['’\`´]s\\b`, "gu");
const WHOLE = new Map(languages.flatMap(({ spelling }) => [...spelling.whole]));
const AND = ` ${languages[0].spelling.and} `;

/** Most of what is said: words that stay as they are. */
const PLAIN = /^[a-z]+(?: [a-z]+)*$/;

/** A text as lower-case words without diacritics, possessives and punctuation; a comma stays, as a word of its own. */
export function wordsOf(text: string): string[] {
  const words = PLAIN.test(text) ? text.split(" ") : cleaned(text);
  return words.some((word) => WHOLE.has(word)) ? words.flatMap((word) => WHOLE.get(word) ?? word) : words;
}

const cleaned = (text: string): string[] =>
  folded(text)
    .replace(POSSESSIVE, "$1")
    .replace(/['’`´]/g, "")
    .replace(/&/g, AND)
    .replace(/(?<=\d),(?=\d{3}\b)/g, "")
    .replace(/,/g, " , ")
    .replace(/[^\p{L}\p{N}%°.,+-]+/gu, " ")
    .replace(/(?<!\d)\.|\.(?!\d)/g, " ")
    .replace(/-(?!\d)|(?<=[\p{L}\p{N}])-/gu, " ")
    .split(" ")
    .filter((word) => word !== "");

/** The words of a name: as said, without commas. */
export const nameWords = (text: string): string[] => wordsOf(text).filter((word) => word !== ",");

/** The words as one key to look up by. */
export const keyOf = (words: readonly string[]): string => words.join(" ");
