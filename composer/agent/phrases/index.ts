import type { Log } from "../../../kernel/log.ts";
import { createLog } from "../../../kernel/log.ts";
import type { Names } from "../../../kernel/names/index.ts";
import { isIn, languages } from "../../../kernel/language/index.ts";
import type { Language } from "../../../kernel/language/language.ts";
import { wordsOf } from "../../../kernel/names/words.ts";
import { createNames } from "../../../kernel/names/index.ts";
import { kindsIn } from "../../../kernel/phrases.ts";
import type { When } from "../../../kernel/times/index.ts";
import type { NameEntry, Step } from "../../../kernel/wire.ts";
import type { Catalogue } from "../../hub/door.ts";
import { isStrange } from "./clauses.ts";
import type { Explained } from "./explained.ts";
import { explained } from "./explained.ts";
import type { Last } from "./meaning.ts";
import type { Book, Spoken } from "./phrase-book.ts";
import { bindBook } from "./phrase-book.ts";
import type { Part } from "./reading.ts";
import type { Tongue } from "./tongue.ts";
import { createTongue } from "./tongue.ts";
import { MOST_CHARACTERS, understand } from "./understand.ts";

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
  /** when it is to be done, and the sentence without that; now where it does not say */
  timed?: { when: When; said: string; /** its calls alone do not say all of it */ asSaid: boolean };
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

/** What a sentence is understood with: a language, the phrases of all servers in it, and each server's names. */
export interface Speech {
  tongue: Tongue;
  book: Book;
  names: ReadonlyMap<string, Names<NameEntry>>;
  /** whether a word stands in any name */
  knows(word: string): boolean;
}

type Sets = ReturnType<Catalogue["language"]>;

/** Compiles what the servers say of themselves. */
export const compileGrammar = (sets: Sets, log: Log = createLog()): Grammar => createCompiler(log)(sets);

/** A compiler that remembers: where only names changed, the phrases are not compiled again. */
export function createCompiler(log: Log, spoken = languages): (sets: Sets) => Grammar {
  const [bindFirst, ...bindOthers] = spoken.map((language) => createBinder(language, log));
  if (!bindFirst) throw new Error("no language is spoken");
  return (sets) => {
    for (const { server, phrases } of sets)
      for (const { language } of phrases)
        if (!spoken.some((one) => isIn(language, one))) log.warn("no words for a language", { server, language });
    const first = speechOf(bindFirst(sets), sets);
    const others = bindOthers
      .map((bind) => bind(sets))
      .filter(({ book }) => book.size > 0)
      .map((bound) => speechOf(bound, sets));
    // Understood in the first language that reads all of it; where none does, the first of all says why.
    const heard = (sentence: string, situation?: Situation) => {
      const parsed = understand(sentence, first, situation);
      if ("steps" in parsed) return { parsed, speech: first };
      // A language that knows fewer of the words is not what was spoken.
      const words = wordsOf(sentence.slice(0, MOST_CHARACTERS));
      const strangeTo = (speech: Speech) => words.filter((word) => isStrange(speech, word)).length;
      const strange = others.length > 0 ? strangeTo(first) : 0;
      for (const speech of others.filter((other) => strangeTo(other) <= strange)) {
        const other = understand(sentence, speech, situation);
        if ("steps" in other) return { parsed: other, speech };
      }
      return { parsed, speech: first };
    };
    return {
      size: [first, ...others].reduce((sum, { book }) => sum + book.size, 0),
      parse: (sentence, situation) => heard(sentence, situation).parsed,
      explain(sentence, situation) {
        const { parsed, speech } = heard(sentence, situation);
        return explained(sentence, parsed, speech);
      },
    };
  };
}

function speechOf({ tongue, book }: Pick<Speech, "tongue" | "book">, sets: Sets): Speech {
  const { language } = tongue;
  const names = new Map(
    sets.map(({ server, names, phrases }) => [server, createNames(names, kindsIn(phrases, language), language)]),
  );
  const all = [...names.values()];
  return { tongue, book, names, knows: (word) => all.some((one) => one.knows(word)) };
}

/** Binds the phrases of one language, and keeps the book while they stay as they are. */
function createBinder(language: Language, log: Log): (sets: Sets) => Pick<Speech, "tongue" | "book"> {
  const tongue = createTongue(language);
  let before: { sets: Spoken[]; book: Book } | undefined;
  return (sets) => {
    const spoken = sets.flatMap(({ server, phrases, tools }) =>
      phrases.filter((set) => isIn(set.language, language)).map((set) => ({ server, set, tools })),
    );
    const book = before && isSameSpoken(before.sets, spoken) ? before.book : bindBook(spoken, tongue.readers, log);
    before = { sets: spoken, book };
    return { tongue, book };
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
