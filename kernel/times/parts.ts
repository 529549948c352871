import type { Language, PartOfDay, Weekday } from "../language/language.ts";
import { WEEKDAYS } from "../language/language.ts";
import type { Read } from "../language/read.ts";
import { sayingReader, wordReader } from "../language/read.ts";
import type { Clock } from "./clock.ts";
import { clockReader } from "./clock.ts";
import { durationReader } from "./duration.ts";
import type { Day } from "./when.ts";

/** What a time is put together from, each at most once: "every weekday" and "at seven" and "in the morning". */
export interface Parts {
  clock?: Clock;
  sun?: { sun: "sunrise" | "sunset"; offset: number };
  part?: PartOfDay;
  day?: Day;
  days?: readonly Weekday[];
  /** whether it can be nothing but a time: a bare "7" is a number, "Friday" may be somebody's name */
  isPlain: boolean;
}
type PartReader = (words: readonly string[], at: number) => Read<Parts>[];

/** Reads the parts that stand at a position. */
export function partReader(language: Language): PartReader {
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
export function merged(one: Parts, other: Parts): Parts | undefined {
  const isTwice = (["clock", "sun", "day"] as const).some((key) => one[key] !== undefined && other[key] !== undefined);
  // "Every evening" on weekdays: the part brings all days, and gives way to those that were said.
  const days =
    one.days && other.days ? (one.days.length < other.days.length ? one.days : other.days) : (one.days ?? other.days);
  if (isTwice || (one.part && other.part) || (one.sun && other.clock) || (one.clock && other.sun)) return undefined;
  if ((one.day && other.days) || (one.days && other.day)) return undefined;
  const isPlain = one.isPlain || other.isPlain || Object.keys(one).length > 1;
  return { ...one, ...other, ...(days && { days }), isPlain };
}
