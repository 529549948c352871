import { languages } from "../../../kernel/language/index.ts";
import { wordsOf } from "../../../kernel/names/words.ts";
import type { Json } from "../../../kernel/schema.ts";
import type { When } from "../../../kernel/times/index.ts";
import type { Executed } from "../../gate/types.ts";
import type { Sayings } from "../phrases/manners.ts";
import { boundaries, sayings } from "../phrases/manners.ts";
import { sentenceOf } from "../phrases/sentence.ts";
import { isLasting, timesIn } from "../phrases/timed.ts";
import { createTongue } from "../phrases/tongue.ts";

/** What a sentence asks for, as far as its small words tell. */
export interface Shape {
  /** commands in it that change something, by the verbs they begin with */
  acts: number;
  /** commands and questions, by the words they begin with */
  opens: number;
  /** something hangs on how something else is; "otherwise" is one of two ways */
  isConditional: boolean;
  hasOtherwise: boolean;
  /** it asks for one of several: what several looks tell is not yet the answer */
  isChoosing: boolean;
  /** what tools tell has to be put together before it is an answer */
  isThinking: boolean;
  /** it is for another time, or for a time */
  time: "later" | "lasting" | undefined;
  /** it is one question and nothing else: nothing is to be changed for it */
  isQuestion: boolean;
}

const set = (words: string) => new Set(words.split(" "));
/** Verbs that look and change nothing, or may. */
const LOOKING = set("check tell read give show list find say zeig zeige sag sage gib lies finde");
const VERBS = new Set([
  ...languages.flatMap(({ manners }) => [...manners.minding.forms.values()]).filter((verb) => !LOOKING.has(verb)),
  ...set(
    "restart reboot boot delete cancel schedule create restore mute rename move back point take kill forget pull save remind",
  ),
  ...set(
    "schalte schalt mach mache dreh drehe dimme dimm offne schliesse schliess sperre sperr starte stoppe stopp beende",
  ),
  ...set("spiele spiel setze setz stell stelle fuge fug losche losch fahre fahr nimm sichere erinnere"),
]);
const ASKING = set(
  "is are was were do does did has have what which who whose where when how why can ist sind war hat haben was welche welcher welches wer wo wann wie warum",
);
/** Words that begin a question and no wish: "have the lamp on" is one, and "we're out of eggs" is read as "were …". */
const WONDERING = set(
  "is are was does did has what which who whose where when how ist sind war hat was welche welcher welches wer wo wann wie",
);
/** Verbs that ask, by what stands behind them: "tell me" does, "tell the lamp to be on" does not. */
const TELLING = set("check tell read show say zeig zeige sag sage lies");
const ASKED = set("me us whether if what which who how when where mir uns ob was wie wer wo wann");
/** With one look they are answered, with several not. */
const CHOOSING = set("which both either welche welcher welches beide");
/** The same, where they are not held against a number. */
const COMPARING = set("than warmer colder brighter darker more less als warmer kalter heller dunkler mehr weniger");
const THINKING = set(
  "why compare compared difference average total sum most least highest lowest warmest coldest explain describe summarize summarise summary suggest recommend should write warum vergleiche unterschied durchschnitt meisten wenigsten warmsten kaltesten erklare beschreibe fasse schreibe",
);
const { starts, isJoin } = boundaries({
  before: languages.flatMap(({ manners }) => manners.before),
  after: languages.flatMap(({ manners }) => manners.after),
  joins: languages.flatMap(({ manners }) => manners.joins),
});
const conditionsIn = languages.map(({ manners }) => manners.conditions);
const conditions: Sayings = sayings(conditionsIn.flatMap(({ when, unless }) => [...when, ...unless, "when"]));
const otherwise: Sayings = sayings(conditionsIn.flatMap((said) => said.otherwise));
const tongues = languages.map(createTongue);

export function shapeOf(sentence: string): Shape {
  const words = wordsOf(sentence);
  const has = (some: ReadonlySet<string>) => words.some((word) => some.has(word));
  const stands = (some: Sayings) => words.some((_, at) => some(words, at).length > 0);
  const acts = beginning(words, VERBS);
  return {
    acts,
    opens: acts + beginning(words, LOOKING) + beginning(words, ASKING),
    isQuestion: acts === 0 && isOne(sentence, words) && isAsking(words),
    isConditional: stands(conditions) || stands(otherwise),
    hasOtherwise: stands(otherwise),
    isChoosing: has(CHOOSING),
    isThinking: has(THINKING) || (has(COMPARING) && !/\d/.test(sentence)),
    time: timeIn(sentence),
  };
}

/** How often one of some words begins the sentence, or what stands behind a join or a condition's comma. */
function beginning(words: readonly string[], some: ReadonlySet<string>): number {
  const isOne = (at: number) => some.has(words[at] ?? "");
  const behind = words.flatMap((word, at) => (isJoin(words, at) || word === "," ? starts(words, at + 1) : []));
  const opening = starts(words, 0).filter(isOne);
  const further = new Set(behind.filter((at) => isOne(at) && !opening.includes(at)));
  return (opening.length > 0 ? 1 : 0) + further.size;
}

/** Whether nothing is joined to what a sentence begins with. */
const isOne = (sentence: string, words: readonly string[]) =>
  !/[.?!;:]\s+\S/.test(sentence) && !words.some((word, at) => word === "," || (at > 0 && isJoin(words, at)));

const isAsking = (words: readonly string[]) =>
  starts(words, 0).some((at) => {
    const [first = "", second = ""] = words.slice(at);
    return WONDERING.has(first) || (TELLING.has(first) && ASKED.has(second));
  });

function timeIn(text: string): Shape["time"] {
  const sentence = sentenceOf(text);
  for (const tongue of tongues) {
    const [first] = timesIn(tongue, sentence).filter(({ when }) => !isNow(when));
    if (first) return isLasting(first) ? "lasting" : "later";
  }
  return undefined;
}

/** "now", "today": no other time. */
const isNow = (when: When) => when.kind === "at" && when.at === undefined && (when.day ?? "today") === "today";

/** What is looked at of a call that was made. */
export type Made = Pick<Executed, "server" | "args" | "risk" | "ok">;

/** Commands that calls came to: a task that was kept holds several in its words. */
export const changesOf = (executed: readonly Made[]): number =>
  executed
    .filter(({ ok, risk }) => ok && risk !== "read")
    .reduce((sum, { args }) => sum + Math.max(1, ...Object.values(args).map(opensIn)), 0);

const opensIn = (value: Json) => (typeof value === "string" ? shapeOf(value).opens : 0);

/** Whether a call keeps something for another time. */
const isKept = ({ args }: Pick<Executed, "args">) => "when" in args;

/**
 * Whether calls that went well say it all, so that no model has to be asked again; `spread` is of how many servers the
 * sentence speaks. Too much is asked for rather than too little: a part that is left out would be left out silently.
 */
export function isWhole(shape: Shape, executed: readonly Made[], spread = 1): boolean {
  const { acts, opens, isConditional, hasOtherwise, isChoosing, isThinking, time } = shape;
  const changing = changesOf(executed);
  const looks = executed.filter(({ ok, risk }) => ok && risk === "read").length;
  const isSpread = executed.some(isKept) || new Set(executed.map(({ server }) => server)).size >= spread;
  if (time === "lasting" && changing > 0 && !executed.some(isKept)) return false;
  if (isConditional) return changing > 0 && (hasOtherwise || (isSpread && changing >= acts));
  if (!isSpread || changing < acts || changing + looks < opens) return false;
  if (changing > 0) return true;
  return !isThinking && (looks === 1 || (looks === opens && !isChoosing));
}
