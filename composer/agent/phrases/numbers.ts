const ONES = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
  "thirteen",
  "fourteen",
  "fifteen",
  "sixteen",
  "seventeen",
  "eighteen",
  "nineteen",
];
const TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const SMALL = new Map(ONES.map((word, number) => [word, number]));
const LARGE = new Map(TENS.map((word, index) => [word, (index + 2) * 10]));

/** Words a number can begin with. */
export const NUMBER_WORDS: ReadonlySet<string> = new Set([...SMALL.keys(), ...LARGE.keys(), "a", "minus"]);

/** What was read, and the position behind it. */
export interface Read<T> {
  value: T;
  end: number;
}

/** A number in digits ("21.5", "-3") or words ("twenty one", "a hundred", "two and a half"). */
export function readNumber(words: readonly string[], at: number): Read<number> | undefined {
  const digits = /^([+-]?\d+(?:\.\d+)?)$/.exec(words[at] ?? "");
  if (digits) return { value: Number(digits[1]), end: at + 1 };
  if (words[at] === "minus") {
    const rest = readNumber(words, at + 1);
    return rest && { value: -rest.value, end: rest.end };
  }
  const whole = readWords(words, at);
  if (!whole) return undefined;
  if (words[whole.end] === "point") {
    const part = SMALL.get(words[whole.end + 1] ?? "");
    if (part !== undefined && part < 10) return { value: whole.value + part / 10, end: whole.end + 2 };
  }
  const isHalf = words[whole.end] === "and" && words[whole.end + 1] === "a" && words[whole.end + 2] === "half";
  return isHalf ? { value: whole.value + 0.5, end: whole.end + 3 } : whole;
}

function readWords(words: readonly string[], at: number): Read<number> | undefined {
  const below = readBelowHundred(words, at);
  const first = words[at] === "a" && words[at + 1] === "hundred" ? { value: 1, end: at + 1 } : below;
  if (!first || words[first.end] !== "hundred") return first;
  const skip = words[first.end + 1] === "and" ? 2 : 1;
  const rest = readBelowHundred(words, first.end + skip);
  return rest
    ? { value: first.value * 100 + rest.value, end: rest.end }
    : { value: first.value * 100, end: first.end + 1 };
}

function readBelowHundred(words: readonly string[], at: number): Read<number> | undefined {
  const small = SMALL.get(words[at] ?? "");
  if (small !== undefined) return { value: small, end: at + 1 };
  const ten = LARGE.get(words[at] ?? "");
  if (ten === undefined) return undefined;
  const one = SMALL.get(words[at + 1] ?? "");
  return one !== undefined && one > 0 && one < 10 ? { value: ten + one, end: at + 2 } : { value: ten, end: at + 1 };
}
