import type { Placed } from "./clauses.ts";
import { clausesOf } from "./clauses.ts";
import { withoutBreaths } from "./commas.ts";
import type { Sound, Spoken } from "./spoken.ts";
import { soundDistance } from "./distance.ts";
import { phonesOf } from "./phones.ts";
import { apartFrom, limitOf, soundOf, spokenOf } from "./spoken.ts";
import { around, dangling, everyday, small, things } from "./words.ts";

/** What was made of what was heard. */
export interface Understood {
  text: string;
  /** a name was put in the place of what only sounds like it */
  fuzzy: boolean;
}

export type Sounds = (heard: string) => Understood;

interface Change {
  from: number;
  to: number;
  /** undefined: the name was heard as it is, and stays */
  text: string | undefined;
  name: Spoken;
  distance: number;
}

/** A second name must be this much further away. */
const MARGIN = 0.08;
/** How much further off than it may be a name still counts as a second one: everyday words are hardly heard as others. */
const RIVAL = 0.15;
/** What a small word costs that is swallowed with the name, so that it goes only where it makes the name nearer. */
const SWALLOWED = 0.02;
/** How much further a name may be off whose other words were heard as they are. */
const PARTLY = 0.1;
/** Up to here two words sound the same: "hall", "whole" and "all". */
const SAME = 0.2;
/** Behind these stands a noun, whatever was heard. */
const articles = new Set(["the", "my", "our"]);
/** Little words that no order has before a name. */
const strays = new Set(["you", "your", "a", "be", "of"]);
/** Words a name is heard as, at most, beyond its own. */
const MORE_WORDS = 3;
/**
 * How "unlock" is heard: nobody begins with "and lock", and the lock would be turned the other way. The only verb that is
 * guessed, since what opens asks first where something was guessed.
 */
