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

/** A spoken sentence as its clauses, each with the sign that ends it. */
export function clausesOf(sentence: string): { words: string; sign: string }[] {
  return sentence.split(/(?<=[.,;:!?])\s*/).flatMap((clause) => {
    const words = withoutEnd(clause, ".,;:!?");
    const plain = words.replace(/[^\p{L}\p{M}'’ ]+/gu, " ").trim();
    return plain === "" ? [] : [{ words: plain, sign: clause.charAt(words.length) }];
  });
}
