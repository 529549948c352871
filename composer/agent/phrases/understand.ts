import { isDeepStrictEqual } from "node:util";
import type { Json, JsonObject } from "../../../kernel/schema.ts";
import { jsonObject } from "../../../kernel/schema.ts";
import type { Step } from "../../../kernel/wire.ts";
import { english } from "./english.ts";
import type { Language, Parsed } from "./index.ts";
import { boundaries } from "./manners.ts";
import type { Capture, Run } from "./matcher.ts";
import type { Book, Phrase } from "./phrase-book.ts";
import type { Resolver } from "./resolver.ts";
import { sentenceOf } from "./sentence.ts";
import { createResolver } from "./resolver.ts";

const MOST_CHARACTERS = 500;
const MOST_WORDS = 80;
const MOST_COMMANDS = 8;
/** Paths through the grammar a sentence may take, some 40 ms; ordinary ones take hundreds to thousands. */
const MOST_PATHS = 120_000;
const around = boundaries(english);

/** What it costs in paths to try a command behind others. */
const CALL_COST = 20;

/** A command found in the words: its call once its names are known, and how well it fits. */
interface Command {
  phrase: Phrase;
  captures: ReadonlyMap<string, Capture>;
  literals: number;
  free: number;
  /** whether it begins with a word of the phrase or with a name */
  begins: "word" | "name";
  end: number;
}
/** The call of a command, and what was named last with it. */
interface Called {
  step: Step;
  name: string | undefined;
  unsure: boolean;
  loose: number;
}
/** A way to read the rest of the sentence as commands. */
interface Reading {
  steps: Step[];
  literals: number;
  free: number;
  ranks: number[];
  /** how many of its names are ambiguous */
  unsure: number;
  /** how loosely things were said: by nouns and rooms, not by name */
  loose: number;
  /** another reading is as good and means something else */
  torn: boolean;
}

/** Understands a sentence whole, or not at all: every word belongs to a command, and every name names something. */
export function understand(sentence: string, language: Language, area?: string): Parsed {
  if (sentence.length > MOST_CHARACTERS) return { silent: `longer than ${MOST_CHARACTERS} characters` };
  const { words, said } = sentenceOf(sentence);
  if (words.length === 0) return { silent: "no words" };
  if (words.length > MOST_WORDS) return { silent: `more than ${MOST_WORDS} words` };
  const named = words.map((word) => english.pronouns.includes(word) || language.knows(word));
  const run: Run = { words, said, named, here: area, captures: new Map(), literals: 0, free: 0, left: MOST_PATHS };
  const reading = readSentence(run, language, area);
  if (run.left <= 0) return { silent: "too many ways to read it" };
  if (!reading) return { silent: "no phrase fits the whole sentence" };
  if (reading.torn) return { silent: "it can be read in two ways" };
  return {
    steps: reading.steps,
    explain: `${reading.steps.length === 1 ? "1 phrase" : `${reading.steps.length} phrases`}`,
  };
}

function readSentence(run: Run, language: Language, area: string | undefined): Reading | undefined {
  const { words } = run;
  const resolver = createResolver(run, language.names, area);
  const canFit = language.book.fitting(words);
  const found = new Map<number, Command[]>();
  const commandsAt = (at: number) => {
    const known = found.get(at) ?? findCommands(run, at, language.book, canFit, resolver);
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
        const { phrase } = command;
        if (!canFollow(command, before)) continue;
        run.left -= CALL_COST;
        const called = callOf(command, resolver, before.name);
        if (!called) continue;
        const own: Reading = {
          steps: [called.step],
          literals: command.literals,
          free: command.free,
          ranks: [phrase.rank],
          unsure: called.unsure ? 1 : 0,
          loose: called.loose,
          torn: false,
        };
        for (const end of around.ends(words, command.end)) {
          const next = {
            tool: phrase.tool,
            name: called.name,
            count: before.count + 1,
            isJoined: end > command.end,
          };
          const rest = end === words.length ? NOTHING : read(end, next);
          if (rest) best = better(best, joined(own, rest));
        }
      }
    }
    return best;
  };
  return read(0, { tool: undefined, name: undefined, count: 0, isJoined: true });
}

