import type { Log } from "../../../kernel/log.ts";
import { createLog } from "../../../kernel/log.ts";
import type { Names } from "../../../kernel/names/index.ts";
import { createNames } from "../../../kernel/names/index.ts";
import type { NameEntry, Question, Step } from "../../../kernel/wire.ts";
import type { Catalogue } from "../../hub/door.ts";
import { understand } from "./understand.ts";
import type { Book, Spoken } from "./phrase-book.ts";
import { bindBook } from "./phrase-book.ts";

/** What a sentence means: calls, a question, or nothing, and what stopped it. */
export type Parsed = { steps: Step[]; explain: string } | { ask: Question } | { silent: string };

export interface Grammar {
  parse(sentence: string, options?: { area?: string }): Parsed;
  /** phrases it was compiled from */
  size: number;
}

/** What a sentence is understood with: the phrases of all servers, and each server's names. */
export interface Language {
  book: Book;
  names: ReadonlyMap<string, Names<NameEntry>>;
  /** whether a word stands in any name */
  knows(word: string): boolean;
}

type Sets = ReturnType<Catalogue["language"]>;

/** Compiles what the servers say of themselves. */
export const compileGrammar = (sets: Sets, log: Log = createLog()): Grammar => createCompiler(log)(sets);

/** A compiler that remembers: where only names changed, the phrases are not compiled again. */
export function createCompiler(log: Log): (sets: Sets) => Grammar {
  let before: { sets: Spoken[]; book: Book } | undefined;
  return (sets) => {
    const spoken = sets.flatMap(({ server, phrases, tools }) => (phrases ? [{ server, set: phrases, tools }] : []));
    const book = before && isSameSpoken(before.sets, spoken) ? before.book : bindBook(spoken, log);
    before = { sets: spoken, book };
    const names = new Map(sets.map(({ server, names, phrases }) => [server, createNames(names, phrases?.kinds ?? {})]));
    const all = [...names.values()];
    const language: Language = { book, names, knows: (word) => all.some((one) => one.knows(word)) };
    return { size: book.size, parse: (sentence, options) => understand(sentence, language, options?.area) };
  };
}

// The catalogue makes its sets anew each time; what they are made of stays.
const isSameSpoken = (before: readonly Spoken[], now: readonly Spoken[]) =>
  before.length === now.length && before.every((spoken, index) => isSame(spoken, now[index]));

function isSame(one: Spoken, other: Spoken | undefined): boolean {
  if (!other || one.server !== other.server || one.tools.join() !== other.tools.join()) return false;
  const { rules, kinds, values, things, phrases } = other.set;
  return (
    one.set.rules === rules &&
    one.set.kinds === kinds &&
    one.set.values === values &&
    one.set.things === things &&
    one.set.phrases.length === phrases.length &&
    one.set.phrases.every(({ say, tool }, index) => say === phrases[index]?.say && tool === phrases[index]?.tool)
  );
}
