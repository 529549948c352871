import { isDeepStrictEqual } from "node:util";
import type { Step } from "../../../kernel/wire.ts";
import type { Command } from "./commands.ts";
import { callOf, findCommands } from "./commands.ts";
import type { Boundaries } from "./manners.ts";
import type { Run } from "./matcher.ts";
import type { Book } from "./phrase-book.ts";
import type { Resolver } from "./resolver.ts";
import type { Sentence } from "./sentence.ts";

const MOST_COMMANDS = 8;
/** What it costs in paths to try a command behind others. */
const CALL_COST = 20;

/** What was said before a command: how many, the tool of the last, and what was named last. */
export interface Before {
  tool: string | undefined;
  name: string | undefined;
  count: number;
  /** whether a joining word stands between */
  isJoined: boolean;
}

/** A command as it was read: which words, by which phrase, which call. */
export interface Part {
  of: Sentence;
  from: number;
  to: number;
  /** as the phrase was written */
  template: string;
  step: Step;
}

/** A way to read words as commands. */
export interface Reading {
  parts: Part[];
  literals: number;
  free: number;
  /** the places of its phrases in their sets */
  rank: number;
  /** how many of its names are ambiguous */
  unsure: number;
  /** how loosely things were said: by nouns and rooms, not by name */
  loose: number;
  /** another reading is as good and means something else */
  torn: boolean;
  /** what was named last */
  name: string | undefined;
}

/** What a run of words is read with. */
export interface Reader {
  run: Run;
  book: Book;
  around: Boundaries;
  resolver: Resolver;
  /** told how far commands reach */
  reached(at: number): void;
}

/** Reads all words from a position as commands, in the best way there is. */
export function readCommands(reader: Reader, from: number, said: Before): Reading | undefined {
  const { run, book, around, resolver } = reader;
  const { words } = run;
  const canFit = book.fitting(words);
  // A command ends with the sentence, before a joining word, or where another can begin.
  const canEnd = (end: number) => end >= words.length || around.isJoin(words, end) || book.begins(words[end] ?? "");
  const found = new Map<number, Command[]>();
  const commandsAt = (at: number) => {
    const known = found.get(at) ?? findCommands(run, at, book.starting(words[at]).filter(canFit), resolver, canEnd);
    found.set(at, known);
    return known;
  };
  const known = new Map<string, Reading | undefined>();
  const read = (at: number, before: Before): Reading | undefined => {
    const key = `${at} ${before.count} ${before.isJoined} ${before.tool} ${before.name}`;
    if (!known.has(key)) known.set(key, readFrom(at, before));
    return known.get(key);
  };
  const readFrom = (at: number, before: Before): Reading | undefined => {
    if (before.count === MOST_COMMANDS || run.left-- <= 0) return undefined;
    let best: Reading | undefined;
    // Polite words mean nothing: the command is looked for behind them first.
    for (const start of around.starts(words, at).toReversed()) {
      if (best) break;
      for (const command of commandsAt(start)) {
        if (!canFollow(command, before)) continue;
        run.left -= CALL_COST;
        const own = readingOf(command, reader, before.name);
        if (!own) continue;
        reader.reached(command.end);
        for (const end of around.ends(words, command.end)) {
          const next = {
            tool: command.phrase.tool,
            name: own.name,
            count: before.count + 1,
            isJoined: end > command.end,
          };
          const rest = end === words.length ? nothing(own.name) : read(end, next);
          if (rest) best = better(best, joined(own, rest));
        }
      }
    }
    return best;
  };
  return read(from, said);
}

/** One command as a reading, once its names are known. */
export function readingOf(
  command: Command,
  { run, resolver }: Reader,
  previous: string | undefined,
): Reading | undefined {
  const called = callOf(command, resolver, previous);
  if (!called) return undefined;
  const { phrase, literals, free, from, end } = command;
  const { step, name, unsure, loose } = called;
  return {
    parts: [{ of: run, from, to: end, template: phrase.template, step }],
    literals,
    free,
    rank: phrase.rank,
    unsure: unsure ? 1 : 0,
    loose,
    torn: false,
    name,
  };
}

// Without a verb of its own a command borrows what was said before: "is the door locked and the gate closed" closes nothing.
function canFollow({ phrase, begins }: Command, before: Before): boolean {
  if (before.tool === undefined) return phrase.role === "say";
  const isElliptic = phrase.role === "further" || (before.count > 0 && begins === "name");
  return isElliptic ? before.isJoined && phrase.tool === before.tool : true;
}

const nothing = (name: string | undefined): Reading => ({
  parts: [],
  literals: 0,
  free: 0,
  rank: 0,
  unsure: 0,
  loose: 0,
  torn: false,
  name,
});
/** One reading and what follows it. */
export const joined = (one: Reading, rest: Reading): Reading => ({
  parts: [...one.parts, ...rest.parts],
  literals: one.literals + rest.literals,
  free: one.free + rest.free,
  rank: one.rank + rest.rank,
  unsure: one.unsure + rest.unsure,
  loose: one.loose + rest.loose,
  torn: one.torn || rest.torn,
  name: rest.name,
});

/** Fewer words that could be anything, then fewer commands, then names that are sure, then more words that are the phrase's own, then names over rooms, then what stands first. */
export function better(one: Reading | undefined, other: Reading): Reading {
  if (!one) return other;
  const order = [
    one.free - other.free,
    one.parts.length - other.parts.length,
    one.unsure - other.unsure,
    other.literals - one.literals,
    one.loose - other.loose,
    one.rank - other.rank,
  ];
  const difference = order.find((each) => each !== 0) ?? 0;
  if (difference !== 0) return difference > 0 ? other : one;
  return isDeepStrictEqual(stepsOf(one), stepsOf(other)) ? one : { ...one, torn: true };
}

/** The calls of a reading. */
export const stepsOf = ({ parts }: Reading): Step[] => parts.map(({ step }) => step);
