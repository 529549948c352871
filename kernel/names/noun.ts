import type { NameEntry } from "../wire.ts";
import type { Directory, KindNoun, Place } from "./directory.ts";

/** What narrows a noun: the kinds the verb acts on, the speaker's room. */
export interface Scope {
  kinds?: readonly string[] | undefined;
  here?: string | undefined;
}

/** What a noun names; `ambiguous`: one was meant and several fit. `place` when a bare room was said. */
export interface Found<T> {
  things: T[];
  group: boolean;
  ambiguous: boolean;
  place?: Place;
}
export type Nouns<T> = (words: readonly string[], scope: Scope) => Found<T> | undefined;

const ALL = new Set(["all", "every", "each", "any", "both", "entire", "whole"]);
const DETERMINERS = new Set(["the", "my", "our", "of", "a", "an", "your", "that", "those", "these"]);
const EVERYTHING = new Set([
  "everything",
  "all",
  "every device",
  "all devices",
  "devices",
  "every thing",
  "all things",
  "things",
]);
const PREPOSITIONS = new Set(["in", "on", "at", "of", "from", "inside", "for"]);
const HERE = new Set(["here", "this room", "the room", "room", "in here"]);
const HOME = new Set(["house", "home", "apartment", "flat", "everywhere", "building"]);

/** Resolves one noun phrase without "and" and "except". Every step is exact. */
export function createNouns<T extends NameEntry>(directory: Directory<T>): Nouns<T> {
  const allowed =
    ({ kinds }: Scope) =>
    (thing: T) =>
      !kinds || kinds.includes(thing.kind);
  const within = (place: Place | undefined) => (thing: T) => !place || thing[place.kind] === place.name;

  /** things by their own name; several of one name: those in the speaker's room, else a question */
  const byName = (words: readonly string[], scope: Scope, place?: Place): Found<T> | undefined => {
    for (const look of [directory.named, directory.shortNamed]) {
      const fit = look(words).filter(allowed(scope)).filter(within(place));
      const near = fit.length > 1 ? fit.filter(({ area }) => area !== undefined && area === scope.here) : fit;
      const things = near.length > 0 ? near : fit;
      if (things.length > 0) return { things, group: false, ambiguous: things.length > 1 };
    }
    return undefined;
  };

  const byNoun = (words: readonly string[], all: boolean, scope: Scope, place?: Place): Found<T> | undefined => {
    const noun = directory.noun(words);
    if (!noun) return undefined;
    const of = directory.things.filter((thing) => noun.kinds.has(thing.kind)).filter(allowed(scope));
    const fit = of.filter(within(place));
    if (fit.length === 0) return undefined;
    if (place || all) return { things: fit, group: fit.length > 1 || noun.plural, ambiguous: false };
    return unplaced(fit, noun, scope);
  };

  // "the light", "the lights" with no room said: the speaker's room, else the only one or all of a plural, else a question
  const unplaced = (fit: T[], noun: KindNoun, { here }: Scope): Found<T> => {
    const near = here === undefined ? [] : fit.filter(({ area }) => area === here);
    if (near.length > 0) return { things: near, group: near.length > 1, ambiguous: false };
    return { things: fit, group: fit.length > 1, ambiguous: !noun.plural && fit.length > 1 };
  };

  const byPlace = (place: Place, scope: Scope): Found<T> | undefined => {
    const kind = scope.kinds?.[0];
    const things = directory.things.filter(within(place)).filter(({ kind: of }) => kind === undefined || of === kind);
    return things.length === 0 ? undefined : { things, group: true, ambiguous: false, place };
  };

  const everything = (scope: Scope, place?: Place): Found<T> | undefined => {
    const things = directory.things.filter(allowed(scope)).filter(within(place));
    return things.length === 0 ? undefined : { things, group: true, ambiguous: false };
  };

  /** a place at the beginning or the end of a phrase, and what is left of it */
  const places = function* (
    words: readonly string[],
    here?: string,
  ): Generator<{ place?: Place; rest: readonly string[]; bare: boolean }> {
    const say = (part: readonly string[]): { place?: Place } | undefined => {
      const said = trim(part).words;
      const key = part.join(" ");
      if (HERE.has(key) || HERE.has(said.join(" ")))
        return here === undefined ? undefined : { place: { kind: "area", name: here } };
      if (HOME.has(said.join(" "))) return {};
      const place = directory.place(said);
      return place && { place };
    };
    const most = Math.min(words.length, directory.longestPlace + 3);
    for (let size = most; size > 0; size--) {
      const tail = words.slice(-size);
      const ended = say(PREPOSITIONS.has(tail[0] ?? "") ? tail.slice(1) : tail);
      if (ended) yield { ...ended, rest: words.slice(0, -size), bare: size === words.length };
    }
    for (let size = Math.min(words.length - 1, directory.longestPlace + 1); size > 0; size--) {
      const begun = say(words.slice(0, size));
      if (begun) yield { ...begun, rest: words.slice(size), bare: false };
    }
  };

  const placed = (words: readonly string[], all: boolean, scope: Scope): Found<T> | undefined => {
    for (const { place, rest, bare } of places(words, scope.here)) {
      if (bare) {
        const found = place && byPlace(place, scope);
        if (found) return found;
        continue;
      }
      const { words: core, all: some } = trim(rest);
      const found =
        core.length === 0 || EVERYTHING.has(core.join(" "))
          ? everything(scope, place)
          : (byName(core, scope, place) ?? byNoun(core, all || some || place === undefined, scope, place));
      if (found) return found;
    }
    return undefined;
  };

  /** a name with the noun of its kind said behind it: "kitchen ceiling light" for Kitchen Ceiling */
  const named = (words: readonly string[], scope: Scope): Found<T> | undefined => {
    for (let size = 1; size <= directory.longestNoun && size < words.length; size++) {
      const noun = directory.noun(words.slice(-size));
      const found = noun && byName(words.slice(0, -size), scope);
      const things = found?.things.filter(({ kind }) => noun?.kinds.has(kind)) ?? [];
      if (found && things.length > 0) return { ...found, things, ambiguous: things.length > 1 };
    }
    return undefined;
  };

  return (words, scope) => {
    const { words: core, all } = trim(words);
    if (core.length === 0) return all ? everything(scope) : undefined;
    const whole = byName(words, scope) ?? byName(core, scope);
    if (whole && !whole.ambiguous) return whole;
    if (EVERYTHING.has(core.join(" "))) return everything(scope);
    return byNoun(core, all, scope) ?? placed(core, all, scope) ?? named(core, scope) ?? whole;
  };
}

/** The words without "the", "all of my" … at their beginning, and whether "all" was among them. */
function trim(words: readonly string[]): { words: readonly string[]; all: boolean } {
  let start = 0;
  let all = false;
  for (; start < words.length; start++) {
    const word = words[start] ?? "";
    if (ALL.has(word)) all = true;
    else if (!DETERMINERS.has(word)) break;
  }
  return { words: words.slice(start), all };
}
