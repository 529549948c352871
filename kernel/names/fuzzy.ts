import MiniSearch from "minisearch";
import type { NameEntry } from "../wire.ts";
import type { Directory } from "./directory.ts";
import type { Found, Scope } from "./noun.ts";
import { nameWords } from "./words.ts";

/** Score of the best over the next, below which a person is asked. */
const MARGIN = 1.3;
const ARTICLES = new Set(["the", "my", "our", "a", "an", "in", "on", "at", "of"]);

/** Names heard or spelt almost right, by MiniSearch with fuzziness 0.2. */
export function createFuzzy<T extends NameEntry>(directory: Directory<T>) {
  const index = new MiniSearch<{ id: number; text: string }>({
    fields: ["text"],
    tokenize: nameWords,
    processTerm: (term) => term,
  });
  index.addAll(
    directory.things.map(({ name, aliases = [], area = "" }, id) => ({ id, text: [name, ...aliases, area].join(" ") })),
  );
  const search = (words: readonly string[], combineWith: "AND" | "OR", scope: Scope = {}) => {
    const query = words.filter((word) => !ARTICLES.has(word)).join(" ");
    const hits = index.search(query, { fuzzy: 0.2, prefix: (term) => term.length > 3, combineWith });
    return hits
      .map(({ id, score }) => ({ thing: directory.things[Number(id)], score }))
      .flatMap(({ thing, score }) => (thing && (scope.kinds?.includes(thing.kind) ?? true) ? [{ thing, score }] : []));
  };
  return {
    /** the one thing that fits with a margin, or those among which to ask */
    one(words: readonly string[], scope: Scope): Found<T> | undefined {
      const hits = search(words, "AND", scope);
      const best = hits[0]?.score ?? 0;
      const things = hits.filter(({ score }) => score * MARGIN > best).map(({ thing }) => thing);
      return things.length === 0 ? undefined : { things, group: false, ambiguous: things.length > 1 };
    },
    near: (words: readonly string[], most: number) =>
      search(words, "OR")
        .slice(0, most)
        .map(({ thing }) => thing),
  };
}
