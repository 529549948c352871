import type { Numbers } from "./language.ts";
import type { Read } from "./read.ts";
import { firstWords, joinedAt, sayingReader } from "./read.ts";

/** Reads numbers of a language. */
export interface NumberReader {
  /** in digits ("21.5", "-3") or words ("twenty one", "a hundred", "two and a half") */
  read(words: readonly string[], at: number): Read<number> | undefined;
  canBegin(word: string): boolean;
  /** words that stand in numbers */
  words: ReadonlySet<string>;
}

const DIGITS = /^[+-]?\d+(?:\.\d+)?$/;
const DECIMALS = /^\d{1,3}$/;

export function numberReader(numbers: Numbers): NumberReader {
  const { said, hundred, one, and, minus, point, half } = numbers;
  const below = sayingReader(said);
  const firsts = new Set([...firstWords(said.keys()), ...one, minus]);

  const readDigits = (words: readonly string[], at: number): Read<number> | undefined => {
    const word = words[at] ?? "";
    if (!DIGITS.test(word)) return undefined;
    const decimals = words[at + 2] ?? "";
    if (numbers.hasDecimalComma && words[at + 1] === "," && DECIMALS.test(decimals) && /^[+-]?\d+$/.test(word))
      return { value: Number(`${word}.${decimals}`), end: at + 3 };
    return { value: Number(word), end: at + 1 };
  };

  const readWhole = (words: readonly string[], at: number): Read<number> | undefined => {
    const isOne = one.includes(words[at] ?? "") && hundred !== undefined && words[at + 1] === hundred;
    const first = isOne ? { value: 1, end: at + 1 } : below(words, at);
    if (!first || hundred === undefined || words[first.end] !== hundred) return first;
    const rest = below(words, first.end + (words[first.end + 1] === and ? 2 : 1));
    const value = first.value * 100;
    return rest && rest.value < 100 ? { value: value + rest.value, end: rest.end } : { value, end: first.end + 1 };
  };

  const read = (words: readonly string[], at: number): Read<number> | undefined => {
    const digits = readDigits(words, at);
    if (digits) return digits;
    if (words[at] === minus) {
      const rest = read(words, at + 1);
      return rest && { value: -rest.value, end: rest.end };
    }
    const whole = readWhole(words, at);
    if (!whole) return undefined;
    const part = words[whole.end] === point ? said.get(words[whole.end + 1] ?? "") : undefined;
    if (part !== undefined && part < 10) return { value: whole.value + part / 10, end: whole.end + 2 };
    const isHalfMore = half.length > 0 && joinedAt(words, whole.end, half.length) === half.join(" ");
    return isHalfMore ? { value: whole.value + 0.5, end: whole.end + half.length } : whole;
  };

  return {
    read,
    canBegin: (word) => /^[+-]?\d/.test(word) || firsts.has(word),
    words: new Set([
      ...[...said.keys()].flatMap((text) => text.split(" ")),
      ...[hundred ?? [], one, minus, point].flat(),
    ]),
  };
}
