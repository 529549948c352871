import type { Language, PartOfDay, Weekday } from "../language/language.ts";
import { WEEKDAYS } from "../language/language.ts";
import type { Read } from "../language/read.ts";
import { firstWords, sayingReader, wordReader } from "../language/read.ts";
import type { Clock } from "./clock.ts";
import { clockReader, clockText } from "./clock.ts";
import { durationReader } from "./duration.ts";
import type { Day, Moment, When } from "./when.ts";

/** Reads when something is to be done. */
export interface WhenReader {
  /** every way to read a time at a position, the longest first */
  read(words: readonly string[], at: number): Read<When>[];
  canBegin(word: string): boolean;
  /** whether a word is one of which every time has one: a number, a unit, a day, a part of it */
  marks(word: string): boolean;
}

/** What a time is put together from, each at most once: "every weekday" and "at seven" and "in the morning". */
interface Parts {
  clock?: Clock;
  sun?: { sun: "sunrise" | "sunset"; offset: number };
  part?: PartOfDay;
  day?: Day;
  days?: readonly Weekday[];
  /** whether it can be nothing but a time: a bare "7" is a number, "Friday" may be somebody's name */
  isPlain: boolean;
}
type PartReader = (words: readonly string[], at: number) => Read<Parts>[];

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

function partReader(language: Language): PartReader {
  const { times } = language;
  const clock = clockReader(language);
  const duration = durationReader(language);
  const [at, on, every, next, partly] = [times.at, times.on, times.every, times.next, times.partly].map(wordReader);
  const [ahead, behind] = [times.ahead, times.behind].map(wordReader);
  const [part, tonight, weekday, weekly] = [
    sayingReader(times.parts),
    sayingReader(times.tonight),
    sayingReader(times.weekdays),
    sayingReader(times.weekly),
  ];
  const [group, daily] = [sayingReader(times.groups), sayingReader(times.daily)];
  const sun = sayingReader(
    new Map([
      ...times.sunrise.map((said) => [said, "sunrise"] as const),
      ...times.sunset.map((said) => [said, "sunset"] as const),
    ]),
  );
  const single = sayingReader<Day>(
    new Map([
      ...times.today.map((said) => [said, "today"] as const),
      ...times.tomorrow.map((said) => [said, "tomorrow"] as const),
      ...times.afterTomorrow.map((said) => [said, "after tomorrow"] as const),
    ]),
  );
  const joins = [language.numbers.and, ","];

  const clocks: PartReader = (words, from) => {
    const marked = at?.(words, from)?.end;
    const read = (start: number, isMarked: boolean) =>
      clock(words, start).map(({ value, end }) => ({
        value: { clock: value, isPlain: isMarked || value.isPlain },
        end,
      }));
    return [...(marked === undefined ? [] : read(marked, true)), ...read(from, false)];
  };
  const suns: PartReader = (words, from) => {
    const plain = sun(words, at?.(words, from)?.end ?? from);
    if (plain) return [{ value: { sun: { sun: plain.value, offset: 0 }, isPlain: true }, end: plain.end }];
    const length = duration.read(words, from);
    const before = length && ahead?.(words, length.end);
    const side = before ?? (length && behind?.(words, length.end));
    const event = side && sun(words, side.end);
    if (!length || !event) return [];
    const offset = Math.round(before ? -length.value : length.value);
    return [{ value: { sun: { sun: event.value, offset }, isPlain: true }, end: event.end }];
  };
  const partsOfDay: PartReader = (words, from) => {
    const now = tonight(words, from);
    if (now) return [{ value: { day: "today", part: now.value, isPlain: true }, end: now.end }];
    const marked = partly?.(words, from)?.end;
    const named = part(words, marked ?? from);
    const each = every?.(words, from)?.end;
    const always = each === undefined ? undefined : part(words, each);
    return [
      ...(named ? [{ value: { part: named.value, isPlain: marked !== undefined }, end: named.end }] : []),
      ...(always ? [{ value: { part: always.value, days: WEEKDAYS, isPlain: true }, end: always.end }] : []),
    ];
  };
  // "on Friday", "next Friday", "today"; said in the plural it is every one of them.
  const singleDays: PartReader = (words, from) => {
    const day = single(words, from);
    if (day) return [{ value: { day: day.value, isPlain: true }, end: day.end }];
    const start = on?.(words, from)?.end ?? from;
    const after = next?.(words, start)?.end ?? start;
    const named = weekday(words, after);
    if (!named) return [];
    return [{ value: { day: named.value, isPlain: after > from }, end: named.end }];
  };
  const severalDays: PartReader = (words, from) => {
    const always = daily(words, from);
    if (always) return [{ value: { days: always.value, isPlain: true }, end: always.end }];
    const each = every?.(words, from)?.end;
    const start = each ?? on?.(words, from)?.end ?? from;
    const found: Read<Parts>[] = [];
    let days: readonly Weekday[] = [];
    for (let end = start; ;) {
      const several = group(words, end) ?? weekly(words, end);
      const named = several ?? weekday(words, end);
      if (!named || (each === undefined && !several)) break;
      const added = typeof named.value === "string" ? [named.value] : named.value;
      days = WEEKDAYS.filter((day) => days.includes(day) || added.includes(day));
      found.push({
        value: { days, isPlain: each !== undefined || start > from || several !== undefined },
        end: named.end,
      });
      end = named.end;
      while (joins.includes(words[end] ?? "")) end++;
      if (end === named.end) break;
    }
    return found.toReversed();
  };
  return (words, from) => [clocks, suns, partsOfDay, severalDays, singleDays].flatMap((read) => read(words, from));
}

/** Two sets of parts as one; undefined where both have the same. */
function merged(one: Parts, other: Parts): Parts | undefined {
  const isTwice = (["clock", "sun", "day"] as const).some((key) => one[key] !== undefined && other[key] !== undefined);
  // "Every evening" on weekdays: the part brings all days, and gives way to those that were said.
  const days =
    one.days && other.days ? (one.days.length < other.days.length ? one.days : other.days) : (one.days ?? other.days);
  if (isTwice || (one.part && other.part) || (one.sun && other.clock) || (one.clock && other.sun)) return undefined;
  if ((one.day && other.days) || (one.days && other.day)) return undefined;
  const isPlain = one.isPlain || other.isPlain || Object.keys(one).length > 1;
  return { ...one, ...other, ...(days && { days }), isPlain };
}

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
