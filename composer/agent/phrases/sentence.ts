import { wordsOf } from "../../../kernel/names/words.ts";

/** A sentence as the words it is matched by; `said` gives some of them back as they were written. */
export interface Sentence {
  words: readonly string[];
  said(from: number, to: number): string;
}

// The look behind lets a run of marks be tried once, not from each of its marks.
const AROUND = /^[\s"“”‘«]+|(?<![\s"“”’».,;:!?…])[\s"“”’».,;:!?…]+$/gu;

export function sentenceOf(text: string): Sentence {
  const chunks = text.split(/\s+/u).map((written) => ({ written, words: wordsOf(written) }));
  const words: string[] = [];
  const chunkOf = chunks.flatMap((chunk) => {
    const place = { ...chunk, from: words.length };
    words.push(...chunk.words);
    return chunk.words.map(() => place);
  });
  return {
    words,
    said(from, to) {
      const parts = [...new Set(chunkOf.slice(from, to))].map((chunk) => {
        const own = words.slice(Math.max(from, chunk.from), Math.min(to, chunk.from + chunk.words.length));
        const isWhole = own.filter(isWord).length === chunk.words.filter(isWord).length;
        return isWhole ? chunk.written : own.join(" ");
      });
      return parts.join(" ").replaceAll(AROUND, "");
    },
  };
}

/** A text from the word on that was not understood, as it was written. */
export function restOf(text: string, reached = 0): string {
  const { words, said } = sentenceOf(text);
  return said(reached, words.length) || text;
}

const isWord = (word: string) => word !== ",";

/** The words of a sentence between two positions. */
export const partOf = (sentence: Sentence, from: number, to: number): Sentence => ({
  words: sentence.words.slice(from, to),
  said: (start, end) => sentence.said(from + start, from + Math.min(end, to - from)),
});

/** A sentence with some words replaced by others; what was not replaced is given back as it was written. */
export function replaced(sentence: Sentence, from: number, to: number, words: readonly string[]): Sentence {
  const edited = [...sentence.words.slice(0, from), ...words, ...sentence.words.slice(to)];
  const shift = to - from - words.length;
  return {
    words: edited,
    said(start, end) {
      if (end <= from) return sentence.said(start, end);
      if (start >= from + words.length) return sentence.said(start + shift, end + shift);
      return edited.slice(start, end).join(" ");
    },
  };
}
