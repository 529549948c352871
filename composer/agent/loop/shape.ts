import { languages } from "../../../kernel/language/index.ts";
import { wordsOf } from "../../../kernel/names/words.ts";
import type { Executed } from "../../gate/types.ts";
import type { Sayings } from "../phrases/manners.ts";
import { boundaries, sayings } from "../phrases/manners.ts";

/** What a sentence asks for, as far as its small words tell. */
export interface Shape {
  /** commands in it that change something, by the verbs they begin with */
  acts: number;
  /** the same, counting what stands before "and turn …" without a verb we know */
  parts: number;
  /** something hangs on how something else is */
  isConditional: boolean;
  /** what tools say has to be put together before it is an answer */
  isThinking: boolean;
}

/** Verbs that look and change nothing. */
const LOOKING = new Set(["check", "tell", "read", "give"]);
const VERBS = new Set([
  ...languages.flatMap(({ manners }) => [...manners.minding.forms.values()]).filter((verb) => !LOOKING.has(verb)),
  ..."restart reboot delete cancel schedule create restore dim mute rename move".split(" "),
  ..."schalte schalt mach mache dreh drehe dimme offne schliesse sperre starte stoppe beende spiele setze stell stelle fuge losche fahre".split(
    " ",
  ),
]);
const THINKING = new Set(
  "which why compare compared difference average total sum most least highest lowest warmest coldest warmer colder than explain describe summarize summarise summary suggest recommend should write welche welcher welches warum vergleiche unterschied durchschnitt meisten wenigsten warmer kalter als erklare beschreibe fasse schreibe".split(
    " ",
  ),
);
const { starts, isJoin } = boundaries({
  before: languages.flatMap(({ manners }) => manners.before),
  after: languages.flatMap(({ manners }) => manners.after),
  joins: languages.flatMap(({ manners }) => manners.joins),
});
const conditions: Sayings = sayings(
  languages.flatMap(({ manners: { conditions: said } }) => [...said.when, ...said.unless, ...said.otherwise, "when"]),
);

export function shapeOf(sentence: string): Shape {
  const words = wordsOf(sentence);
  const isConditional = words.some((_, at) => conditions(words, at).length > 0);
  const { first, further } = actsIn(words);
  const acts = (first ? 1 : 0) + further;
  const parts = further > 0 && !isConditional ? 1 + further : acts;
  return { acts, parts, isConditional, isThinking: words.some((word) => THINKING.has(word)) };
}

/** Whether a command begins the sentence, and how many begin behind what joins two commands or ends a condition. */
function actsIn(words: readonly string[]): { first: boolean; further: number } {
  const isVerb = (at: number) => VERBS.has(words[at] ?? "");
  const behind = words.flatMap((word, at) => (isJoin(words, at) || word === "," ? starts(words, at + 1) : []));
  const opening = starts(words, 0).filter(isVerb);
  return {
    first: opening.length > 0,
    further: new Set(behind.filter((at) => isVerb(at) && !opening.includes(at))).size,
  };
}

/** Whether calls that went well say it all, so that no model has to be asked again. */
export function isWhole({ parts, isConditional, isThinking }: Shape, executed: readonly Executed[]): boolean {
  const changing = executed.filter(({ risk }) => risk !== "read").length;
  if (parts > 0) return changing >= (isConditional ? 1 : parts);
  if (changing > 0) return true;
  return !isConditional && !isThinking && executed.length === 1;
}
