import type { Language } from "../language/language.ts";
import { numberReader } from "../language/numbers.ts";
import type { Read } from "../language/read.ts";
import { firstWords, joinedAt, sayingReader } from "../language/read.ts";

/** Reads durations of a language, in seconds. */
export interface DurationReader {
  /** "ten minutes", "an hour and a half", "2 hours and 30 minutes", "half an hour" */
  read(words: readonly string[], at: number): Read<number> | undefined;
  canBegin(word: string): boolean;
}

export function durationReader({ numbers, times }: Language): DurationReader {
  const number = numberReader(numbers);
  const { and, half, one } = numbers;
  const sayings = sayingReader(times.durations);
  const firsts = new Set([...firstWords(times.durations.keys()), ...one]);
  const halfMore = half.join(" ");

  const readPart = (words: readonly string[], at: number): Read<number> | undefined => {
    const saying = sayings(words, at);
    if (saying) return saying;
    const many = one.includes(words[at] ?? "") ? { value: 1, end: at + 1 } : number.read(words, at);
    const unit = many && times.units.get(words[many.end] ?? "");
    if (!many || unit === undefined || many.value < 0) return undefined;
    const end = many.end + 1;
    const isHalfMore = half.length > 0 && joinedAt(words, end, half.length) === halfMore;
    return isHalfMore
      ? { value: (many.value + 0.5) * unit, end: end + half.length }
      : { value: many.value * unit, end };
  };

  return {
    read(words, at) {
      let total: Read<number> | undefined;
      for (;;) {
        const last: number = total?.end ?? at;
        const from = total && (words[last] === and || words[last] === ",") ? last + 1 : last;
        const part = readPart(words, from);
        if (!part) return total;
        total = { value: (total?.value ?? 0) + part.value, end: part.end };
      }
    },
    canBegin: (word) => number.canBegin(word) || firsts.has(word),
  };
}
