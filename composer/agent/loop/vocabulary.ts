import { languages } from "../../../kernel/language/index.ts";
import { keyOf, wordsOf } from "../../../kernel/names/words.ts";
import type { PhraseSet } from "../../../kernel/phrases.ts";
import type { Json } from "../../../kernel/schema.ts";
import { createDomains } from "../tiers/domains.ts";
import type { Catalogue } from "../../hub/door.ts";

/** A name of the house as words, with those that tell it from its kind. */
interface Called {
  server: string;
  /** the name itself, also where this is an alias of it */
  name: string;
  words: readonly string[];
  telling: readonly string[];
}

/** The words the house is spoken of with, for what has no grammar: which server, which name, which word is nobody's. */
export interface Vocabulary {
  /** words of the server of a tool that nobody needs to have said: what its phrases hand to it, what its kinds are called */
  of(tool: string): ReadonlySet<string>;
  /** names and aliases of the house */
  names(): readonly Called[];
  /** names that a sentence has, whole or by an alias */
  namesIn(sentence: string): string[];
  /** servers a sentence speaks of: by a name, or by a word that only their phrases have */
  domains(sentence: string): string[];
  /** the fewest servers that know all of a sentence's telling words: how many parts of the house it is about */
  touched(sentence: string): string[];
  /** the server of a name */
  serverOf(name: string): string | undefined;
}

const SMALL = new Set(
  languages.flatMap(({ nouns, times }) =>
    [nouns.articles, nouns.determiners, nouns.all, nouns.both, nouns.alone, nouns.everything, nouns.prepositions]
      .concat([nouns.here, nouns.home, nouns.rooms, nouns.except, nouns.joins])
      // "every night" may come as "every day", "in the morning" as "at 8 am": the numbers in it are checked
      .concat([times.every, times.at, times.in, times.for, times.until, times.on, times.partly, times.oClock])
      .concat([times.am, times.pm, times.today, times.tomorrow, times.now, times.next, times.sunrise, times.sunset])
      .concat([[...times.units.keys()], [...times.groups.keys()], [...times.daily.keys()], [...times.parts.keys()]])
      .concat([[...times.named.keys()]])
      .flat()
      .flatMap((said) => said.split(" ")),
  ),
);
export const isSmall = (word: string): boolean => SMALL.has(word);

type Source = Pick<Catalogue, "language" | "onChange">;

/** Read anew when tools, phrases or names change. */
export function createVocabulary(catalogue: Source): Vocabulary {
  let read: ReturnType<typeof readAll> | undefined;
  catalogue.onChange(() => {
    read = undefined;
  });
  const current = () => (read ??= readAll(catalogue));
  const calledIn = (words: ReadonlySet<string>) =>
    current().names.filter(({ telling }) => telling.every((word) => words.has(word)));
  return {
    touched: (sentence) => current().touched(sentence),
    of: (tool) => current().words.get(tool) ?? new Set(),
    names: () => current().names,
    serverOf: (name) => current().names.find((one) => one.name === name)?.server,
    namesIn: (sentence) => [...new Set(calledIn(new Set(wordsOf(sentence))).map(({ name }) => name))],
    domains(sentence) {
      const words = new Set(wordsOf(sentence));
      const byWord = [...words].flatMap((word) => current().telling.get(word) ?? []);
      return [...new Set([...calledIn(words).map(({ server }) => server), ...byWord])];
    },
  };
}

function readAll(catalogue: Pick<Catalogue, "language">) {
  const words = new Map<string, ReadonlySet<string>>();
  const names = new Map<string, Called>();
  const saying = new Map<string, Set<string>>();
  for (const { server, phrases, names: entries, tools } of catalogue.language()) {
    const kinds = phrases.flatMap((set) => Object.values(set.kinds).flatMap((kind) => [...kind.words, ...kind.many]));
    const given = phrases.flatMap((set) => [
      ...Object.values(set.values).flatMap((values) => Object.values(values)),
      ...set.phrases.flatMap(({ args }) => Object.values(args)),
    ]);
    const own = new Set([...kinds, ...given.flatMap(textsOf)].flatMap(wordsOf));
    for (const tool of tools) words.set(tool, own);
    const kindWords = new Set(kinds.flatMap(wordsOf));
    for (const word of [...kindWords, ...phrases.flatMap(literals)])
      saying.set(word, (saying.get(word) ?? new Set()).add(server));
    for (const { name, aliases = [] } of entries)
      for (const called of [name, ...aliases].map(wordsOf)) {
        const telling = called.filter((word) => !SMALL.has(word) && !kindWords.has(word));
        if (telling.length > 0) names.set(keyOf([server, ...called]), { server, name, words: called, telling });
      }
  }
  // A word of two servers ("start", "what") tells neither.
  const telling = new Map(
    [...saying].flatMap(([word, [only, ...more]]) =>
      only !== undefined && more.length === 0 && !SMALL.has(word) ? [[word, only] as const] : [],
    ),
  );
  return { words, names: [...names.values()], telling, touched: createDomains(catalogue.language()) };
}

const SLOTS = /\{[^{}]*\}|<[^<>]*>/g;

/** The words that stand in the templates of a phrase set. */
const literals = ({ rules, phrases }: PhraseSet): string[] =>
  [...Object.values(rules), ...phrases.flatMap(({ say, further, when }) => [...say, ...further, ...when])].flatMap(
    (template) => wordsOf(template.replace(SLOTS, " ").replace(/[[\]()|]/g, " ")),
  );

const textsOf = (value: Json): string[] =>
  typeof value === "string" && !value.includes("{") ? [value] : Array.isArray(value) ? value.flatMap(textsOf) : [];
