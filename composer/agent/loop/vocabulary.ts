import { languages } from "../../../kernel/language/index.ts";
import { keyOf, wordsOf } from "../../../kernel/names/words.ts";
import type { Json } from "../../../kernel/schema.ts";
import type { Catalogue } from "../../hub/door.ts";

/** The words a call may have that nobody needs to have said: small words, nouns of kinds, and the words of its own server. */
export interface Vocabulary {
  /** words of the server of a tool: what its phrases hand to it, and what its kinds are called */
  of(tool: string): ReadonlySet<string>;
  /** names of the house, as words, with those that tell them apart from their kind */
  names(): readonly { words: readonly string[]; telling: readonly string[] }[];
}

const SMALL = new Set(
  languages.flatMap(({ nouns }) =>
    [nouns.articles, nouns.determiners, nouns.all, nouns.both, nouns.alone, nouns.everything, nouns.prepositions]
      .concat([nouns.here, nouns.home, nouns.rooms, nouns.except, nouns.joins])
      .flat()
      .flatMap((said) => said.split(" ")),
  ),
);
export const isSmall = (word: string): boolean => SMALL.has(word);

/** Read anew when tools, phrases or names change. */
export function createVocabulary(catalogue: Pick<Catalogue, "language" | "onChange">): Vocabulary {
  let read: ReturnType<typeof readAll> | undefined;
  catalogue.onChange(() => {
    read = undefined;
  });
  const current = () => (read ??= readAll(catalogue));
  return { of: (tool) => current().words.get(tool) ?? new Set(), names: () => current().names };
}

function readAll(catalogue: Pick<Catalogue, "language">) {
  const words = new Map<string, ReadonlySet<string>>();
  const names = new Map<string, { words: string[]; telling: string[] }>();
  for (const { phrases, names: entries, tools } of catalogue.language()) {
    const kinds = phrases.flatMap((set) => Object.values(set.kinds).flatMap((kind) => [...kind.words, ...kind.many]));
    const given = phrases.flatMap((set) => [
      ...Object.values(set.values).flatMap((values) => Object.values(values)),
      ...set.phrases.flatMap(({ args }) => Object.values(args)),
    ]);
    const own = new Set([...kinds, ...given.flatMap(textsOf)].flatMap(wordsOf));
    for (const tool of tools) words.set(tool, own);
    const kindWords = new Set(kinds.flatMap(wordsOf));
    for (const { name, aliases = [] } of entries)
      for (const called of [name, ...aliases].map(wordsOf)) {
        const telling = called.filter((word) => !SMALL.has(word) && !kindWords.has(word));
        if (telling.length > 0) names.set(keyOf(called), { words: called, telling });
      }
  }
  return { words, names: [...names.values()] };
}

const textsOf = (value: Json): string[] =>
  typeof value === "string" && !value.includes("{") ? [value] : Array.isArray(value) ? value.flatMap(textsOf) : [];
