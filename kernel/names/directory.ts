import type { NameEntry } from "../wire.ts";
import type { Kinds } from "./index.ts";
import type { Small } from "./small.ts";
import { keyOf, nameWords } from "./words.ts";

/** A room or a floor. */
export interface Place {
  kind: "area" | "floor";
  name: string;
}

/** A noun for a kind of thing ("lights"): the kinds it means, and whether it says several. */
export interface KindNoun {
  kinds: ReadonlySet<string>;
  plural: boolean;
}

/** Every way to look a name up, made once. */
export interface Directory<T extends NameEntry> {
  things: readonly T[];
  /** the things in a place; all without one */
  within(place: Place | undefined): readonly T[];
  /** every word of every name, place and noun */
  vocabulary: ReadonlySet<string>;
  /** every place as the words it is looked up by */
  places(): string[];
  /** every name and place as the words it is looked up by */
  keys(): string[];
  named(words: readonly string[]): T[];
  /** by the name without its article or the noun of its kind: "left bedside" for Left Bedside Lamp */
  shortNamed(words: readonly string[]): T[];
  /** those with all of these words in a name */
  sharing(words: readonly string[]): readonly T[];
  place(words: readonly string[]): Place | undefined;
  noun(words: readonly string[]): KindNoun | undefined;
  /** a place and a noun written as one word, taken apart: "Küchenlicht", "licht in küche" */
  compound(word: string): readonly string[] | undefined;
  /** a kind and the narrower ones it includes */
  wide(kind: string): ReadonlySet<string>;
  /** the most words a place or a kind noun has */
  longestPlace: number;
  longestNoun: number;
}

export function createDirectory<T extends NameEntry>(entries: readonly T[], kinds: Kinds, small: Small): Directory<T> {
  const names = new Map<string, T[]>();
  const short = new Map<string, T[]>();
  const byWord = new Map<string, T[]>();
  const places = new Map<string, Place>();
  const nouns = nounsOf(kinds, small);
  const inside = [...small.prepositions].slice(0, 1);
  const things = entries.filter(({ kind }) => kind !== "area" && kind !== "floor");
  for (const entry of entries) {
    for (const words of spellings(entry, small)) {
      if (entry.kind === "area" || entry.kind === "floor")
        places.set(keyOf(withoutArticle(words, small)), { kind: entry.kind, name: entry.name });
      else {
        add(names, words, entry);
        for (const word of words) add(byWord, [word], entry);
      }
    }
  }
  for (const thing of things) {
    // "kitchen" is the room, though Kitchen Light stands in it
    for (const words of shortened(thing, nouns, small)) if (!places.has(keyOf(words))) add(short, words, thing);
  }
  const byPlace = { area: Map.groupBy(things, ({ area }) => area), floor: Map.groupBy(things, ({ floor }) => floor) };
  return {
    things,
    within: (place) => (place ? (byPlace[place.kind].get(place.name) ?? []) : things),
    vocabulary: new Set([names, places, nouns].flatMap((index) => [...index.keys()].flatMap((key) => key.split(" ")))),
    places: () => [...places.keys()],
    keys: () => [names, short, places].flatMap((index) => [...index.keys()]),
    named: (words) => names.get(keyOf(words)) ?? [],
    shortNamed: (words) => short.get(keyOf(words)) ?? [],
    sharing([first = "", ...more]) {
      const others = more.map((word) => byWord.get(word) ?? []);
      return (byWord.get(first) ?? []).filter((thing) => others.every((things) => things.includes(thing)));
    },
    place: (words) => places.get(keyOf(words)),
    noun: (words) => nouns.get(keyOf(words)),
    compound(word) {
      if (small.joints.length === 0) return undefined;
      for (const place of places.keys()) {
        const rest = word.startsWith(place) ? word.slice(place.length) : "";
        const noun = small.joints.find((joint) => rest.startsWith(joint) && nouns.has(rest.slice(joint.length)));
        if (noun !== undefined) return [rest.slice(noun.length), ...inside, place];
      }
      return undefined;
    },
    wide: (kind) => new Set([kind, ...(kinds[kind]?.includes ?? [])]),
    longestPlace: longest(places),
    longestNoun: longest(nouns),
  };
}

function add<T>(index: Map<string, T[]>, words: readonly string[], item: T): void {
  const known = index.get(keyOf(words));
  if (!known) index.set(keyOf(words), [item]);
  else if (!known.includes(item)) known.push(item);
}

const withoutArticle = (words: string[], { articles }: Small) =>
  words.length > 1 && articles.has(words[0] ?? "") ? words.slice(1) : words;

function spellings({ name, aliases = [] }: NameEntry, { and }: Small): string[][] {
  const written = [name, ...aliases].flatMap((text) =>
    text.includes("&") ? [text, text.replaceAll("&", ` ${and} `)] : [text],
  );
  return written.map(nameWords).filter((words) => words.length > 0);
}

// The name without its article, and without the noun of its own kind behind it.
function shortened<T extends NameEntry>(thing: T, nouns: Map<string, KindNoun>, small: Small): string[][] {
  const isOwnNoun = (words: string[]) => nouns.get(keyOf(words))?.kinds.has(thing.kind) === true;
  return spellings(thing, small).flatMap((spelled) => {
    const words = withoutArticle(spelled, small);
    const ends = [1, 2].filter((count) => words.length > count && isOwnNoun(words.slice(-count)));
    return [...(words === spelled ? [] : [words]), ...ends.map((count) => words.slice(0, -count))];
  });
}

function nounsOf(kinds: Kinds, { plurals }: Small): Map<string, KindNoun> {
  const nouns = new Map<string, { kinds: Set<string>; plural: boolean }>();
  for (const [kind, { words, many = [], includes = [] }] of Object.entries(kinds)) {
    for (const text of [...words, ...many]) {
      const said = nameWords(text);
      const plural = many.includes(text) || isPlural(text, words, plurals);
      const known = nouns.get(keyOf(said)) ?? { kinds: new Set<string>(), plural };
      for (const one of [kind, ...includes]) known.kinds.add(one);
      nouns.set(keyOf(said), known);
    }
  }
  return nouns;
}

// A plural is a noun whose singular stands beside it: "lights" by "light".
const isPlural = (word: string, all: readonly string[], plurals: Small["plurals"]) =>
  plurals.some(([one, many]) => word.endsWith(many) && all.includes(word.slice(0, -many.length) + one));

const longest = (index: Map<string, unknown>) => Math.max(0, ...[...index.keys()].map((key) => key.split(" ").length));
