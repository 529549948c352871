/** What people put around and between commands in a language; none of it means anything by itself. */
export interface Manners {
  before: readonly string[];
  after: readonly string[];
  joins: readonly string[];
  /** what stands for names said before, the most usual first */
  pronouns: readonly string[];
  /** behind a pronoun: as it was before the last change */
  back: readonly string[];
  /** before a name alone: the same for another thing */
  again: readonly string[];
  /** the same once more */
  repeats: readonly string[];
  /** polite words that change the form of the verb behind them ("would you mind turning"), and each form as the verb itself */
  minding: { before: readonly string[]; forms: ReadonlyMap<string, string> };
  /** words around a condition; `not`: what a statement that denies says when it does not */
  conditions: {
    when: readonly string[];
    unless: readonly string[];
    otherwise: readonly string[];
    not: Readonly<Record<string, string>>;
    /** what a statement may begin with in one word */
    short: ReadonlyMap<string, readonly string[]>;
  };
}

const VERBS =
  "turn switch dim brighten light open lock unlock shut start stop play pause resume skip mute add put remove set make change run activate lower raise close increase decrease check tell read give send bring".split(
    " ",
  );
const DOUBLED = new Set(["dim", "shut", "stop", "skip", "put", "set", "run"]);

function gerund(verb: string): string {
  if (DOUBLED.has(verb)) return `${verb}${verb.at(-1)}ing`;
  return `${verb.replace(/e$/, "")}ing`;
}

export const english: Manners = {
  before: [
    "please",
    "kindly",
    "just",
    "now",
    "so",
    "ok",
    "okay",
    "hey",
    "hi",
    "hello",
    "yo",
    "and",
    "also",
    "then",
    "jarvis",
    "steward",
    "could you",
    "can you",
    "would you",
    "will you",
    "could you please",
    "is it possible to",
    "can we",
    "could we",
    "can i",
    "could i",
    "may i",
    "can you please",
    "would it be possible to",
    "please go ahead and",
    "try to",
    "do me a favor and",
    "would you mind",
    "i want you to",
    "i want to",
    "i would like you to",
    "id like you to",
    "i would like to",
    "id like to",
    "i need you to",
    "i need to",
    "go ahead and",
    "lets",
    "let us",
    "make sure to",
    "be so kind and",
    "you should",
    "i wish you would",
    "hey there",
    "quickly",
    "first",
    "dont forget to",
    "remember to",
    "be sure to",
    "make sure you",
    "why dont you",
    "feel free to",
    "would you be so kind as to",
    "i think you should",
    "i think we should",
    "we should",
    "it would be nice if you could",
    "i would appreciate it if you could",
    "id appreciate it if you could",
    "could you maybe",
    "can you quickly",
    "can someone",
    "could someone",
  ],
  after: [
    "please answer yes or no",
    "answer yes or no",
    "yes or no",
    "please",
    "thanks",
    "thank you",
    "now",
    "right now",
    "for me",
    "immediately",
    "at once",
    "will you",
    "would you",
    "could you",
    "ok",
    "okay",
    "jarvis",
    "steward",
    "thank you very much",
    "right away",
    "if you can",
    "if you could",
    "for us",
    "as well",
    "too",
    "again",
    "once more",
    "if possible",
    "as soon as possible",
    "asap",
    "real quick",
    "quickly",
    "cheers",
    "when you can",
    "when you have a moment",
    "when you get a chance",
    "dear",
    "buddy",
    "mate",
  ],
  joins: [
    "and",
    ",",
    "then",
    "and then",
    ", and",
    ", then",
    ", and then",
    "and also",
    "also",
    ", also",
    "after that",
    "and after that",
    "plus",
    "as well as",
    "while you are at it",
  ],
  pronouns: ["it", "them", "that", "those", "this", "these", "they"],
  back: ["back"],
  again: [
    "and",
    "also",
    "now",
    "then",
    "what about",
    "how about",
    "and what about",
    "and how about",
    "do the same for",
    "do the same in",
    "the same for",
    "same for",
  ],
  repeats: [
    "again",
    "once more",
    "do it again",
    "do that again",
    "and again",
    "repeat that",
    "same again",
    "even more",
    "more",
    "a bit more",
    "a little more",
    "some more",
  ],
  minding: {
    before: ["would you mind", "do you mind", "mind", "how about", "what about", "thank you for", "thanks for", "try"],
    forms: new Map(VERBS.map((verb) => [gerund(verb), verb])),
  },
  conditions: {
    when: ["if", "only if", "but only if", "in case", "provided", "provided that", "as long as", "given that"],
    unless: ["unless", "but not if", "except if", "except when"],
    otherwise: ["otherwise", "or else", "else", "if not"],
    not: {
      isnt: "is",
      arent: "are",
      "is not": "is",
      "are not": "are",
      "is no longer": "is",
      "are no longer": "are",
    },
    short: new Map([
      ["its", ["it", "is"]],
      ["thats", ["that", "is"]],
      ["theyre", ["they", "are"]],
      ["theres", ["there", "is"]],
    ]),
  },
};
