import MiniSearch, { type SearchOptions } from "minisearch";
import type { NameEntry } from "../wire.ts";
import type { Directory } from "./directory.ts";
import type { Found, Scope } from "./noun.ts";
import type { Small } from "./small.ts";
import { nameWords } from "./words.ts";

/** Score of the best over the next, below which a person is asked. */
const MARGIN = 1.3;

/** Names heard or spelt almost right, by MiniSearch with fuzziness 0.2. */
export function createFuzzy<T extends NameEntry>(directory: Directory<T>, small: Small) {
  const indexed = () => {
    const index = new MiniSearch<{ id: number; name: string; area: string }>({
      fields: ["name", "area"],
      tokenize: nameWords,
      processTerm: (term) => term,
    });
    index.addAll(
      directory.things.map(({ name, aliases = [], area = "" }, id) => ({
        id,
        name: [name, ...aliases].join(" "),
        area,
      })),
    );
    return index;
  };
  // Made when the first slip is to be repaired: what is said right never needs it.
  let made: ReturnType<typeof indexed> | undefined;
  const search = (words: readonly string[], scope: Scope, options: SearchOptions) => {
    const query = words.filter((word) => !small.determiners.has(word) && !small.prepositions.has(word)).join(" ");
    const hits = (made ??= indexed()).search(query, { fuzzy: 0.2, prefix: (term) => term.length > 3, ...options });
    return hits
      .map(({ id, score }) => ({ thing: directory.things[Number(id)], score }))
      .flatMap(({ thing, score }) => (thing && (scope.kinds?.includes(thing.kind) ?? true) ? [{ thing, score }] : []));
  };
  return {
    /** the one thing that fits with a margin, or those among which to ask; by its name, else by name and room together */
    one(words: readonly string[], scope: Scope): Found<T> | undefined {
      const named = search(words, scope, { combineWith: "AND", fields: ["name"] });
      const hits = named.length > 0 ? named : search(words, scope, { combineWith: "AND" });
      const best = hits[0]?.score ?? 0;
      const things = hits.filter(({ score }) => score * MARGIN > best).map(({ thing }) => thing);
      return things.length === 0 ? undefined : { things, how: "name", group: false, ambiguous: things.length > 1 };
    },
    near: (words: readonly string[], most: number) =>
      search(words, {}, { combineWith: "OR" })
        .slice(0, most)
        .map(({ thing }) => thing),
  };
}
