import type { NameEntry } from "../wire.ts";
import type { Directory, KindNoun, Place } from "./directory.ts";
import type { Small } from "./small.ts";

/** What narrows a noun: the kinds the verb acts on, the speaker's room. */
export interface Scope {
  kinds?: readonly string[] | undefined;
  here?: string | undefined;
  /** things must be named, or said by the noun of their kind */
  said?: boolean | undefined;
}

/** As the first of the kinds of a verb: a bare room means all of them in it. */
export const ANY_KIND = "any";

/** How things were said: by their own name, by the noun of their kind, or only by the room they are in. */
export type How = "name" | "noun" | "room";

/** What a noun names; `ambiguous`: one was meant and several fit. `place` when a bare room was said. */
export interface Found<T> {
  things: T[];
  how: How;
  group: boolean;
  ambiguous: boolean;
  place?: Place;
}
export type Nouns<T> = (words: readonly string[], scope: Scope) => Found<T> | undefined;

/** Resolves one noun phrase without "and" and "except". Every step is exact. */
export function createNouns<T extends NameEntry>(directory: Directory<T>, small: Small): Nouns<T> {
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
      if (things.length > 0) return { things, how: "name", group: false, ambiguous: things.length > 1 };
    }
    return undefined;
  };

  const byNoun = (words: readonly string[], all: boolean, scope: Scope, place?: Place): Found<T> | undefined => {
    const noun = directory.noun(words);
    if (!noun) return undefined;
    const fit = directory.within(place).filter((thing) => noun.kinds.has(thing.kind) && allowed(scope)(thing));
    if (fit.length === 0) return undefined;
    if (place || all) return { things: fit, how: "noun", group: fit.length > 1 || noun.plural, ambiguous: false };
    return unplaced(fit, noun, scope);
  };

  // "the light", "the lights" with no room said: the speaker's room, else the only one or all of a plural, else a question
  const unplaced = (fit: T[], noun: KindNoun, { here }: Scope): Found<T> => {
    const near = here === undefined ? [] : fit.filter(({ area }) => area === here);
    if (near.length > 0) return { things: near, how: "noun", group: near.length > 1, ambiguous: false };
    return { things: fit, how: "noun", group: fit.length > 1, ambiguous: !noun.plural && fit.length > 1 };
  };

  // A bare room means what the verb is mostly said to: its first kind, and what that includes.
  const byPlace = (place: Place | undefined, scope: Scope): Found<T> | undefined => {
    if (scope.said) return undefined;
    const kind = scope.kinds?.[0];
    const meant = kind === undefined || kind === ANY_KIND ? undefined : directory.wide(kind);
    const fit = (thing: T) => meant?.has(thing.kind) ?? allowed(scope)(thing);
    const things = directory.within(place).filter(fit);
    return things.length === 0
      ? undefined
      : { things, how: "room", group: true, ambiguous: false, ...(place && { place }) };
  };

  const everything = (scope: Scope, place?: Place): Found<T> | undefined => {
    if (scope.said) return undefined;
    const things = directory.within(place).filter(allowed(scope));
    return things.length === 0 ? undefined : { things, how: "noun", group: true, ambiguous: false };
  };

  /** the place some words name, `{}` for the whole house */
  const placeOf = (words: readonly string[], here?: string, all = false): { place?: Place } | undefined => {
    const { words: said, all: each } = trim(words, small);
    const key = said.join(" ");
    if (small.home.has(key) || ((all || each) && small.rooms.has(key))) return {};
    if (small.here.has(key)) return here === undefined ? undefined : { place: { kind: "area", name: here } };
    const place = directory.place(words) ?? directory.place(said);
    return place && { place };
  };

  /** the words a place can end with */
  const endings = lastWords([...directory.places(), ...small.home, ...small.here, ...small.rooms]);

  /** a place at the beginning or the end of a phrase, and what is left of it */
  const places = function* (
    words: readonly string[],
    here?: string,
  ): Generator<{ place?: Place; rest: readonly string[] }> {
    const most = Math.min(words.length, directory.longestPlace + 4);
    const canEnd = endings.has(words.at(-1) ?? "");
    for (let size = canEnd ? most : 0; size > 0; size--) {
      const tail = words.slice(-size);
      const ended = placeOf(small.prepositions.has(tail[0] ?? "") ? tail.slice(1) : tail, here);
      if (ended) yield { ...ended, rest: words.slice(0, -size) };
    }
    for (let size = Math.min(words.length - 1, directory.longestPlace + 2); size > 0; size--) {
      const head = words.slice(0, size);
      const begun = placeOf(small.prepositions.has(head[0] ?? "") ? head.slice(1) : head, here);
      if (begun) yield { ...begun, rest: words.slice(size) };
    }
  };

  const placed = (words: readonly string[], all: boolean, scope: Scope, inHome = false): Found<T> | undefined => {
    for (const { place, rest } of places(words, scope.here)) {
      const { words: core, all: some } = trim(rest, small);
      const found =
        core.length === 0
          ? some || all
            ? everything(scope, place)
            : byPlace(place, scope)
          : small.everything.has(core.join(" "))
            ? everything(scope, place)
            : (byName(core, scope, place) ?? byNoun(core, all || some || place === undefined, scope, place));
      if (found) return found;
      if (place || rest.length === 0 || inHome) continue;
      const inner = placeOf(rest, scope.here, true); // "each room of the house"
      return inner ? byPlace(inner.place, scope) : placed(rest, true, scope, true); // "the house lights everywhere"
    }
    return undefined;
  };

  /** a name with the noun of its kind said behind it: "kitchen ceiling light" for Kitchen Ceiling */
  const named = (words: readonly string[], scope: Scope): Found<T> | undefined => {
    for (let size = 1; size <= directory.longestNoun && size < words.length; size++) {
      const noun = directory.noun(words.slice(-size));
      const found = noun && byName(words.slice(0, -size), scope);
      const things = found?.things.filter(({ kind }) => noun?.kinds.has(kind)) ?? [];
      if (found && things.length > 0) return { ...found, things, how: "noun", ambiguous: things.length > 1 };
    }
    return undefined;
  };

  /** those that share words of their names: "bedside lamps" for Left Bedside and Right Bedside */
  const sharing = (words: readonly string[], scope: Scope): Found<T> | undefined => {
    for (let size = 1; size <= directory.longestNoun && size < words.length; size++) {
      const noun = directory.noun(words.slice(-size));
      if (!noun) continue;
      const fit = (thing: T) => noun.kinds.has(thing.kind) && allowed(scope)(thing);
      const things = directory.sharing(words.slice(0, -size)).filter(fit);
      const group = noun.plural && things.length > 1;
      if (things.length > 0) return { things, how: "noun", group, ambiguous: !group && things.length > 1 };
    }
    return undefined;
  };

  return (words, scope) => {
    const { words: core, all } = trim(words, small);
    if (core.length === 0) return words.some((word) => small.alone.has(word)) ? everything(scope) : undefined;
    const whole = byName(words, scope) ?? (core.length < words.length ? byName(core, scope) : undefined);
    if (whole && !whole.ambiguous) return whole;
    if (small.everything.has(core.join(" "))) return everything(scope);
    const found =
      byNoun(core, all, scope) ?? placed(core, all, scope) ?? named(core, scope) ?? sharing(core, scope) ?? whole;
    if (!found?.group || !small.both.has(words[0] ?? "") || found.things.length === 2) return found;
    return { ...found, ambiguous: true };
  };
}

const lastWords = (sayings: readonly string[]) => new Set(sayings.map((said) => said.split(" ").at(-1) ?? ""));

/** The words without "the", "all of my", "each and every" … at their beginning, and whether "all" was among them. */
function trim(words: readonly string[], small: Small): { words: readonly string[]; all: boolean } {
  let start = 0;
  let all = false;
  for (; start < words.length; start++) {
    const word = words[start] ?? "";
    if (small.all.has(word)) all = true;
    else if (!small.determiners.has(word) && !(small.joins.has(word) && all)) break;
  }
  return { words: words.slice(start), all };
}
