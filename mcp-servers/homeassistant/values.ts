import { UserError } from "../../kernel/errors.ts";
import { clean } from "../../kernel/text.ts";

const WORDS: Record<string, number> = {
  max: 100,
  maximum: 100,
  full: 100,
  min: 1,
  minimum: 1,
  half: 50,
  low: 33,
  medium: 66,
  high: 100,
};

/** A value as given: a number as it stands, or a step from what is ("+10"). Units stay with the caller. */
export interface Amount {
  number: number;
  relative: boolean;
}

/** Reads "40", "40 %", "21.5°C", "70 °F", "+10", "-1", "half", "max". @throws UserError */
export function amountOf(value: string | undefined, what: string, words = WORDS): Amount {
  const text = value?.trim().toLowerCase() ?? "";
  const word = words[text];
  if (word !== undefined) return { number: word, relative: false };
  const match = /^([+-]?)(\d+(?:[.,]\d+)?) ?(?:%|percent|°?[ck]?|°?(f)|kelvin|degrees)$/.exec(text);
  if (!match) throw new UserError(`${what} needs a number, for example 40 or +10.`);
  const number = Number(`${match[1] === "-" ? "-" : ""}${match[2]?.replace(",", ".")}`);
  const relative = match[1] !== "";
  return { number: match[3] ? celsius(number, relative) : number, relative };
}

// A step of 1 °F has no zero to move.
const celsius = (fahrenheit: number, relative: boolean) =>
  Math.round(((fahrenheit - (relative ? 0 : 32)) * 50) / 9) / 10;

/** A percentage from 0 to 100; a step is added to `now` and stops at the ends. @throws UserError */
export function percentOf(value: string | undefined, what: string, now: number | undefined): number {
  const { number, relative } = amountOf(value, what);
  if (relative) return Math.min(100, Math.max(0, Math.round((now ?? 0) + number)));
  return between(number, 0, 100, what, "percent");
}

/** The number, if it is in the range. @throws UserError naming the range */
export function between(number: number, low: number, high: number, what: string, unit: string): number {
  if (number >= low && number <= high) return number;
  throw new UserError(`${what} goes from ${low} to ${high} ${unit}, not ${number}.`);
}

/** The choice of a list that was meant, in the home's own spelling. @throws UserError naming the list */
export function oneOf(value: string | undefined, choices: readonly string[], what: string): string {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[\s_-]+/g, " ")
      .trim();
  const found = choices.find((choice) => plain(choice) === plain(value ?? ""));
  if (found !== undefined) return found;
  throw new UserError(
    choices.length > 0 ? `${what} can be ${clean(choices.slice(0, 20).join(", "), 300)}.` : `${what} cannot be chosen.`,
  );
}
