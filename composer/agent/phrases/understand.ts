import { counted } from "../../../kernel/text.ts";
import type { Clauses, Said } from "./clauses.ts";
import { around, createClauses, isSlip } from "./clauses.ts";
import { readConditional } from "./conditional.ts";
import { english } from "./english.ts";
import { goesOn, readAgain, readFollowUp } from "./follow-up.ts";
import type { Language, Parsed, Situation, Understood } from "./index.ts";
import { sayings } from "./manners.ts";
import type { Meaning } from "./meaning.ts";
import { partsOf } from "./meaning.ts";
import { stepsOf } from "./reading.ts";
import type { Sentence } from "./sentence.ts";
import { partOf, sentenceOf } from "./sentence.ts";

const MOST_CHARACTERS = 500;
const MOST_WORDS = 80;
const minding = sayings(english.minding.before);

/** Understands a sentence whole, or not at all: every word belongs to a command, and every name names something. */
export function understand(text: string, language: Language, situation: Situation = {}): Parsed {
  if (text.length > MOST_CHARACTERS) return { silent: `longer than ${MOST_CHARACTERS} characters` };
  const sentence = sentenceOf(text);
  if (sentence.words.length === 0) return { silent: "no words" };
  if (sentence.words.length > MOST_WORDS) return { silent: `more than ${MOST_WORDS} words` };
  const clauses = createClauses(sentence, language, situation.area);
  const meaning = meaningOf(sentence, language, situation, clauses);
  if (clauses.isSpent()) return { silent: "too many ways to read it" };
  if (meaning && "steps" in meaning) return meaning;
  if (!meaning) return { silent: "no phrase fits the whole sentence", reached: clauses.reached() };
  const readings = [meaning.commands, meaning.condition?.reading, meaning.otherwise];
  return readings.some((reading) => reading?.torn) ? { silent: "it can be read in two ways" } : understood(meaning);
}

// As it stands, then on a condition, then as it follows from what was said before, then with slips of names.
function meaningOf(sentence: Sentence, language: Language, situation: Situation, clauses: Clauses) {
  const { area, last } = situation;
  const said: Said = { name: last?.name, tool: last && goesOn(sentence) ? last.tool : undefined };
  const asked = withPlainVerbs(sentence);
  const commands = clauses.commands(sentence, said) ?? (asked && clauses.commands(asked, said));
  if (commands) return { commands };
  const conditional = readConditional(sentence, clauses, said);
  if (conditional || !last) return conditional ?? withSlips(sentence, language, clauses);
  const step = readAgain(sentence, last, language.names.get(last.server), area);
  if (step) return { steps: [step], name: undefined, explain: "the same again", parts: [] };
  return readFollowUp(sentence, clauses, last) ?? withSlips(sentence, language, clauses);
}

// "would you mind turning off the tv and closing the blinds"
function withPlainVerbs(sentence: Sentence): Sentence | undefined {
  const { words } = sentence;
  const { forms } = english.minding;
  for (const start of around.starts(words, 0)) {
    for (const from of minding(words, start)) {
      if (!forms.has(words[from] ?? "")) continue;
      const plain = (word: string, at: number) =>
        at === from || around.isJoin(words, at - 1) ? (forms.get(word) ?? word) : word;
      const rest = words.map(plain).slice(from);
      return { ...partOf(sentence, from, words.length), words: rest };
    }
  }
  return undefined;
}

function withSlips(sentence: Sentence, language: Language, clauses: Clauses): Meaning | undefined {
  if (!sentence.words.some((word) => isSlip(language, word))) return undefined;
  const commands = clauses.commands(sentence, { slips: true });
  return commands && { commands };
}

function understood(meaning: Meaning): Understood {
  const { commands, condition, otherwise } = meaning;
  const phrases = counted(commands.parts.length + (otherwise?.parts.length ?? 0), "phrase");
  const { name } = commands;
  const parts = partsOf(meaning);
  if (!condition) return { steps: stepsOf(commands), name, explain: phrases, parts };
  return {
    steps: stepsOf(commands),
    name,
    condition: { steps: stepsOf(condition.reading), holds: condition.holds },
    ...(otherwise && { otherwise: stepsOf(otherwise) }),
    explain: `${counted(condition.reading.parts.length, "condition")}, ${phrases}`,
    parts,
  };
}
