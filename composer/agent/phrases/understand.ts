import { counted } from "../../../kernel/text.ts";
import type { Clauses, Said } from "./clauses.ts";
import { createClauses, isSlip } from "./clauses.ts";
import { readConditional } from "./conditional.ts";
import { goesOn, readAgain, readFollowUp } from "./follow-up.ts";
import type { Parsed, Situation, Speech, Understood } from "./index.ts";
import type { Meaning } from "./meaning.ts";
import { partsOf, readingsOf } from "./meaning.ts";
import { stepsOf } from "./reading.ts";
import type { Sentence } from "./sentence.ts";
import { partOf, sentenceOf } from "./sentence.ts";
import type { Timed } from "./timed.ts";
import { isForAll, isLasting, timesIn, timesInNames } from "./timed.ts";
import type { Tongue } from "./tongue.ts";

/** What is longer is no command. */
export const MOST_CHARACTERS = 500;
const MOST_WORDS = 80;

/** Understands a sentence whole, or not at all: every word belongs to a command, and every name names something. */
export function understand(text: string, speech: Speech, situation: Situation = {}): Parsed {
  if (text.length > MOST_CHARACTERS) return { silent: `longer than ${MOST_CHARACTERS} characters` };
  const sentence = sentenceOf(text);
  if (sentence.words.length === 0) return { silent: "no words" };
  if (sentence.words.length > MOST_WORDS) return { silent: `more than ${MOST_WORDS} words` };
  const clauses = createClauses(sentence, speech, situation.area);
  const meaning = meaningOf(sentence, speech, situation, clauses);
  if (clauses.isSpent()) return { silent: "too many ways to read it" };
  if (meaning && "steps" in meaning) return meaning;
  if (!meaning) return { silent: "no phrase fits the whole sentence", reached: clauses.reached() };
  return readingsOf(meaning).some(({ torn }) => torn) ? { silent: "it can be read in two ways" } : understood(meaning);
}

// What is for another time is not for now, also where a name has its words or they were taken as they are.
function meaningOf(sentence: Sentence, speech: Speech, situation: Situation, clauses: Clauses) {
  const meaning = withoutTime(sentence, speech, situation, clauses);
  const { tongue } = speech;
  const times = meaning ? timesInNames(tongue, sentence, allSteps(meaning)) : timesIn(tongue, sentence);
  for (const timed of times) {
    const then = withoutTime(timed.rest, speech, situation, clauses);
    const acts = then && ("steps" in then ? then.steps : then.commands.parts).length;
    if (then && (acts === 1 || isForAll(timed, tongue, sentence))) return { ...then, timed: saidOf(timed, false) };
  }
  return meaning ?? lastingLater(times, sentence, speech, situation, clauses);
}

/** A time, and how long it is for then: "every day at 7 turn on the fan for ten minutes". Kept as it is said. */
function lastingLater(
  times: readonly Timed[],
  sentence: Sentence,
  speech: Speech,
  situation: Situation,
  clauses: Clauses,
) {
  const { tongue } = speech;
  for (const timed of times.filter((one) => !isLasting(one) && isForAll(one, tongue, sentence))) {
    for (const lasting of timesIn(tongue, timed.rest).filter(isLasting)) {
      const then = withoutTime(lasting.rest, speech, situation, clauses);
      if (then) return { ...then, timed: saidOf(timed, true) };
    }
  }
  return undefined;
}

const saidOf = ({ when, rest }: Timed, asSaid: boolean) => ({ when, said: rest.said(0, rest.words.length), asSaid });

const allSteps = (meaning: Meaning | Understood) =>
  "steps" in meaning ? meaning.steps : partsOf(meaning).map(({ step }) => step);

// As it stands, then on a condition, then as it follows from what was said before, then with slips of names.
function withoutTime(
  sentence: Sentence,
  speech: Speech,
  situation: Situation,
  clauses: Clauses,
): Meaning | Understood | undefined {
  const { area, last } = situation;
  const { tongue, names } = speech;
  const said: Said = { name: last?.name, tool: last && goesOn(tongue, sentence) ? last.tool : undefined };
  const asked = withPlainVerbs(tongue, sentence);
  const commands = clauses.commands(sentence, said) ?? (asked && clauses.commands(asked, said));
  if (commands) return { commands };
  const conditional = readConditional(tongue, sentence, clauses, said);
  if (conditional || !last) return conditional ?? withSlips(sentence, speech, clauses);
  const step = readAgain(tongue, sentence, last, names.get(last.server), area);
  if (step) return { steps: [step], name: undefined, explain: "the same again", parts: [] };
  return readFollowUp(tongue, sentence, clauses, last) ?? withSlips(sentence, speech, clauses);
}

// "would you mind turning off the tv and closing the blinds"
function withPlainVerbs({ language, around, minding }: Tongue, sentence: Sentence): Sentence | undefined {
  const { words } = sentence;
  const { forms } = language.manners.minding;
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

function withSlips(sentence: Sentence, speech: Speech, clauses: Clauses): Meaning | undefined {
  if (!sentence.words.some((word) => isSlip(speech, word))) return undefined;
  const commands = clauses.commands(sentence, { slips: true });
  return commands && { commands };
}

function understood(meaning: Meaning): Understood {
  const { commands, condition, otherwise, timed } = meaning;
  const phrases = counted(commands.parts.length + (otherwise?.parts.length ?? 0), "phrase");
  const { name } = commands;
  const parts = partsOf(meaning);
  const said = { steps: stepsOf(commands), name, ...(timed && { timed }) };
  if (!condition) return { ...said, explain: phrases, parts };
  return {
    ...said,
    condition: { steps: stepsOf(condition.reading), holds: condition.holds },
    ...(otherwise && { otherwise: stepsOf(otherwise) }),
    explain: `${counted(condition.reading.parts.length, "condition")}, ${phrases}`,
    parts,
  };
}
