import { wordsOf } from "../../kernel/names/words.ts";
import { everyday, free, lists } from "./words.ts";

/** A word as it is compared, and where it stands in the text. */
export interface Placed {
  word: string;
  from: number;
  to: number;
  /** it was written as one with another ("new-boot-you"), or joins what may be one word: not to be trusted as a word */
  isDoubtful: boolean;
}

/** A part of a sentence in which names may stand, and the joining word before it, which may be heard for a name's begin. */
export interface Clause {
  words: Placed[];
  join: Placed | undefined;
}

const JOINS = new Set([",", "and", "then", "und", "dann"]);
const PIECE = /,|[^\s,]+/g;

/** The parts of a sentence in which names may stand: up to what is said freely, and nothing where a list is spoken of. */
export function clausesOf(text: string): Clause[] {
  const said = [...text.matchAll(PIECE)].flatMap(({ 0: piece, index }) => placed(piece, index));
  if (said.some(({ word }) => lists.has(word))) return [];
  const clauses: Clause[] = [{ words: [], join: undefined }];
  for (const one of said) {
    if (free.has(one.word)) break;
    if (JOINS.has(one.word)) clauses.push({ words: [], join: { ...one, isDoubtful: true } });
    else clauses.at(-1)?.words.push(one);
  }
  return clauses;
}

// "Grafana?" is grafana, up to the question mark; "new-boot-you" is three words.
function placed(piece: string, from: number): Placed[] {
  const parts = /^\p{L}+(?:-\p{L}+)+\P{L}*$/u.test(piece) ? [...piece.matchAll(/[^-]+/g)] : [...piece.matchAll(/.+/g)];
  return parts.flatMap(({ 0: part, index }) => {
    const words = wordsOf(part);
    const last = [...part].findLastIndex((sign) => /[\p{L}\p{N}%]/u.test(sign));
    const begin = from + index;
    const place = { from: begin, to: begin + (last < 0 ? part.length : last + 1), isDoubtful: parts.length > 1 };
    // "where's" is two words that stand where one is written: the first says what it is.
    const word = words.every((one) => everyday.has(one)) ? words[0] : words.join(" ");
    return word ? [{ word, ...place }] : [];
  });
}
