import { nameWords } from "../../../kernel/names/words.ts";

const NOT = new Set("not never no without dont nicht nie ohne kein keine".split(" "));
/** Words between a "not" and what it is about, at most. */
const BETWEEN = 8;

/** Whether a sentence forbids what some word names: "… but not with the cloud". */
export const isAgainst = (text: string, names: (word: string) => boolean): boolean =>
  text.split(/[.!?:]/).some((part) => {
    const words = nameWords(part);
    return words.some((word, at) => NOT.has(word) && words.slice(at + 1, at + 2 + BETWEEN).some(names));
  });