const UNLOCK = /^\W*(?:and|an|on|i'm|um)\W+lock\b/i;
/** Forms that only verbs have: what is done is never guessed. */
const VERBAL = /^..+(?:ings?|ed)$/;

/**
 * Reads the names of a house out of what speech recognition made of them ("grandpa of" → "grafana"): by how they sound
 * and are written, with a margin to the next name; never where everyday words stand, verbs least of all; never beside a
 * name that was heard as it is, nor in what is said freely (messages, lists).
 */
export function createSounds(
  names: readonly { kind: string; name: string; aliases?: readonly string[] | undefined }[],
): Sounds {
  const spoken = spokenOf(names.flatMap(({ name, aliases = [] }) => [name, ...aliases]));
  const known = new Set(spoken.flatMap(({ words }) => words));
  const whole = new Map(spoken.map((one) => [one.letters, one]));
  const isRight = ({ word, isDoubtful }: Placed) => known.has(word) || (!isDoubtful && isPlain(word));

  const changeAt = (clause: readonly Placed[], begin: number, end: number): Change[] => {
    const heard = clause.slice(begin, end);
    const words = heard.map(({ word }) => word);
    const place = { from: clause[begin]?.from ?? 0, to: clause[end - 1]?.to ?? 0 };
    const same = whole.get(words.join(""));
    if (same)
      return [
        strayBefore(clause, begin, place, same) ?? {
          ...place,
          text: isAsHeard(words, same) ? undefined : same.text,
          name: same,
          distance: 0,
        },
      ];
    if (!isAlone(clause, begin, end)) return [];
    const alike = articles.has(clause[begin - 1]?.word ?? "") ? soundsSame(words, spoken) : undefined;
    if (alike) return [{ ...place, ...alike }];
    if (heard.every(isRight)) return [];
    const best = nearest(heard, spoken, isRight);
    if (!best) return [];
    const isLeftOver = end === clause.length - 1 && dangling.has(clause[end]?.word ?? "");
    return [{ from: place.from, to: (isLeftOver ? clause[end]?.to : undefined) ?? place.to, ...best }];
  };
  const changesIn = (clause: readonly Placed[]) =>
    clause.flatMap((_, begin) => endsFrom(clause, begin).flatMap((end) => changeAt(clause, begin, end)));
  return (given) => {
    const said = given.replace(UNLOCK, "Unlock");
    const heard = withoutBreaths(
      said,
      spoken.map(({ words }) => words),
    );
    const changes = clausesOf(heard).flatMap(({ words, join }) => {
      const all = changesIn(words);
      const guesses = all.filter(({ distance }) => distance > 0);
      // "windows" is a name too, but not where "windows lamb" was heard
      const exact = all.filter((one) => one.distance === 0 && !guesses.some((guess) => holds(guess, one)));
      // "and devroos" is endeavouros, where that is nearer than what stands behind the "and" alone
      const joined =
        join && exact.length === 0 ? changesIn([join, ...words]).filter(({ from }) => from === join.from) : [];
      return chosen(exact.length > 0 ? exact : [...joined, ...guesses]);
    });
    const text = changes
      .toReversed()
      .reduce((all, { from, to, text = all.slice(from, to) }) => all.slice(0, from) + text + all.slice(to), heard);
    return { text, fuzzy: said !== given || changes.some(({ distance }) => distance > 0) };
  };
}

/** "Restart you, Ubuntu": a name behind an order of one word and a little word that does not belong there. */
function strayBefore(
  clause: readonly Placed[],
  begin: number,
  place: { to: number },
  name: Spoken,
): Change | undefined {
  const stray = clause[begin - 1];
  if (begin !== 2 || !stray || !strays.has(stray.word)) return undefined;
  return { from: stray.from, to: place.to, text: name.text, name, distance: Number.EPSILON };
}

/** Whether a guess is of a longer name of which the other is a part, and stands where that stands. */
const holds = (guess: Change, { from, to, name }: Change) =>
  guess.from <= from &&
  guess.to >= to &&
  guess.name.words.length > name.words.length &&
  name.words.every((word) => guess.name.words.includes(word));
const isAsHeard = (words: readonly string[], name: Spoken) => words.join(" ") === name.words.join(" ");

const MOST_WORDS = 6;
const endsFrom = (clause: readonly Placed[], begin: number) =>
  Array.from({ length: Math.min(MOST_WORDS, clause.length - begin) }, (_, more) => begin + more + 1);

const isPlain = (word: string) =>
  everyday.has(word) ||
  (word.length > 3 && everyday.has(word.replace(/s$/, ""))) ||
  VERBAL.test(word) ||
  !/\p{L}/u.test(word);

/** Whether the words stand where a whole name stands: nothing beside them is part of another ("the playroom light"). */
function isAlone(clause: readonly Placed[], begin: number, end: number): boolean {
  const isOutside = (word: string | undefined) =>
    word === undefined || around.has(word) || VERBAL.test(word) || !/\p{L}/u.test(word);
  const next = clause[end]?.word;
  return isOutside(clause[begin - 1]?.word) && isOutside(next) && !things.has(next ?? "");
}

function nearest(heard: readonly Placed[], spoken: readonly Spoken[], isRight: (word: Placed) => boolean) {
  const words = heard.map(({ word }) => word);
  const swallowed = SWALLOWED * heard.filter(({ word, isDoubtful }) => small.has(word) && !isDoubtful).length;
  const sound = soundOf(words);
  const mayBe = (one: Spoken, distance: number) =>
    heard.every((each) => !isRight(each) || small.has(each.word) || one.words.includes(each.word)) || distance <= SAME;
  const near = spoken
    .filter((one) => words.length <= one.words.length + MORE_WORDS)
    .map((one) => ({ one, ...measured(words, sound, one) }))
    .filter(({ one, distance }) => mayBe(one, distance))
    .map(({ one, distance, limit }) => ({ one, limit, distance: distance + swallowed }))
    .toSorted((one, other) => one.distance - other.distance);
  const best = near.find(({ distance, limit }) => distance <= limit);
  if (!best) return undefined;
  const isRival = ({ one, distance, limit }: (typeof near)[number]) =>
    distance <= limit + RIVAL && !isPart(one, best.one) && !isPart(best.one, one);
  const second = near.find(isRival);
  if (second && second.distance - best.distance < MARGIN) return undefined; // one that is nearer, but too far, too
  return { text: best.one.text, name: best.one, distance: Math.max(best.distance, Number.EPSILON) };
}

/** Whether all words of one are in the other: both are ways to say the same. */
const isPart = (one: Spoken, other: Spoken) => one.words.every((word) => other.words.includes(word));

/** How far a name is from what was heard, and how far it may be: as a whole, or by what is left without the words that are right. */
function measured(words: readonly string[], sound: Sound, name: Spoken): { distance: number; limit: number } {
  const whole = { distance: apartFrom(sound, name), limit: name.limit };
  const left = words.filter((word) => !name.words.includes(word));
  const missing = name.words.filter((word) => !words.includes(word));
  if (missing.length === 0 || missing.length === name.words.length || left.length === 0) return whole;
  const rest = { words: missing, ...soundOf(missing) };
  const partly = { distance: apartFrom(soundOf(left), rest), limit: limitOf(rest) + PARTLY };
  return whole.distance <= whole.limit || partly.distance > partly.limit ? whole : partly;
}

/**
 * A name of as many words each of which sounds nearly the same ("whole light" for Hall Light), one of them being the
 * same; in the plural too. "Light bedside" is neither the left nor the right one.
 */
function soundsSame(words: readonly string[], spoken: readonly Spoken[]) {
  const isPlural = words.at(-1)?.endsWith("s") === true;
  const near = spoken.flatMap((one) => {
    const many = isPlural && !one.letters.endsWith("s") ? "s" : "";
    const named = one.words.map((word, at) => (at === one.words.length - 1 ? word + many : word));
    if (named.length !== words.length || !named.some((word, at) => word === words[at])) return [];
    const distance = Math.max(...named.map((word, at) => soundDistance(phonesOf(word), phonesOf(words[at] ?? ""))));
    return distance > 0 ? [{ text: one.text + many, name: one, distance }] : [];
  });
  const [best, second] = near.toSorted((one, other) => one.distance - other.distance);
  if (!best || best.distance > SAME) return undefined;
  return second && second.distance - best.distance < SAME ? undefined : best;
}

/** The nearest first, and none over another. */
function chosen(changes: readonly Change[]): Change[] {
  const taken: Change[] = [];
  for (const change of changes.toSorted((one, other) => one.distance - other.distance || length(other) - length(one)))
    if (taken.every(({ from, to }) => change.to <= from || change.from >= to)) taken.push(change);
  return taken.toSorted((one, other) => one.from - other.from);
}

const length = ({ from, to }: Change) => to - from;
