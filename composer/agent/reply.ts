import { languages } from "../../kernel/language/index.ts";
import type { Language } from "../../kernel/language/language.ts";
import { nameWords } from "../../kernel/names/words.ts";
import { listed } from "../../kernel/text.ts";
import type { Question } from "../../kernel/wire.ts";

/** What a sentence answers a question with; undefined when it is no answer to it. */
export type Reply = { yes: true } | { no: true } | { choice: string };

/** Reads what people answer. */
export interface Replies {
  /** whether a sentence takes back what was just done */
  isUndo(text: string): boolean;
  /** whether a sentence could only be an answer: a bare yes or no */
  isBare(text: string): boolean;
  /** whether it is any of these, or answers a question that waits */
  isReply(text: string, question: Question | undefined): boolean;
  /** a sentence as the answer to a question; a choice by its name, some words of it only it has, or its place */
  read(text: string, question: Question): Reply | undefined;
}

/** Answers in any of some languages: a yes is a yes, whatever was asked in. The first that understands one has it. */
export function createReplies(spoken: readonly Pick<Language, "replies">[] = languages): Replies {
  const each = spoken.map(repliesIn);
  const replies: Replies = {
    isUndo: (text) => each.some(({ isUndo }) => isUndo(text)),
    isBare: (text) => each.some(({ isBare }) => isBare(text)),
    isReply: (text, question) =>
      replies.isUndo(text) ||
      replies.isBare(text) ||
      (question !== undefined && replies.read(text, question) !== undefined),
    read(text, question) {
      for (const { read } of each) {
        const reply = read(text, question);
        if (reply) return reply;
      }
      return undefined;
    },
  };
  return replies;
}

/** The words alone: enough to know a yes, an undo or a choice by. */
const plain = (text: string) => nameWords(text).join(" ");

function repliesIn({ replies }: Pick<Language, "replies">): Omit<Replies, "isReply"> {
  const fillers = new Set(replies.fillers);
  /** without a courtesy before and behind it */
  const courteous = (text: string): string => {
    const said = plain(text);
    const before = replies.courtesies.find((word) => said.startsWith(`${word} `)) ?? "";
    const behind = replies.courtesies.find((word) => said.endsWith(` ${word}`)) ?? "";
    return said.slice(before.length, said.length - behind.length).trim();
  };
  const telling = (said: string) => said.split(" ").filter((word) => !fillers.has(word));

  const byWords = (said: string, choices: readonly string[]): string | undefined => {
    const words = telling(said);
    if (words.length === 0) return undefined;
    const fitting = choices.filter((choice) => {
      const own = plain(choice).split(" ");
      return words.every((word) => own.includes(word));
    });
    return fitting.length === 1 ? fitting[0] : undefined;
  };
  const byPlace = (said: string, choices: readonly string[]): string | undefined => {
    const [word = "", ...more] = telling(said);
    if (more.length > 0) return undefined;
    if (replies.last.includes(word)) return choices.at(-1);
    const place = replies.ordinals.indexOf(word);
    return choices[place >= 0 ? place : Number(word) - 1];
  };

  return {
    isUndo: (text) => replies.undo.includes(courteous(text)),
    isBare: (text) => [...replies.yes, ...replies.no].includes(courteous(text)),
    read(text, { kind, choices }) {
      const said = courteous(text);
      if (replies.no.includes(said)) return { no: true };
      if (kind === "confirm") return replies.yes.includes(said) ? { yes: true } : undefined;
      if (replies.all.includes(said)) return { choice: listed(choices) };
      const choice = choices.find((one) => plain(one) === said) ?? byWords(said, choices) ?? byPlace(said, choices);
      return choice === undefined ? undefined : { choice };
    },
  };
}
