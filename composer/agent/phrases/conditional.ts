import type { Clauses, Said } from "./clauses.ts";
import type { Meaning } from "./meaning.ts";
import type { Sentence } from "./sentence.ts";
import { partOf, replaced } from "./sentence.ts";
import type { Tongue } from "./tongue.ts";

/** Reads "if …, do …, otherwise …" and "do … if …"; "unless" and "is not" turn a condition around. */
export function readConditional(tongue: Tongue, sentence: Sentence, clauses: Clauses, said: Said): Meaning | undefined {
  return inFront(tongue, sentence, clauses, said) ?? behind(tongue, sentence, clauses, said);
}

function inFront(tongue: Tongue, sentence: Sentence, clauses: Clauses, said: Said): Meaning | undefined {
  const { around } = tongue;
  for (const start of around.starts(sentence.words, 0)) {
    for (const { from, holds } of openings(tongue, sentence.words, start)) {
      for (const { stated, turned } of asStated(tongue, sentence, from)) {
        const conditions = [...clauses.conditions(stated, from, said.name)];
        for (const [end, reading] of conditions.toSorted(([one], [other]) => other - one)) {
          const condition = { reading, holds: holds !== turned };
          for (const rest of around.ends(stated.words, end)) {
            const meaning = then(tongue, partOf(stated, rest, stated.words.length), clauses, condition);
            if (meaning) return meaning;
          }
        }
      }
    }
  }
  return undefined;
}

function then(
  { otherwise }: Tongue,
  sentence: Sentence,
  clauses: Clauses,
  condition: NonNullable<Meaning["condition"]>,
): Meaning | undefined {
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

function behind(tongue: Tongue, sentence: Sentence, clauses: Clauses, said: Said): Meaning | undefined {
  const { words } = sentence;
  for (let at = 1; at < words.length; at++) {
    for (const { from, holds } of openings(tongue, words, at)) {
      const commands = clauses.commands(partOf(sentence, 0, at), said);
      if (!commands) continue;
      for (const { stated, turned } of asStated(tongue, sentence, from)) {
        for (const [end, reading] of clauses.conditions(stated, from, commands.name))
          if (end === stated.words.length || tongue.around.ends(stated.words, end).includes(stated.words.length))
            return { commands, condition: { reading, holds: holds !== turned } };
      }
    }
  }
  return undefined;
}

/** Where a condition begins behind its word, and whether it is to hold. */
const openings = ({ when, unless }: Tongue, words: readonly string[], at: number) => [
  ...unless(words, at).map((from) => ({ from, holds: false })),
  ...when(words, at).map((from) => ({ from, holds: true })),
];

/** A condition as it was said, with its first words spelled out; else, where it denies something, what it denies. */
function* asStated(
  { language }: Tongue,
  said: Sentence,
  from: number,
): Generator<{ stated: Sentence; turned: boolean }> {
  const { short, not } = language.manners.conditions;
  const long = short.get(said.words[from] ?? "");
  const sentence = long === undefined ? said : replaced(said, from, from + 1, long);
  if (sentence !== said) yield { stated: said, turned: false };
  yield { stated: sentence, turned: false };
  const { words } = sentence;
  for (let at = from; at < words.length; at++) {
    const denial = Object.entries(not).find(([denied]) => startsAt(words, at, denied.split(" ")));
    if (!denial) continue;
    const [denied, instead] = denial;
    yield { stated: replaced(sentence, at, at + denied.split(" ").length, instead.split(" ")), turned: true };
    return;
  }
}

const startsAt = (words: readonly string[], at: number, said: readonly string[]) =>
  said.every((word, offset) => words[at + offset] === word);
