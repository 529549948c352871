import type { Language, PartOfDay } from "../language/language.ts";
import type { Read } from "../language/read.ts";
import { firstWords, wordReader } from "../language/read.ts";
import type { Clock } from "./clock.ts";
import { clockText } from "./clock.ts";
import { durationReader } from "./duration.ts";
import type { Parts } from "./parts.ts";
import { merged, partReader } from "./parts.ts";
import type { Moment, When } from "./when.ts";

/** Reads when something is to be done. */
export interface WhenReader {
  /** every way to read a time at a position, the longest first */
  read(words: readonly string[], at: number): Read<When>[];
  canBegin(word: string): boolean;
  /** whether a word is one of which every time has one: a number, a unit, a day, a part of it */
  marks(word: string): boolean;
}

const MOST_PARTS = 3;

export function whenReader(language: Language): WhenReader {
  const { times, numbers } = language;
  const duration = durationReader(language);
  const lead = {
    in: wordReader(times.in),
    fromNow: wordReader(times.fromNow),
    for: wordReader(times.for),
    until: wordReader(times.until),
    every: wordReader(times.every),
  };
  const parts = partReader(language);

  // Parts stand in any order, with a comma between them at most.
  const together = (words: readonly string[], at: number): Read<Parts>[] => {
    const found: Read<Parts>[] = [];
    const go = (from: number, before: Parts, count: number) => {
      for (const { value, end } of parts(words, from)) {
        const all = merged(before, value);
        if (!all) continue;
        found.push({ value: all, end });
        // A bare number before a comma belongs to what stands before it.
        if (count < MOST_PARTS && words[end] !== ",") go(end, all, count + 1);
        if (count < MOST_PARTS && words[end] === "," && all.isPlain) go(end + 1, all, count + 1);
      }
    };
    go(at, { isPlain: false }, 1);
    return found;
  };

  const timed = (words: readonly string[], at: number): Read<When>[] =>
    together(words, at).flatMap(({ value, end }) => {
      const made = whenOf(value);
      return made ? [{ value: made, end }] : [];
    });

  const lasting = (words: readonly string[], at: number): Read<When>[] => {
    const found: Read<When>[] = [];
    const span = (from: number | undefined, kind: "in" | "for" | "repeat") => {
      const length = from === undefined ? undefined : duration.read(words, from);
      if (length && length.value >= 1)
        found.push({ value: { kind, seconds: Math.round(length.value) }, end: length.end });
    };
    span(lead.in(words, at)?.end, "in");
    span(lead.for(words, at)?.end, "for");
    const every = lead.every(words, at)?.end;
    span(every, "repeat");
    const unit = every === undefined ? undefined : times.units.get(words[every] ?? "");
    if (every !== undefined && unit !== undefined && unit < 86_400)
      found.push({ value: { kind: "repeat", seconds: unit }, end: every + 1 });
    const length = duration.read(words, at);
    const fromNow = length && lead.fromNow(words, length.end);
    if (length && fromNow) found.push({ value: { kind: "in", seconds: Math.round(length.value) }, end: fromNow.end });
    const until = lead.until(words, at)?.end;
    for (const { value, end } of until === undefined ? [] : together(words, until)) {
      const at = value.days === undefined ? whenOf({ ...value, isPlain: true }) : undefined;
      if (at?.kind === "at" && at.at) found.push({ value: { ...at, kind: "until", at: at.at }, end });
    }
    return found;
  };

  const firsts = beginnings(language);
  const marking = markers(language);
  const isNumber = (word: string) => /^\d/.test(word) || numbers.said.has(word);
  return {
    read: (words, at) => [...timed(words, at), ...lasting(words, at)].toSorted((one, other) => other.end - one.end),
    canBegin: (word) => firsts.has(word) || isNumber(word),
    marks: (word) => marking.has(word) || isNumber(word),
  };
}

const beginnings = ({ times, numbers }: Language) =>
  firstWords([
    ...[times.in, times.for, times.until, times.at, times.partly, times.on, times.every, times.next].flat(),
    ...[times.today, times.tomorrow, times.afterTomorrow, times.half, times.quarter].flat(),
    ...[times.sunrise, times.sunset, numbers.one].flat(),
    ...[times.named, times.parts, times.tonight, times.weekdays, times.weekly, times.daily, times.durations].flatMap(
      (some) => [...some.keys()],
    ),
  ]);

const markers = ({ times }: Language) =>
  new Set(
    [
      ...[times.today, times.tomorrow, times.afterTomorrow, times.sunrise, times.sunset].flat(),
      ...[times.units, times.durations, times.named, times.parts, times.tonight].flatMap((some) => [...some.keys()]),
      ...[times.weekdays, times.weekly, times.groups, times.daily].flatMap((some) => [...some.keys()]),
    ].flatMap((said) => said.split(" ")),
  );

function whenOf(parts: Parts): When | undefined {
  if (!parts.isPlain) return undefined;
  const at = momentOf(parts);
  const { days } = parts;
  // One o'clock tonight is tomorrow already.
  const day = parts.day === "today" && isPastMidnight(parts) ? "tomorrow" : parts.day;
  if (days) return { kind: "every", days: [...days], ...(at && { at }) };
  return at || day ? { kind: "at", ...(day && { day }), ...(at && { at }) } : undefined;
}

function momentOf({ clock, sun, part }: Parts): Moment | undefined {
  if (sun) return sun;
  if (!clock) return part && { time: part.time };
  if (!part) return { time: clockText(clock), ...(!clock.isSure && { guess: true as const }) };
  return { time: clockText({ hour: within(clock, part), minute: clock.minute }) };
}

/** "Seven in the evening" is the seven that lies in it; from 24 on it is the next day's. */
const within = ({ hour, isSure }: Clock, { from, to }: PartOfDay): number =>
  [hour, ...(isSure ? [] : [hour + 12]), hour + 24].find((each) => each >= from && each < to) ?? hour;

const isPastMidnight = ({ clock, part }: Parts) =>
  clock !== undefined && part !== undefined && within(clock, part) >= 24;
