import { folded } from "../../../../kernel/language/fold.ts";
import type { Sign, Signs } from "./words.ts";
import { english, german } from "./words.ts";

export type { Sign } from "./words.ts";

/** What stands in a row; several of them with anything between. */
type Saying = readonly (readonly string[])[];
type ByFirst = ReadonlyMap<string, readonly { sign: Sign; saying: Saying }[]>;

const MOST = "~";
/** Words that "…" stands for, at most. */
const MOST_BETWEEN = 6;

const isMost = (word: string) => [english, german].some(({ most }) => most.ends.test(word) && !most.others.has(word));

const PLAIN = plainOf(({ plain }) => plain);
const ASKS = plainOf(({ asks }) => asks);
const SIGNS = byFirst([english, german].flatMap(signsOf));

/** The signs in a sentence that make it hard, by its words, each once; what is asked last is no condition. */
export function signsIn(words: readonly string[], isJoin: (word: string) => boolean): Set<Sign> {
  const last = words.findLastIndex(isJoin) + 1;
  const said = [...words.slice(0, last), ...without(ASKS, words.slice(last))];
  const found = new Set<Sign>();
  for (const [at, word] of said.entries())
    for (const { sign, saying } of beginning(SIGNS, word))
      if (!found.has(sign) && endOf(said, at, saying) > 0) found.add(sign);
  return found;
}

/** The words without what only looks hard: "if you can", "as bright as possible". */
export const withoutPlain = (words: readonly string[]): string[] => without(PLAIN, words);

function without(sayings: ByFirst, words: readonly string[]): string[] {
  const left: string[] = [];
  for (let at = 0; at < words.length;) {
    const ends = beginning(sayings, words[at] ?? "").map(({ saying }) => endOf(words, at, saying));
    const end = Math.max(0, ...ends);
    if (end > 0) at = end;
    else left.push(words[at++] ?? "");
  }
  return left;
}

/** Sayings that can begin with a word. */
const beginning = (sayings: ByFirst, word: string) => [
  ...(sayings.get(word) ?? []),
  ...(isMost(word) ? (sayings.get(MOST) ?? []) : []),
];

/** Where a saying that begins here ends; 0 where it does not stand here. */
function endOf(words: readonly string[], at: number, [first = [], ...more]: Saying): number {
  if (!stands(words, at, first)) return 0;
  let end = at + first.length;
  for (const part of more) {
    const next = words.findIndex((_, index) => index > end && stands(words, index, part));
    if (next < 0 || next - end > MOST_BETWEEN) return 0;
    end = next + part.length;
  }
  return end;
}

const stands = (words: readonly string[], at: number, part: readonly string[]) =>
  part.every((word, offset) => {
    const said = words[at + offset];
    return said !== undefined && (word === MOST ? isMost(said) : said === word);
  });

function signsOf({ says }: Signs): (readonly [Sign, string])[] {
  const { condition, comparison, exception, order, choice, planning } = says;
  const of = (sign: Sign, texts: string) => textsOf(texts).map((text) => [sign, text] as const);
  return of("condition", condition).concat(
    of("comparison", comparison),
    of("exception", exception),
    of("order", order),
    of("choice", choice),
    of("planning", planning),
  );
}

/** A comma separates sayings; one that is said is written "†". */
function textsOf(texts: string): string[] {
  return texts.split(/,\s+/).map((text) => text.replace(/†/g, ",").trim());
}

function plainOf(of: (signs: Signs) => string): ByFirst {
  const texts = [english, german].flatMap((signs) => textsOf(of(signs)));
  return byFirst(texts.flatMap((text) => (text === "" ? [] : [["condition", text] as const])));
}

function byFirst(texts: readonly (readonly [Sign, string])[]): ByFirst {
  const all = texts.flatMap(([sign, text]) =>
    spelledOut(text).map((said) => ({ sign, saying: said.split("…").map((part) => folded(part).trim().split(/\s+/)) })),
  );
  return Map.groupBy(all, ({ saying }) => saying[0]?.[0] ?? "");
}

/** "a (b|c)" is "a b" and "a c". */
function spelledOut(text: string): string[] {
  const open = text.indexOf("(");
  if (open < 0) return [text];
  const close = text.indexOf(")", open);
  const choices = text.slice(open + 1, close).split("|");
  return choices.flatMap((choice) => spelledOut(text.slice(0, open) + choice + text.slice(close + 1)));
}
