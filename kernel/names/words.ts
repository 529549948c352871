// "the TV's volume" is the volume of the TV; "what's" and "let's" are not possessive.
const POSSESSIVE = /(\p{L})(?<!\b(?:it|that|what|let|here|there|where|who|how|when|she|he))['’`´]s\b/gu;

/** A text as lower-case words without diacritics, possessives and punctuation; a comma stays, as a word of its own. */
export function wordsOf(text: string): string[] {
  const plain = text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
  return plain
    .replace(POSSESSIVE, "$1")
    .replace(/['’`´]/g, "")
    .replace(/&/g, " and ")
    .replace(/(?<=\d),(?=\d{3}\b)/g, "")
    .replace(/,/g, " , ")
    .replace(/[^\p{L}\p{N}%°.,+-]+/gu, " ")
    .replace(/(?<!\d)\.|\.(?!\d)/g, " ")
    .replace(/-(?!\d)|(?<=[\p{L}\p{N}])-/gu, " ")
    .split(" ")
    .filter((word) => word !== "");
}

/** The words of a name: as said, without commas. */
export const nameWords = (text: string): string[] => wordsOf(text).filter((word) => word !== ",");

/** The words as one key to look up by. */
export const keyOf = (words: readonly string[]): string => words.join(" ");
