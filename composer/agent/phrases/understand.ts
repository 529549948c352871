import { english } from "./english.ts";
import type { Language, Parsed } from "./index.ts";
import { boundaries } from "./manners.ts";
import type { Run } from "./matcher.ts";
import { readCommands, stepsOf } from "./reading.ts";
import { createResolver } from "./resolver.ts";
import { sentenceOf } from "./sentence.ts";

const MOST_CHARACTERS = 500;
const MOST_WORDS = 80;
/** Paths through the grammar a sentence may take, some 40 ms; ordinary ones take hundreds to thousands. */
const MOST_PATHS = 120_000;
const around = boundaries(english);

/** Understands a sentence whole, or not at all: every word belongs to a command, and every name names something. */
export function understand(sentence: string, language: Language, area?: string): Parsed {
  if (sentence.length > MOST_CHARACTERS) return { silent: `longer than ${MOST_CHARACTERS} characters` };
  const { words, said } = sentenceOf(sentence);
  if (words.length === 0) return { silent: "no words" };
  if (words.length > MOST_WORDS) return { silent: `more than ${MOST_WORDS} words` };
  const named = words.map((word) => english.pronouns.includes(word) || language.knows(word));
  const run: Run = { words, said, named, here: area, captures: new Map(), literals: 0, free: 0, left: MOST_PATHS };
  const resolver = createResolver(run, language.names, area);
  const reader = { run, book: language.book, around, resolver, reached: () => {} };
  const reading = readCommands(reader, 0, { tool: undefined, name: undefined, count: 0, isJoined: true });
  if (run.left <= 0) return { silent: "too many ways to read it" };
  if (!reading) return { silent: "no phrase fits the whole sentence" };
  if (reading.torn) return { silent: "it can be read in two ways" };
  const { length } = reading.parts;
  return { steps: stepsOf(reading), explain: `${length === 1 ? "1 phrase" : `${length} phrases`}` };
}
