import { withoutEnd } from "../../kernel/text.ts";
/** The most characters that are spoken, and that are made in one go: memory grows with the length of a sentence. */
const MOST = 4_096;
const MOST_AT_ONCE = 180;

/** A text as what is spoken one after the other: sentences and lines, long ones at their commas or words. */
export function sentencesOf(text: string): string[] {
  return text
    .slice(0, MOST)
    .split(/\n+|(?<=[.!?…]["”’)]?)\s+(?=\S)/u)
    .flatMap(bounded)
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

function bounded(sentence: string): string[] {
  const whole = sentence.trim();
  if (whole.length <= MOST_AT_ONCE) return [whole];
  const head = whole.slice(0, MOST_AT_ONCE);
  const at = Math.max(head.lastIndexOf(", "), head.lastIndexOf("; ")) + 1 || head.lastIndexOf(" ") + 1 || MOST_AT_ONCE;
  return [whole.slice(0, at).trim(), ...bounded(whole.slice(at))];
}

/** Characters that are made first: no fewer, and no more where a clause ends; and so many times more with each that follows. */
const [LEAST, FIRST, MORE] = [12, 32, 3];

/** A sentence as pieces for a voice that takes its time: clauses, each made while the one before is played. */
export function begunSoon(sentence: string): string[] {
  const pieces: string[] = [];
  const spaced = sentence.replace(/\s+/g, " ");
  for (const clause of spaced.split(/(?<=[,;:]) | (?=(?:and|or|but) )/)) {
    const last = pieces.at(-1) ?? "";
    const longer = `${last} ${clause}`.trimStart();
    const fits = last.length < LEAST || longer.length <= FIRST * MORE ** (pieces.length - 1);
    if (fits) pieces.splice(-1, 1, longer);
    else pieces.push(clause);
  }
  return pieces;
}

/** A spoken sentence as its clauses, each with the sign that ends it. */
export function clausesOf(sentence: string): { words: string; sign: string }[] {
  return sentence.split(/(?<=[.,;:!?])\s*/).flatMap((clause) => {
    const words = withoutEnd(clause, ".,;:!?");
    const plain = words.replace(/[^\p{L}\p{M}'’ ]+/gu, " ").trim();
    return plain === "" ? [] : [{ words: plain, sign: clause.charAt(words.length) }];
  });
}
