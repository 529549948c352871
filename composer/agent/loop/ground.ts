import { languages } from "../../../kernel/language/index.ts";
import { numberReader } from "../../../kernel/language/numbers.ts";
import { wordsOf } from "../../../kernel/names/words.ts";
import type { Json, JsonObject } from "../../../kernel/schema.ts";
import type { ListedTool } from "../../hub/door.ts";
import { isSmall } from "./vocabulary.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What names and numbers may come from: what was said, remembered, or told by a tool in this turn. */
export interface Ground {
  /** takes in a text that names and numbers may come from now on */
  add(text: string): void;
  /** the first name or number of a call that comes from nowhere */
  strangeIn(tool: ListedTool, args: JsonObject): string | undefined;
  /**
   * The first name of the house or number in an answer that comes from nowhere. In talk that is not of the house any number
   * may stand, and a name of one word ("hall") is a word.
   */
  strangeSaid(text: string, options?: { isTalk?: boolean }): string | undefined;
}

/** Words of a text from which on it is prose, whose words are the model's to choose. */
const PROSE = 6;
const readers = languages.map(({ numbers, amounts, times }) => ({
  numbers: numberReader(numbers),
  amounts,
  // "noon", "in the evening": the hour that stands for it may be named
  hours: [...times.named, ...[...times.parts, ...times.tonight].map(([said, { time }]) => [said, time] as const)],
}));

export function createGround(vocabulary: Vocabulary, texts: readonly string[]): Ground {
  const words = new Set<string>();
  const numbers = new Set<number>();
  const add = (text: string) => {
    const said = wordsOf(text);
    for (const word of said) words.add(word);
    for (const number of [...numbersIn(text), ...spokenIn(said)]) numbers.add(number);
  };
  for (const text of texts) add(text);
  const known = [...words];
  const isSaid = (word: string) => words.has(word) || known.some((one) => isForm(one, word));
  const strangeNumber = (text: string) => strangeNumberIn(text, numbers);

  const strangeText = (text: string, own: ReadonlySet<string>): string | undefined => {
    const told = wordsOf(text).filter((word) => /\p{L}/u.test(word));
    if (told.length >= PROSE) return undefined;
    return told.find((word) => !isSmall(word) && !own.has(word) && !isSaid(word) && !isNumeral(word, numbers));
  };
  return {
    add(text) {
      add(text);
      known.splice(0, known.length, ...words);
    },
    strangeIn({ name, wire, trusted }, args) {
      const own = vocabulary.of(name);
      for (const [key, value] of Object.entries(args)) {
        if (isChoice(wire.inputSchema.properties?.[key])) continue;
        for (const text of textsIn(value)) {
          // A third party's words are not known to us: of its arguments one word has to have been said.
          const strange = trusted ? strangeText(text, own) : wordsOf(text).some(isSaid) ? undefined : text;
          const found = strangeNumber(text) ?? strange;
          if (found !== undefined && found !== "") return found;
        }
      }
      return undefined;
    },
    strangeSaid(text, { isTalk = false } = {}) {
      const told = ` ${wordsOf(text).join(" ")} `;
      const name = vocabulary
        .names()
        .filter(({ words: called }) => !isTalk || called.length > 1)
        .find(({ words: called, telling }) => told.includes(` ${called.join(" ")} `) && !telling.every(isSaid));
      return (isTalk ? undefined : strangeNumber(text)) ?? name?.words.join(" ");
    },
  };
}

/** A choice is one of those the schema names, which the schema itself checks. */
const isChoice = (schema: unknown) => typeof schema === "object" && schema !== null && "enum" in schema;

const textsIn = (value: Json): string[] =>
  typeof value === "object" && value !== null
    ? Object.values(value).flatMap(textsIn)
    : typeof value === "boolean" || value === null
      ? []
      : [String(value)];

/** The same word with another ending, one letter off, or within a compound: "lamps", "kithcen", "Küchenlicht". */
function isForm(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (short.length < 3) return false;
  if (long.startsWith(short) && long.length - short.length <= 3) return true;
  if (short.length >= 4 && long.includes(short)) return true;
  return short.length >= 5 && isNear(short, long);
}

/** Whether one letter was changed, left out, put in, or two exchanged. */
function isNear(short: string, long: string): boolean {
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  const exchanged = short[at] === long[at + 1] && short[at + 1] === long[at];
  return long.length > short.length
    ? short.slice(at) === long.slice(at + 1)
    : short.slice(at + 1) === long.slice(at + 1) || (exchanged && short.slice(at + 2) === long.slice(at + 2));
}

const DATE = /\d{4}-\d{2}-\d{2}(?:T\S*)?/g;
const TIME = /\b(\d{1,2}):(\d{2})(?::\d{2})?\b/g;
const NUMBER = /\d+(?:\.\d+)?/g;

const numbersIn = (text: string) => (text.replace(/(\d),(\d)/g, "$1.$2").match(NUMBER) ?? []).map(Number);

/** Numbers in words, and fractions in hundredths, in any language that is understood. */
function spokenIn(words: readonly string[]): number[] {
  const text = ` ${words.join(" ")} `;
  return readers.flatMap(({ numbers, amounts, hours }) => [
    ...hours.flatMap(([said, time]) => (text.includes(` ${said} `) ? [Number(time.slice(0, 2))] : [])),
    ...words.flatMap((_, at) => numbers.read(words, at)?.value ?? []),
    ...[...amounts.hundredths].flatMap(([said, value]) => (text.includes(` ${said} `) ? [value] : [])),
  ]);
}

const isNumeral = (word: string, numbers: ReadonlySet<number>) => spokenIn([word]).some((value) => numbers.has(value));

/** A day that was worked out from the clock is not checked; a time is, on either side of noon, and before the full hour. */
function strangeNumberIn(text: string, known: ReadonlySet<number>): string | undefined {
  const rest = text.replace(DATE, " ");
  for (const [time, inHours, inMinutes] of rest.matchAll(TIME)) {
    const [hour, minute] = [Number(inHours), Number(inMinutes)];
    // "quarter to seven", "halb sieben"
    const hours = minute >= 30 ? [hour, hour + 1] : [hour];
    const isHour = hour === 0 || hours.some((one) => [one, one - 12, one + 12].some((said) => known.has(said)));
    if (!isHour || (minute % 15 !== 0 && !known.has(minute) && !known.has(60 - minute))) return time;
  }
  const strange = numbersIn(rest.replace(TIME, " ")).find((number) => !known.has(number));
  return strange === undefined ? undefined : String(strange);
}
