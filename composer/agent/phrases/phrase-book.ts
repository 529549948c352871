import type { Log } from "../../../kernel/log.ts";
import { messageOf } from "../../../kernel/errors.ts";
import type { PhraseSet } from "../../../kernel/phrases.ts";
import { wordsOf } from "../../../kernel/names/words.ts";
import type { Json } from "../../../kernel/schema.ts";
import type { Matcher, SlotType } from "./matcher.ts";
import { compiler } from "./matcher.ts";
import type { Readers } from "./slots.ts";
import { oneOf } from "./slots.ts";
import type { Node } from "./template.ts";
import { beginnings, needs, templateReader, wordsIn } from "./template.ts";

/** A phrase ready to match: a way to say one tool call. */
export interface Phrase {
  server: string;
  tool: string;
  args: Readonly<Record<string, Json>>;
  /** a name that must be there for it to be understood */
  needs: string | undefined;
  node: Node;
  match: Matcher;
  /** its place in the book */
  index: number;
  /** ours before others', what stands first before what follows */
  rank: number;
  /** "say": a command; "further": only behind another, "… and the bedroom to 30 percent"; "when": states a condition */
  role: "say" | "further" | "when";
  /** the template it was written as */
  template: string;
}

/** The phrases of all servers, found by the words of a sentence. */
export interface Book {
  /** those that can begin with this word, or with a name */
  starting(word: string | undefined): readonly Phrase[];
  /** whether a command can begin with this very word */
  begins(word: string): boolean;
  /** those that state a condition, and can begin with this word, or with a name */
  stating(word: string | undefined): readonly Phrase[];
  /** whether a word stands in any phrase, or in a value of one */
  knows(word: string): boolean;
  /** which phrases have all the words they need among these */
  fitting(words: readonly string[]): (phrase: Phrase) => boolean;
  size: number;
}

/** What a server says of itself: its phrases, and the tools they may call. */
export interface Spoken {
  server: string;
  set: PhraseSet;
  tools: readonly string[];
}

/** Compiles the phrase sets of all servers; a phrase that cannot be read, or names a foreign tool, is left out and logged. */
export function bindBook(sets: readonly Spoken[], readers: Readers, log: Log): Book {
  const phrases: Phrase[] = [];
  let rank = 0;
  for (const { server, set, tools } of sets) {
    const compile = compiler(typesOf(set, readers));
    const read = templateReader(set.rules);
    for (const { tool, args, needs, ...said } of set.phrases) {
      rank++;
      for (const { role, template } of templatesOf(said)) {
        try {
          if (!tools.includes(tool)) throw new Error(`${server} has no tool ${tool}`);
          const node = read(template);
          const match = compile(node);
          phrases.push({ server, tool, args, needs, rank, role, template, node, match, index: phrases.length });
        } catch (thrown) {
          log.warn("phrase left out", { server, template, reason: messageOf(thrown) });
        }
      }
    }
  }
  return bookOf(
    phrases,
    sets.flatMap(({ set }) => Object.values(set.values).flatMap(Object.keys)),
  );
}

const templatesOf = ({ say, further, when }: Pick<PhraseSet["phrases"][number], Phrase["role"]>) => [
  ...say.map((template) => ({ role: "say" as const, template })),
  ...further.map((template) => ({ role: "further" as const, template })),
  ...when.map((template) => ({ role: "when" as const, template })),
];

function bookOf(phrases: readonly Phrase[], values: readonly string[]): Book {
  const commands = byBeginning(phrases.filter(({ role }) => role !== "when"));
  const said = new Set(phrases.filter(({ role }) => role === "say").flatMap(({ node }) => [...beginnings(node).words]));
  let vocabulary: ReadonlySet<string> | undefined;
  return {
    starting: commands,
    begins: (word) => said.has(word),
    knows: (word) =>
      (vocabulary ??= new Set([...phrases.flatMap(({ node }) => [...wordsIn(node)]), ...values.flatMap(wordsOf)])).has(
        word,
      ),
    stating: byBeginning(phrases.filter(({ role }) => role === "when")),
    fitting: fitter(phrases),
    size: phrases.length,
  };
}

/** Finds phrases by the word a sentence begins with; those that can begin with a name are among all. */
function byBeginning(phrases: readonly Phrase[]): (word: string | undefined) => readonly Phrase[] {
  const byWord = new Map<string, Phrase[]>();
  const open: Phrase[] = [];
  for (const phrase of phrases) {
    const first = beginnings(phrase.node);
    for (const word of first.words) push(byWord, word, phrase);
    if (first.open) open.push(phrase);
  }
  const starting = new Map([...byWord].map(([word, some]) => [word, [...new Set([...some, ...open])]]));
  return (word) => starting.get(word ?? "") ?? open;
}

function push<T>(index: Map<string, T[]>, word: string, item: T): void {
  const known = index.get(word);
  if (known) known.push(item);
  else index.set(word, [item]);
}

/** Most needs of a phrase that are looked at: one bit each. */
const MOST_NEEDS = 30;

// Each word knows which needs of which phrases it meets, so that a sentence marks what it can fit in one pass.
function fitter(phrases: readonly Phrase[]): Book["fitting"] {
  const meets = new Map<string, { index: number; bit: number }[]>();
  const wanted = new Uint32Array(phrases.length);
  for (const { index, node } of phrases) {
    for (const [bit, some] of needs(node).slice(0, MOST_NEEDS).entries()) {
      wanted[index] = (wanted[index] ?? 0) | (1 << bit);
      for (const word of some) push(meets, word, { index, bit: 1 << bit });
    }
  }
  return (words) => {
    const met = new Uint32Array(phrases.length);
    for (const word of words) for (const { index, bit } of meets.get(word) ?? []) met[index] = (met[index] ?? 0) | bit;
    return ({ index }) => met[index] === wanted[index];
  };
}

/** A slot type is a list of sayings, a reader, a group of kinds, or one kind, which has to be named or said. "name" is any. */
function typesOf({ values, things, kinds }: PhraseSet, readers: Readers): (type: string) => SlotType {
  const sayings = new Map(Object.entries(values).map(([type, said]) => [type, oneOf(said)]));
  const ofKind = new Map(
    Object.entries(kinds).map(([kind, { includes }]) => [kind, { kinds: [kind, ...includes], said: true }]),
  );
  return (type) => {
    if (type === "name") return {};
    if (type === "here") return type;
    const known = sayings.get(type);
    if (known) return known;
    const reader = readers.types.get(type);
    if (reader) return reader;
    const group = things[type];
    if (group) return { kinds: group };
    const kind = ofKind.get(type);
    if (kind) return kind;
    throw new Error(`there is no slot type ${type}`);
  };
}
