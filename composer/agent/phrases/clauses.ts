import type { Speech } from "./index.ts";
import { findCommands } from "./commands.ts";
import type { Run } from "./matcher.ts";
import type { Before, Reader, Reading } from "./reading.ts";
import { better, joined, readCommands, readingOf } from "./reading.ts";
import { createResolver } from "./resolver.ts";
import type { Sentence } from "./sentence.ts";

/** Paths through the grammar a sentence may take in all, some 40 ms; ordinary ones take hundreds to thousands. */
const MOST_PATHS = 120_000;
const MOST_CONDITIONS = 4;
/** A word nobody ships that is long enough to be a slip of a name. */
const SLIP = /^\p{L}{5,}$/u;
const NUMERIC = /^[\d,.%°+-]/;

export type Said = Partial<Before> & {
  /** words that stand in no name and no phrase may be slips of names */
  slips?: boolean;
};

/** Reads parts of one sentence. */
export interface Clauses {
  /** all of it as commands */
  commands(sentence: Sentence, said?: Said): Reading | undefined;
  /** the conditions stated from a position: for each place they can end at, the best reading */
  conditions(sentence: Sentence, from: number, name: string | undefined): ReadonlyMap<number, Reading>;
  /** whether more was tried than a sentence may cost */
  isSpent(): boolean;
  /** up to which word the sentence itself was understood */
  reached(): number;
}

/** The reader of one sentence's parts: they share what a sentence may cost. */
export function createClauses(whole: Sentence, speech: Speech, here: string | undefined): Clauses {
  const { book, names, tongue } = speech;
  let left = MOST_PATHS;
  let furthest = 0;
  const using = <T>(sentence: Sentence, slips: boolean, work: (reader: Reader) => T): T => {
    const mayBeSlip = (word: string) => slips && isSlip(speech, word);
    const isNamed = (word: string) => tongue.isPronoun(word) || speech.knows(word) || mayBeSlip(word);
    const named = sentence.words.map(isNamed);
    const run: Run = { ...sentence, named, here, captures: new Map(), literals: 0, free: 0, left };
    const resolver = createResolver(run, tongue, names, here, mayBeSlip);
    const reached = (at: number) => {
      if (sentence === whole) furthest = Math.max(furthest, at);
    };
    const result = work({ run, book, around: tongue.around, resolver, reached });
    left = run.left;
    return result;
  };
  return {
    commands: (sentence, { slips = false, ...said } = {}) =>
      left <= 0
        ? undefined
        : using(sentence, slips, (reader) =>
            readCommands(reader, 0, { tool: undefined, name: undefined, count: 0, isJoined: true, ...said }),
          ),
    conditions: (sentence, from, name) =>
      left <= 0 ? new Map() : using(sentence, false, (reader) => readConditions(reader, from, name, 1)),
    isSpent: () => left <= 0,
    reached: () => furthest,
  };
}

/** Whether a word stands in no name and no phrase. */
export const isStrange = ({ book, knows, tongue }: Speech, word: string): boolean =>
  !knows(word) && !book.knows(word) && !tongue.isMannerly(word) && !tongue.readers.knows(word) && !NUMERIC.test(word);

/** Whether a strange word may be a slip of a name; never of a verb. */
export const isSlip = (speech: Speech, word: string): boolean => SLIP.test(word) && isStrange(speech, word);

// "… the door is open and nobody is home …": a condition, or several that all have to hold.
function readConditions(
  reader: Reader,
  from: number,
  name: string | undefined,
  count: number,
): ReadonlyMap<number, Reading> {
  const { run, book, resolver, around } = reader;
  const { words } = run;
  const canEnd = (end: number) => end >= words.length || around.isJoin(words, end) || book.begins(words[end] ?? "");
  const phrases = book.stating(words[from]).filter(book.fitting(words));
  const found = new Map<number, Reading>();
  for (const command of findCommands(run, from, phrases, resolver, canEnd)) {
    const reading = readingOf(command, reader, name);
    if (reading) found.set(command.end, better(found.get(command.end), reading));
  }
  if (count === MOST_CONDITIONS) return found;
  for (const [end, one] of Array.from(found)) {
    for (const next of around.ends(words, end)) {
      if (next === end || next >= words.length) continue;
      for (const [last, more] of readConditions(reader, next, one.name, count + 1))
        found.set(last, better(found.get(last), joined(one, more)));
    }
  }
  return found;
}