/** What was said before a command: how many, the tool of the last, and what was named last. */
interface Before {
  tool: string | undefined;
  name: string | undefined;
  count: number;
  /** whether a joining word stands between */
  isJoined: boolean;
}

// Without a verb of its own a command borrows what was said before: "is the door locked and the gate closed" closes nothing.
function canFollow({ phrase, begins }: Command, before: Before): boolean {
  if (before.count === 0) return !phrase.follows;
  const isElliptic = phrase.follows || begins === "name";
  return isElliptic ? before.isJoined && phrase.tool === before.tool : true;
}

const NOTHING: Reading = { steps: [], literals: 0, free: 0, ranks: [], unsure: 0, loose: 0, torn: false };
const joined = (one: Reading, rest: Reading): Reading => ({
  steps: [...one.steps, ...rest.steps],
  literals: one.literals + rest.literals,
  free: one.free + rest.free,
  ranks: [...one.ranks, ...rest.ranks],
  unsure: one.unsure + rest.unsure,
  loose: one.loose + rest.loose,
  torn: one.torn || rest.torn,
});

/** Fewer words that could be anything, then fewer commands, then names that are sure, then more words that are the phrase's own, then names over rooms, then what stands first. */
function better(one: Reading | undefined, other: Reading): Reading {
  if (!one) return other;
  const order = [
    one.free - other.free,
    one.steps.length - other.steps.length,
    one.unsure - other.unsure,
    other.literals - one.literals,
    one.loose - other.loose,
    sum(one.ranks) - sum(other.ranks),
  ];
  const difference = order.find((each) => each !== 0) ?? 0;
  if (difference !== 0) return difference > 0 ? other : one;
  return isDeepStrictEqual(one.steps, other.steps) ? one : { ...one, torn: true };
}
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

function findCommands(
  run: Run,
  at: number,
  book: Book,
  canFit: (phrase: Phrase) => boolean,
  resolver: Resolver,
): Command[] {
  const { words } = run;
  const found: Command[] = [];
  for (const phrase of book.starting(words[at])) {
    if (!canFit(phrase)) continue;
    phrase.match(run, at, (end) => {
      // A command ends with the sentence, before a joining word, or where another can begin.
      if (end < words.length && !around.isJoin(words, end) && !book.begins(words[end] ?? "")) return;
      const isNamed = (capture: Capture) => "value" in capture || resolver.canName(phrase.server, capture);
      if (![...run.captures.values()].every(isNamed)) return;
      const captures = new Map(run.captures);
      const begins = [...captures.values()].some((one) => "parts" in one && one.parts[0]?.[0] === at) ? "name" : "word";
      found.push({ phrase, captures, literals: run.literals, free: run.free, begins, end });
    });
  }
  return found;
}

/** The call of a command; a pronoun takes the name before it, and there must be one. */
function callOf({ phrase, captures }: Command, resolver: Resolver, previous: string | undefined): Called | undefined {
  const values = new Map<string, Json>();
  let name = previous;
  let unsure = false;
  let loose = 0;
  for (const [slot, capture] of captures) {
    if ("value" in capture) {
      values.set(slot, capture.value);
      continue;
    }
    const named = resolver.resolve(phrase.server, capture, previous);
    if (!named) return undefined;
    name = named.text;
    unsure ||= named.unsure;
    loose += named.loose;
    values.set(slot, named.text);
  }
  return { step: { tool: phrase.tool, args: argsOf(phrase.args, values) }, name, unsure, loose };
}

const SLOT = /\{(\w+)\}/g;

/** Constants as they are, `"{slot}"` as the slot's value, and text with slots in it filled in; an empty optional slot leaves its argument out. */
function argsOf(args: Readonly<Record<string, Json>>, values: ReadonlyMap<string, Json>): JsonObject {
  const filled = Object.entries(args).flatMap(([key, arg]): [string, Json][] => {
    if (typeof arg !== "string") return [[key, arg]];
    const slots = [...arg.matchAll(SLOT)].map(([, slot = ""]) => slot);
    if (slots.some((slot) => !values.has(slot))) return [];
    const [only = ""] = slots;
    if (arg === `{${only}}`) return [[key, values.get(only) ?? null]];
    return [[key, arg.replaceAll(SLOT, (_, slot: string) => String(values.get(slot)))]];
  });
  return jsonObject.parse(Object.fromEntries(filled));
}
