import type { NameEntry } from "../wire.ts";
import type { Directory } from "./directory.ts";
import type { Found, How, Nouns, Scope } from "./noun.ts";
import type { Small } from "./small.ts";

const LOOSEST: readonly How[] = ["room", "noun", "name"];
const MOST_PARTS = 8;

/** What lists are resolved with: single nouns, and where the words between them stand. */
interface Means<T> {
  noun: Nouns<T>;
  list: Nouns<T>;
  small: Small;
  isJoin(word: string): boolean;
  split(words: readonly string[]): string[][];
}

/** Resolves lists ("A, B and C", "kitchen and hall lights") and exceptions ("all lights except the hall"). */
export function createGroups<T extends NameEntry>(noun: Nouns<T>, directory: Directory<T>, small: Small): Nouns<T> {
  const marks = new Set(small.except.map(([first]) => first ?? ""));
  const isJoin = (word: string) => word === "," || small.joins.has(word);
  const names = directory.keys().map((key) => key.split(" "));
  const split = splitter(
    names.filter((name) => name.some(isJoin)),
    isJoin,
  );
  const list: Nouns<T> = (words, scope) => several(words, scope, means);
  const means: Means<T> = { noun, list, small, isJoin, split };
  return (words, scope) => {
    const found = noun(words, scope);
    if (found) return found;
    const excepted = words.some((word) => marks.has(word)) ? except(words, scope, means) : undefined;
    return excepted ?? (words.some(isJoin) ? list(words, scope) : undefined);
  };
}

function except<T extends NameEntry>(words: readonly string[], scope: Scope, means: Means<T>): Found<T> | undefined {
  const { noun, list, small } = means;
  for (const mark of small.except) {
    const at = words.findIndex((_, index) => index > 0 && mark.every((word, offset) => words[index + offset] === word));
    if (at < 0) continue;
    const before = words[at - 1] === "," ? words.slice(0, at - 1) : words.slice(0, at);
    const whole = noun(before, scope) ?? list(before, scope);
    if (!whole || whole.ambiguous) return whole;
    const kinds = [...new Set(whole.things.map(({ kind }) => kind))];
    const without = leftOut(words.slice(at + mark.length), whole.things, { ...scope, kinds }, means);
    if (!without) return undefined;
    const things = whole.things.filter((thing) => !without.includes(thing));
    return things.length === 0 ? undefined : { ...whole, things, group: true };
  }
  return undefined;
}

// What is left out is looked for among what was named: a bare room leaves out all of it there.
function leftOut<T extends NameEntry>(
  words: readonly string[],
  things: T[],
  scope: Scope,
  { noun, list }: Means<T>,
): T[] | undefined {
  const found = noun(words, scope) ?? list(words, scope);
  if (!found) return undefined;
  const { place } = found;
  if (place) return things.filter((thing) => thing[place.kind] === place.name);
  return found.ambiguous ? undefined : found.things;
}

function several<T extends NameEntry>(words: readonly string[], scope: Scope, means: Means<T>): Found<T> | undefined {
  const { small, isJoin, split } = means;
  // "both the kitchen and the hall light"
  const parts = split(small.both.has(words[0] ?? "") ? words.slice(1) : words);
  if (isJoin(words[0] ?? "") || isJoin(words.at(-1) ?? "")) return undefined;
  if (parts.length < 2 || parts.length > MOST_PARTS) return undefined;
  const found: Found<T>[] = [];
  for (const [index, part] of parts.entries()) {
    const one = elliptic(part, index, parts, scope, means);
    if (!one) return undefined;
    found.push(one);
  }
  const unsure = found.find(({ ambiguous }) => ambiguous);
  const things = [...new Set(found.flatMap((part) => part.things))];
  const how = LOOSEST.find((each) => found.some((part) => part.how === each)) ?? "noun";
  return unsure ?? { things, how, group: found.some(({ group }) => group), ambiguous: false };
}

// "kitchen and hall lights": the noun of the last part; "lights in the kitchen and the hall": the noun of the first.
function elliptic<T extends NameEntry>(
  part: string[],
  index: number,
  parts: string[][],
  scope: Scope,
  { noun, small }: Means<T>,
) {
  const own = noun(part, scope);
  if (own && !own.place && !own.ambiguous) return own;
  const last = index < parts.length - 1 ? (parts.at(-1) ?? []) : [];
  for (let size = last.length - 1; size > 0; size--) {
    const found = noun([...part, ...last.slice(-size)], scope);
    if (found) return found;
  }
  const first = index > 0 ? (parts[0] ?? []) : [];
  const at = first.findIndex((word) => small.prepositions.has(word));
  return (at > 0 ? noun([...first.slice(0, at + 1), ...part], scope) : undefined) ?? own;
}

/** Takes a list apart at its joining words, but for those that stand in the name of a thing ("Salt and Pepper"). */
function splitter(
  compounds: readonly (readonly string[])[],
  isJoin: Means<unknown>["isJoin"],
): Means<unknown>["split"] {
  const byFirst = Map.groupBy(
    compounds.toSorted((one, other) => other.length - one.length),
    ([first]) => first,
  );
  return (words) => {
    const parts: string[][] = [[]];
    for (let at = 0; at < words.length;) {
      const word = words[at] ?? "";
      const name = byFirst.get(word)?.find((each) => each.every((one, offset) => words[at + offset] === one));
      if (name) parts.at(-1)?.push(...name);
      else if (isJoin(word)) parts.push([]);
      else parts.at(-1)?.push(word);
      at += name?.length ?? 1;
    }
    return parts.filter((part) => part.length > 0);
  };
}
