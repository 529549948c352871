import type { Clauses, Said } from "./clauses.ts";
import { around } from "./clauses.ts";
import { english } from "./english.ts";
import { sayings } from "./manners.ts";
import type { Meaning } from "./meaning.ts";
import type { Sentence } from "./sentence.ts";
import { partOf, replaced } from "./sentence.ts";

const when = sayings(english.conditions.when);
const unless = sayings(english.conditions.unless);
const otherwise = sayings(english.conditions.otherwise);
const denials = Object.entries(english.conditions.not).map(([said, instead]) => ({
  said: said.split(" "),
  instead: instead.split(" "),
}));

/** Reads "if …, do …, otherwise …" and "do … if …"; "unless" and "is not" turn a condition around. */
export function readConditional(sentence: Sentence, clauses: Clauses, said: Said): Meaning | undefined {
  return inFront(sentence, clauses, said) ?? behind(sentence, clauses, said);
}

function inFront(sentence: Sentence, clauses: Clauses, said: Said): Meaning | undefined {
  for (const start of around.starts(sentence.words, 0)) {
    for (const { from, holds } of openings(sentence.words, start)) {
      for (const { stated, turned } of asStated(sentence, from)) {
        const conditions = [...clauses.conditions(stated, from, said.name)];
        for (const [end, reading] of conditions.toSorted(([one], [other]) => other - one)) {
          const condition = { reading, holds: holds !== turned };
          for (const rest of around.ends(stated.words, end)) {
            const meaning = then(partOf(stated, rest, stated.words.length), clauses, condition);
            if (meaning) return meaning;
          }
        }
      }
    }
  }
  return undefined;
}

function then(sentence: Sentence, clauses: Clauses, condition: NonNullable<Meaning["condition"]>): Meaning | undefined {
  const { name } = condition.reading;
  const commands = clauses.commands(sentence, { name });
  if (commands) return { commands, condition };
  for (let at = 1; at < sentence.words.length; at++) {
    for (const end of otherwise(sentence.words, at)) {
      const first = clauses.commands(partOf(sentence, 0, at), { name });
      const second = first && clauses.commands(partOf(sentence, end, sentence.words.length), { name });
      if (first && second) return { commands: first, condition, otherwise: second };
    }
  }
  return undefined;
}

function behind(sentence: Sentence, clauses: Clauses, said: Said): Meaning | undefined {
  const { words } = sentence;
  for (let at = 1; at < words.length; at++) {
    for (const { from, holds } of openings(words, at)) {
      const commands = clauses.commands(partOf(sentence, 0, at), said);
      if (!commands) continue;
      for (const { stated, turned } of asStated(sentence, from)) {
        for (const [end, reading] of clauses.conditions(stated, from, commands.name))
          if (end === stated.words.length || around.ends(stated.words, end).includes(stated.words.length))
            return { commands, condition: { reading, holds: holds !== turned } };
      }
    }
  }
  return undefined;
}

/** Where a condition begins behind its word, and whether it is to hold. */
const openings = (words: readonly string[], at: number) => [
  ...unless(words, at).map((from) => ({ from, holds: false })),
  ...when(words, at).map((from) => ({ from, holds: true })),
];

/** A condition as it was said, with its first words spelled out; else, where it denies something, what it denies. */
function* asStated(said: Sentence, from: number): Generator<{ stated: Sentence; turned: boolean }> {
  const long = english.conditions.short.get(said.words[from] ?? "");
  const sentence = long === undefined ? said : replaced(said, from, from + 1, long);
  if (sentence !== said) yield { stated: said, turned: false };
  yield { stated: sentence, turned: false };
  const { words } = sentence;
  for (let at = from; at < words.length; at++) {
    const denial = denials.find(({ said }) => said.every((word, offset) => words[at + offset] === word));
    if (!denial) continue;
    yield { stated: replaced(sentence, at, at + denial.said.length, denial.instead), turned: true };
    return;
  }
}
