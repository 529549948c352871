import { clean } from "../../../kernel/text.ts";
import { tokensAtMost } from "./tokens.ts";

/** Tokens of the user's turn: with the tools (600) in Ollama's wrapper and the system's words, 1,000 at most. */
export const TURN_TOKENS = 95;
/** Characters of a name and of what was said before: they come from outside, and are notes. */
const NAME = 40;
const SAID = 80;

/** What was said in this conversation, and answered. */
export interface Exchange {
  said: string;
  answer: string;
  /** it does not leave the house */
  isPrivate?: boolean;
  /** text from outside is in the answer: of a third party, or of what was looked at */
  isForeign?: boolean;
}

/** What a sentence is sent with. */
export interface Situation {
  text: string;
  /** epoch milliseconds */
  now: number;
  /** the room the speaker is in */
  area?: string | undefined;
  /** names like the words of the sentence */
  names: readonly string[];
  /** what was said before, the last one last */
  before: readonly Exchange[];
}

const moment = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});

/**
 * The user's turn: notes in brackets, one a line, then the sentence. The least important go first when it gets too
 * long: the older exchange, then names. Undefined when the sentence alone is too long for a small model.
 */
export function userTurn(situation: Situation, most = TURN_TOKENS): string | undefined {
  const { text, now, area, names, before } = situation;
  const clock = `[${moment.format(now).replace(/,/g, "")}${area === undefined ? "" : `; room ${note(area, NAME)}`}]`;
  const exchanges = before.map(({ said, answer }) => `[before: ${note(said, SAID)} → ${note(answer, SAID)}]`);
  const near = names.length > 0 ? [`[names: ${names.map((name) => note(name, NAME)).join(", ")}]`] : [];
  const tries = [
    [clock, ...exchanges.slice(-2), ...near],
    [clock, ...exchanges.slice(-1), ...near],
    [clock, ...exchanges.slice(-1)],
    [clock],
  ];
  return tries.map((notes) => [...notes, text].join("\n")).find((turn) => tokensAtMost(turn) <= most);
}

/** Text from outside as a note: one line that cannot end the bracket it stands in. */
const note = (text: string, most: number) => clean(text.replace(/[[\]]/g, " "), most);
