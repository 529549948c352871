import type { Log } from "../../../kernel/log.ts";
import { createLog } from "../../../kernel/log.ts";
import type { Names } from "../../../kernel/names/index.ts";
import { createNames } from "../../../kernel/names/index.ts";
import type { NameEntry, Step } from "../../../kernel/wire.ts";
import type { Catalogue } from "../../hub/door.ts";
import type { Explained } from "./explained.ts";
import { explained } from "./explained.ts";
import type { Last } from "./meaning.ts";
import type { Book, Spoken } from "./phrase-book.ts";
import { bindBook } from "./phrase-book.ts";
import type { Part } from "./reading.ts";
import { understand } from "./understand.ts";

export type { Explained } from "./explained.ts";
export type { Last } from "./meaning.ts";

/** What a sentence means: calls; or nothing, why, and how many of its words were understood. */
export type Parsed = Understood | { silent: string; reached?: number };

export interface Understood {
  steps: Step[];
  /** looked at first: the steps are done only if all of it holds, or, where `holds` is false, unless it does */
  condition?: { steps: Step[]; holds: boolean };
  /** done instead when the condition says no */
  otherwise?: Step[];
  /** what was named last */
  name: string | undefined;
  /** a few words on how it was understood */
  explain: string;
  /** which words were understood as which call */
  parts: readonly Part[];
}

/** What a sentence is understood with beside its words. */
export interface Situation {
  /** name of the speaker's room */
  area?: string | undefined;
  /** what was last spoken of */
  last?: Last | undefined;
}

export interface Grammar {
  parse(sentence: string, situation?: Situation): Parsed;
  /** how a sentence is read, or what stopped it, for a person who writes phrases or wonders */
  explain(sentence: string, situation?: Situation): Explained;
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
    const parse: Grammar["parse"] = (sentence, situation) => understand(sentence, language, situation);
    return {
      size: book.size,
      parse,
      explain: (sentence, situation) => explained(sentence, parse(sentence, situation), language),
    };
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
