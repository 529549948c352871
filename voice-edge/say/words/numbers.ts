const SMALL =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const SCALES = [
  ["trillion", 1e12],
  ["billion", 1e9],
  ["million", 1e6],
  ["thousand", 1e3],
] as const;
const ORDINALS: Record<string, string> = {
  one: "first",
  two: "second",
  three: "third",
  five: "fifth",
  eight: "eighth",
  nine: "ninth",
  twelve: "twelfth",
};
/** Beyond this a number is read digit by digit. */
const MOST = 1e15;

/** A whole number in words: "twenty one", "one thousand five hundred forty two". */
export function wholeInWords(value: number): string {
  if (value < 20) return SMALL[value] ?? "";
  if (value < 100) return [TENS[Math.floor(value / 10)], SMALL[value % 10]].slice(0, value % 10 > 0 ? 2 : 1).join(" ");
  if (value < 1000) return joined(`${SMALL[Math.floor(value / 100)]} hundred`, value % 100);
  const [name, size] = SCALES.find(([, scale]) => value >= scale) ?? ["thousand", 1e3];
  return joined(`${wholeInWords(Math.floor(value / size))} ${name}`, value % size);
}

/** A number as it is written, with a sign, commas between thousands and a point: "minus seven point five". */
export function numberInWords(written: string): string {
  const [, sign = "", digits = "", decimals = ""] = /^([-−+]?)([\d,]+)(?:\.(\d+))?$/.exec(written) ?? [];
  const whole = digits.replaceAll(",", "");
  const value = Number(whole);
  const words = value < MOST ? wholeInWords(value) : digitsInWords(whole);
  const minus = sign === "-" || sign === "−" ? "minus " : "";
  return `${minus}${words}${decimals === "" ? "" : ` point ${digitsInWords(decimals)}`}`;
}

/** Digits one by one: "one nine two". */
export const digitsInWords = (digits: string): string => [...digits].map((digit) => SMALL[Number(digit)]).join(" ");

/** "twenty first" */
export function ordinalInWords(value: number): string {
  const words = wholeInWords(value);
  const last = words.split(/[^a-z]/).at(-1) ?? "";
  const ordinal = ORDINALS[last] ?? `${last.replace(/y$/, "ie")}th`;
  return `${words.slice(0, words.length - last.length)}${ordinal}`;
}

/** A number of four digits as people say ports and years, in pairs: "eighty ninety six", "three thousand", "twenty oh five". */
export function pairsInWords(digits: string): string {
  const value = Number(digits);
  if (digits.length !== 4 || digits.startsWith("0") || value % 1000 < 10) return numberInWords(digits);
  const low = value % 100;
  const end = low === 0 ? "hundred" : low < 10 ? `oh ${wholeInWords(low)}` : wholeInWords(low);
  return `${wholeInWords(Math.floor(value / 100))} ${end}`;
}

const joined = (head: string, rest: number) => (rest > 0 ? `${head} ${wholeInWords(rest)}` : head);
