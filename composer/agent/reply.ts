import { listed } from "../../kernel/text.ts";
import type { Question } from "../../kernel/wire.ts";

/** What a sentence answers a question with; undefined when it is no answer to it. */
export type Reply = { yes: true } | { no: true } | { choice: string };

const YES = new Set(["yes", "yeah", "yep", "sure", "ok", "okay", "do it", "do so", "go ahead", "confirm", "of course"]);
const NO = new Set(["no", "nope", "cancel", "never mind", "nevermind", "dont", "forget it", "none", "neither"]);
const ALL = new Set(["both", "both of them", "all", "all of them", "every one", "everything"]);
const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];
const FILLERS = new Set(["the", "one", "please", "thanks", "i", "mean", "meant", "number", "it", "is", "just", "only"]);
const UNDO =
  /^(undo( (that|it|this|the last (one|thing|command)))?|(take|put) (it|that|this|everything|all of it) back|revert( (that|it|this))?)$/;

/** Lower-case words without punctuation: enough to know a yes, an undo or a choice by. */
const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/['’]/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
const courteous = (text: string) => plain(text).replace(/^please | (please|thanks|thank you)$/g, "");

/** Whether a sentence takes back what was just done. */
export const isUndo = (text: string): boolean => UNDO.test(courteous(text));

/** Whether a sentence could only be an answer: a bare yes or no. */
export const isBareReply = (text: string): boolean => YES.has(courteous(text)) || NO.has(courteous(text));

/** Reads a sentence as the answer to a question; a choice by its name, some words of it only it has, or its place. */
export function readReply(text: string, { kind, choices }: Question): Reply | undefined {
  const said = courteous(text);
  if (NO.has(said)) return { no: true };
  if (kind === "confirm") return YES.has(said) ? { yes: true } : undefined;
  if (ALL.has(said)) return { choice: listed(choices) };
  const choice = choices.find((one) => plain(one) === said) ?? byWords(said, choices) ?? byPlace(said, choices);
  return choice === undefined ? undefined : { choice };
}

function byWords(said: string, choices: readonly string[]): string | undefined {
  const words = said.split(" ").filter((word) => !FILLERS.has(word));
  if (words.length === 0) return undefined;
  const fitting = choices.filter((choice) => {
    const own = plain(choice).split(" ");
    return words.every((word) => own.includes(word));
  });
  return fitting.length === 1 ? fitting[0] : undefined;
}

function byPlace(said: string, choices: readonly string[]): string | undefined {
  const [word = "", ...more] = said.split(" ").filter((one) => !FILLERS.has(one));
  if (more.length > 0) return undefined;
  if (word === "last") return choices.at(-1);
  const place = ORDINALS.includes(word) ? ORDINALS.indexOf(word) : Number(word) - 1;
  return choices[place];
}
