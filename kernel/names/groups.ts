import type { NameEntry } from "../wire.ts";
import type { Found, Nouns, Scope } from "./noun.ts";

const EXCEPT = [
  ["except", "for"],
  ["except"],
  ["apart", "from"],
  ["other", "than"],
  ["excluding"],
  ["but", "not"],
  ["but"],
  ["besides"],
  ["without"],
];
/** Words between noun phrases. */
export const joiningWords: readonly string[] = [",", "and", "plus", ...EXCEPT.flat()];
const PREPOSITIONS = new Set(["in", "on", "at"]);
const MOST_PARTS = 8;

/** Resolves lists ("A, B and C", "kitchen and hall lights") and exceptions ("all lights except the hall"). */
export function createGroups<T extends NameEntry>(noun: Nouns<T>): Nouns<T> {
  return (words, scope) => noun(words, scope) ?? except(words, scope, noun) ?? several(words, scope, noun);
}

function except<T extends NameEntry>(words: readonly string[], scope: Scope, noun: Nouns<T>): Found<T> | undefined {
  for (const mark of EXCEPT) {
    const at = words.findIndex((_, index) => index > 0 && mark.every((word, offset) => words[index + offset] === word));
    if (at < 0) continue;
    const before = words[at - 1] === "," ? words.slice(0, at - 1) : words.slice(0, at);
    const whole = noun(before, scope) ?? several(before, scope, noun);
    if (!whole || whole.ambiguous) return whole;
    const kinds = [...new Set(whole.things.map(({ kind }) => kind))];
    const rest = words.slice(at + mark.length);
    const without = leftOut(rest, whole.things, { ...scope, kinds }, noun);
    if (!without) return undefined;
    const things = whole.things.filter((thing) => !without.includes(thing));
    return things.length === 0 ? undefined : { things, group: true, ambiguous: false };
  }
  return undefined;
}

// What is left out is looked for among what was named: a bare room leaves out all of it there.
function leftOut<T extends NameEntry>(
  words: readonly string[],
  things: T[],
  scope: Scope,
  noun: Nouns<T>,
): T[] | undefined {
  const found = noun(words, scope) ?? several(words, scope, noun);
  if (!found) return undefined;
  const { place } = found;
  if (place) return things.filter((thing) => thing[place.kind] === place.name);
  return found.ambiguous ? undefined : found.things;
}

function several<T extends NameEntry>(words: readonly string[], scope: Scope, noun: Nouns<T>): Found<T> | undefined {
  const parts = split(words);
  if (parts.length < 2 || parts.length > MOST_PARTS) return undefined;
  const found = merge(parts, scope, noun);
  if (!found) return undefined;
  const unsure = found.find(({ ambiguous }) => ambiguous);
  const things = [...new Set(found.flatMap((part) => part.things))];
  return unsure ?? { things, group: found.some(({ group }) => group), ambiguous: false };
}

// Names may hold an "and" themselves: the fewest parts that all resolve win.
function merge<T extends NameEntry>(parts: string[][], scope: Scope, noun: Nouns<T>): Found<T>[] | undefined {
  const each = parts.map((part, index) => elliptic(part, index, parts, scope, noun));
  if (each.every((found) => found !== undefined)) return each;
  for (let at = 0; at + 1 < parts.length; at++) {
    const joined = [
      ...parts.slice(0, at),
      [...(parts[at] ?? []), "and", ...(parts[at + 1] ?? [])],
      ...parts.slice(at + 2),
    ];
    if (joined.length < 2) continue;
    const found = merge(joined, scope, noun);
    if (found) return found;
  }
  return undefined;
}

// "kitchen and hall lights": the noun of the last part; "lights in the kitchen and the hall": the noun of the first.
function elliptic<T extends NameEntry>(part: string[], index: number, parts: string[][], scope: Scope, noun: Nouns<T>) {
  const own = noun(part, scope);
  if (own && !own.place && !own.ambiguous) return own;
  const last = index < parts.length - 1 ? (parts.at(-1) ?? []) : [];
  for (let size = last.length - 1; size > 0; size--) {
    const found = noun([...part, ...last.slice(-size)], scope);
    if (found) return found;
  }
  const first = index > 0 ? (parts[0] ?? []) : [];
  const at = first.findIndex((word) => PREPOSITIONS.has(word));
  return (at > 0 ? noun([...first.slice(0, at + 1), ...part], scope) : undefined) ?? own;
}

function split(words: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  for (const word of words) {
    if (word === "," || word === "and" || word === "plus") parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts.filter((part) => part.length > 0);
}
