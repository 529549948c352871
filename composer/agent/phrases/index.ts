import type { Log } from "../../../kernel/log.ts";
import { createLog } from "../../../kernel/log.ts";
import type { Names } from "../../../kernel/names/index.ts";
import { createNames } from "../../../kernel/names/index.ts";
import type { NameEntry, Question, Step } from "../../../kernel/wire.ts";
import type { Catalogue } from "../../hub/door.ts";
import { understand } from "./understand.ts";
import type { Book } from "./phrase-book.ts";
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
}

type Sets = ReturnType<Catalogue["language"]>;

/** Compiles what the servers say of themselves. Phrases are compiled once; pass the grammar before when only names changed. */
export function compileGrammar(sets: Sets, log: Log = createLog()): Grammar {
  const withPhrases = sets.flatMap(({ server, phrases, tools }) => (phrases ? [{ server, set: phrases, tools }] : []));
  const language: Language = {
    book: bindBook(withPhrases, log),
    names: new Map(sets.map(({ server, names, phrases }) => [server, createNames(names, phrases?.kinds ?? {})])),
  };
  return { size: language.book.size, parse: (sentence, options) => understand(sentence, language, options?.area) };
}
