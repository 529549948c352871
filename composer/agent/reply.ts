import { languages } from "../../kernel/language/index.ts";
import type { ReplyWords } from "../../kernel/language/language.ts";
import { nameWords } from "../../kernel/names/words.ts";
import { listed } from "../../kernel/text.ts";
import type { Question } from "../../kernel/wire.ts";

/** What a sentence answers a question with; undefined when it is no answer to it. */
export type Reply = { yes: true } | { no: true } | { choice: string };

// A yes is a yes in any language.
const of = (pick: (replies: ReplyWords) => readonly string[]) => languages.flatMap(({ replies }) => pick(replies));
const YES = new Set(of(({ yes }) => yes));
const NO = new Set(of(({ no }) => no));
const ALL = new Set(of(({ all }) => all));
const LAST = new Set(of(({ last }) => last));
const FILLERS = new Set(of(({ fillers }) => fillers));
const UNDO = new Set(of(({ undo }) => undo));
const COURTESIES = new Set(of(({ courtesies }) => courtesies));

/** The words alone: enough to know a yes, an undo or a choice by. */
const plain = (text: string) => nameWords(text).join(" ");
/** The same without a courtesy before and behind it. */
function courteous(text: string): string {
  const said = plain(text);
  const before = [...COURTESIES].find((word) => said.startsWith(`${word} `)) ?? "";
  const behind = [...COURTESIES].find((word) => said.endsWith(` ${word}`)) ?? "";
  return said.slice(before.length, said.length - behind.length).trim();
}

/** Whether a sentence takes back what was just done. */
export const isUndo = (text: string): boolean => UNDO.has(courteous(text));

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
  if (LAST.has(word)) return choices.at(-1);
  const places = languages.map(({ replies }) => replies.ordinals.indexOf(word));
  return choices[places.find((place) => place >= 0) ?? Number(word) - 1];
}
