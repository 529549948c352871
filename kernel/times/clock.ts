import type { Language } from "../language/language.ts";
import { numberReader } from "../language/numbers.ts";
import type { Read } from "../language/read.ts";
import { firstWords, sayingReader, wordReader } from "../language/read.ts";

/** A time by the clock; `half` of the day where it was said, `sure` where it can only be one of the two. */
export interface Clock {
  hour: number;
  minute: number;
  isSure: boolean;
  /** whether it can only be a time: "7 pm", "noon", not a bare "7" */
  isPlain: boolean;
}

/** Every way to read a time of the day at a position, the longest first: "7", "7:30", "7 pm", "half past six", "noon". */
export interface ClockReader {
  (words: readonly string[], at: number): Read<Clock>[];
  canBegin(word: string): boolean;
}

const GLUED = /^(\d{1,2})(?:[.:](\d{2}))?([a-z.]+)?$/;

export function clockReader({ numbers, times }: Language): ClockReader {
  const number = numberReader(numbers);
  const named = sayingReader(times.named);
  const [isAm, isPm] = [wordReader(times.am), wordReader(times.pm)];
  const oClock = wordReader(times.oClock);
  const [past, before] = [wordReader(times.past), wordReader(times.before)];
  const [quarter, half] = [wordReader(times.quarter), wordReader(times.half)];
  const unit = (words: readonly string[], at: number) => (times.units.get(words[at] ?? "") === 60 ? at + 1 : at);

  const whole = (words: readonly string[], at: number, most: number): Read<number> | undefined => {
    const read = number.read(words, at);
    return read && Number.isInteger(read.value) && read.value >= 0 && read.value <= most ? read : undefined;
  };
  const withHalf = (words: readonly string[], { value, end }: Read<Clock>): Read<Clock> => {
    const pm = isPm(words, end);
    const side = pm ?? isAm(words, end);
    return side && value.hour <= 12 ? { value: halved(value, pm !== undefined), end: side.end } : { value, end };
  };

  // "7", "7:30" and "7 30" (one and the same once split), "7pm", "19.30", "07".
  const digital = (words: readonly string[], at: number): Read<Clock>[] => {
    const match = GLUED.exec(words[at] ?? "");
    const hour = Number(match?.[1] ?? Number.NaN);
    if (!match || !(hour <= 24)) return [];
    const [, digits = "", glued, letters] = match;
    const sure = hour > 12 || hour === 0 || digits.startsWith("0");
    if (letters !== undefined)
      return sides(letters, { hour, minute: Number(glued ?? 0), isSure: sure, isPlain: true }, at + 1);
    const own = { hour, minute: Number(glued ?? 0), isSure: sure, isPlain: glued !== undefined };
    const minutes = glued === undefined ? /^([0-5]\d)([a-z.]+)?$/.exec(words[at + 1] ?? "") : null;
    const short = withHalf(words, { value: own, end: at + 1 });
    if (!minutes) return [short];
    const long = { ...own, minute: Number(minutes[1]), isPlain: true };
    const longer =
      minutes[2] === undefined ? [withHalf(words, { value: long, end: at + 2 })] : sides(minutes[2], long, at + 2);
    return [...longer, short];
  };
  const sides = (letters: string, value: Clock, end: number): Read<Clock>[] => {
    if (value.hour > 12) return [];
    if (times.am.includes(letters)) return [{ value: halved(value, false), end }];
    return times.pm.includes(letters) ? [{ value: halved(value, true), end }] : [];
  };

  // "seven", "seven thirty", "seven o'clock", "nineteen fifteen".
  const spoken = (words: readonly string[], at: number): Read<Clock>[] => {
    const hour = whole(words, at, 24);
    if (!hour || /^\d/.test(words[at] ?? "")) return [];
    const value = { hour: hour.value, minute: 0, isSure: hour.value > 12 || hour.value === 0, isPlain: false };
    const minute = whole(words, hour.end, 59);
    const short = withHalf(words, { value, end: hour.end });
    if (!minute || minute.value < 10) return [short];
    return [withHalf(words, { value: { ...value, minute: minute.value, isPlain: true }, end: minute.end }), short];
  };

  // "half past six", "a quarter to eight", "twenty past nine", "half seven" where that is half past six.
  const relative = (words: readonly string[], at: number): Read<Clock>[] => {
    const halfHour = half(words, at);
    const part = halfHour ?? quarter(words, at) ?? whole(words, at, 59);
    if (!part) return [];
    const minutes = typeof part.value === "number" ? part.value : halfHour ? 30 : 15;
    const from = typeof part.value === "number" ? unit(words, part.end) : part.end;
    const side = past(words, from) ?? before(words, from);
    if (!side && !(halfHour && times.isHalfBefore)) return [];
    const isBefore = side === undefined || before(words, from) !== undefined;
    return hours(words, side?.end ?? from).map(({ value, end }) => ({
      value: shifted(value, side === undefined ? -30 : isBefore ? -minutes : minutes),
      end,
    }));
  };
  const hours = (words: readonly string[], at: number) =>
    [...digital(words, at), ...spoken(words, at)].filter(({ value }) => value.minute === 0);

  const read = (words: readonly string[], at: number): Read<Clock>[] => {
    const name = named(words, at);
    const known = name && { value: ofText(name.value), end: name.end };
    const reads = [...(known ? [known] : []), ...relative(words, at), ...digital(words, at), ...spoken(words, at)];
    return reads
      .filter(({ value: { hour, minute } }) => hour < 24 || minute === 0)
      .map(({ value, end }) => {
        const sharp = oClock(words, end);
        const behind = sharp && { value: { ...value, isPlain: true }, end: sharp.end };
        return behind ? withHalf(words, behind) : { value, end };
      });
  };
  const firsts = firstWords([...times.named.keys(), ...times.half, ...times.quarter]);
  return Object.assign(read, { canBegin: (word: string) => number.canBegin(word) || firsts.has(word) });
}

const halved = (clock: Clock, isPm: boolean): Clock => ({
  ...clock,
  hour: (clock.hour % 12) + (isPm ? 12 : 0),
  isSure: true,
  isPlain: true,
});

function shifted(clock: Clock, minutes: number): Clock {
  const all = (clock.hour * 60 + clock.minute + minutes + 1440) % 1440;
  const hour = Math.floor(all / 60);
  // "A quarter to one" is at 12:45 if it is not at night.
  return { ...clock, hour: hour === 0 && !clock.isSure ? 12 : hour, minute: all % 60, isPlain: true };
}

function ofText(time: string): Clock {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return { hour, minute, isSure: true, isPlain: true };
}

/** As HH:MM. */
export const clockText = ({ hour, minute }: Pick<Clock, "hour" | "minute">): string =>
  `${String(hour % 24).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
