import { english } from "../language/english.ts";
import { languages } from "../language/index.ts";
import type { Language } from "../language/language.ts";
import type { Phrases } from "../phrases.ts";
import { kindsIn } from "../phrases.ts";
import type { NameEntry, Question } from "../wire.ts";
import { createDirectory } from "./directory.ts";
import { createFuzzy } from "./fuzzy.ts";
import { createGroups } from "./groups.ts";
import type { Found, How, Scope } from "./noun.ts";
import { createNouns } from "./noun.ts";
import { smallOf } from "./small.ts";
import { wordsOf } from "./words.ts";

export { ANY_KIND } from "./noun.ts";
/** Nouns of kinds of things, and the narrower kinds each includes. */
export type Kinds = NonNullable<Phrases["kinds"]>;

export interface ResolveOptions {
  /** the kinds a verb acts on, the one a bare room means first; any when absent */
  kinds?: readonly string[];
  /** name of the speaker's area */
  here?: string;
  /** whether things must be named or said by the noun of their kind: a bare room, or "everything", names none */
  said?: boolean;
  /** whether a slip of spelling or hearing may be repaired, with a clear margin */
  fuzzy?: boolean;
}

/** The things a text names, a question when several fit, or nothing. */
export type Resolution<T> = { things: T[]; how: How; group: boolean } | { ask: Question } | { unknown: string };

export interface Names<T extends NameEntry> {
  resolve(text: string, options?: ResolveOptions): Resolution<T>;
  /** the same for words already split by `wordsOf` */
  resolveWords(words: readonly string[], options?: ResolveOptions): Resolution<T>;
  /** the entry of exactly this name or alias, places included */
  exact(text: string): T[];
  /** whether a name, a place, the noun of a kind or a small word of a noun phrase has this word */
  knows(word: string): boolean;
  /** names near to a text, best first, to help a person who was not understood */
  near(text: string, most?: number): T[];
}

/**
 * Resolves what people call things: exact name or alias, then room, floor or "all" with a kind, then lists
 * ("A, B and C", "all … except …"), and last, if allowed, a name heard or spelt almost right. Never guesses.
 */
export function createNames<T extends NameEntry>(
  entries: readonly T[],
  kinds: Kinds,
  language: Pick<Language, "nouns" | "spelling"> = english,
): Names<T> {
  const small = smallOf(language);
  const directory = createDirectory(entries, kinds, small);
  const groups = createGroups(createNouns(directory, small), directory, small);
  const fuzzy = createFuzzy(directory, small);
  const known = new Set([...directory.vocabulary, ...small.words]);
  const knows = (word: string) => known.has(word) || directory.compound(word) !== undefined;
  const parted = (word: string) => (known.has(word) ? [word] : (directory.compound(word) ?? [word]));
  const looked = (words: readonly string[], options: ResolveOptions): Resolution<T> => {
    // Most of what is asked for while a sentence is read is no name: one strange word tells.
    if (!options.fuzzy && !words.every(knows)) return { unknown: words.join(" ") };
    const scope: Scope = { kinds: options.kinds, here: options.here, said: options.said };
    const apart = words.every((word) => known.has(word)) ? words : words.flatMap(parted);
    const found = groups(apart, scope);
    if (found) return answer(found);
    const repaired = options.fuzzy ? fuzzy.one(words, scope) : undefined;
    return repaired ? answer(repaired) : { unknown: words.join(" ") };
  };
  const recall = recaller(looked);
  const resolveWords = (words: readonly string[], options: ResolveOptions = {}) =>
    options.fuzzy ? looked(words, options) : recall(words, options);
  return {
    resolveWords,
    resolve: (text, options) => resolveWords(wordsOf(text), options),
    knows,
    exact: (text) => directory.named(wordsOf(text)),
    near: (text, most = 3) => fuzzy.near(wordsOf(text), most),
  };
}

/** Texts that are remembered for each group of kinds. */
const MOST_KEPT = 200;
type Look<T> = (words: readonly string[], options: ResolveOptions) => Resolution<T>;

/** Remembers what was found: rooms and nouns recur, in one sentence for many verbs and from sentence to sentence. */
function recaller<T>(look: Look<T>): Look<T> {
  const any: readonly string[] = [];
  const byKinds = new WeakMap<readonly string[], Map<string, Resolution<T>>>();
  return (words, options) => {
    const { kinds = any, here = "", said = false } = options;
    const known = byKinds.get(kinds) ?? new Map<string, Resolution<T>>();
    byKinds.set(kinds, known);
    const key = `${words.join(" ")}|${here}|${said}`;
    const found = known.get(key) ?? look(words, options);
    if (known.size >= MOST_KEPT) known.clear();
    known.set(key, found);
    return found;
  };
}

/** The same for text that may be in any language: the first in which it names something; names alike are alike in all. */
export function createNamesInAll<T extends NameEntry>(
  entries: readonly T[],
  sets: readonly Pick<Phrases, "language" | "kinds">[],
  spoken: readonly [Language, ...Language[]] = languages,
): Names<T> {
  const [firstLanguage, ...others] = spoken;
  const inLanguage = (language: Language) => createNames(entries, kindsIn(sets, language), language);
  const first = inLanguage(firstLanguage);
  // Made when the first language knows no such thing: most homes are spoken to in one.
  let made: Names<T>[] | undefined;
  const rest = () => (made ??= others.map(inLanguage));
  const exactly = (words: readonly string[], options: ResolveOptions): Resolution<T> => {
    const found = first.resolveWords(words, options);
    if (!("unknown" in found)) return found;
    for (const names of rest()) {
      const other = names.resolveWords(words, options);
      if (!("unknown" in other)) return other;
    }
    return found;
  };
  const resolveWords = (words: readonly string[], options: ResolveOptions = {}): Resolution<T> => {
    const found = exactly(words, { ...options, fuzzy: false });
    return "unknown" in found && options.fuzzy ? exactly(words, options) : found;
  };
  return {
    ...first,
    resolveWords,
    resolve: (text, options) => resolveWords(wordsOf(text), options),
    knows: (word) => first.knows(word) || rest().some((names) => names.knows(word)),
  };
}

function answer<T extends NameEntry>(found: Found<T>): Resolution<T> {
  if (!found.ambiguous) return { things: found.things, how: found.how, group: found.group };
  return { ask: { kind: "which", question: questionOf(found.things), choices: labels(found.things) } };
}

const MOST_CHOICES = 8;

function questionOf(things: readonly NameEntry[]): string {
  const shown = labels(things);
  const last = shown.at(-1) ?? "";
  const more = things.length > MOST_CHOICES ? `${shown.join(", ")} …` : `${shown.slice(0, -1).join(", ")} or ${last}`;
  return `Which one: ${more}?`;
}

// Two things of one name are told apart by their room.
function labels(things: readonly NameEntry[]): string[] {
  const shown = things.slice(0, MOST_CHOICES);
  const twice = (name: string) => shown.filter((thing) => thing.name === name).length > 1;
  return shown.map(({ name, area }) => (area && twice(name) ? `${name} in ${area}` : name));
}
