import { wordsOf } from "../../../kernel/names/words.ts";

/** A sentence as the words it is matched by; `said` gives some of them back as they were written. */
export interface Sentence {
  words: readonly string[];
  said(from: number, to: number): string;
}

const AROUND = /^[\s"“”‘«]+|[\s"“”’».,;:!?…]+$/gu;

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

const isWord = (word: string) => word !== ",";
