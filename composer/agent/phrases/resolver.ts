import type { NameEntry } from "../../../kernel/wire.ts";
import type { Names, ResolveOptions } from "../../../kernel/names/index.ts";
import { wordsOf } from "../../../kernel/names/words.ts";
import type { Tongue } from "./tongue.ts";
import type { Run, Span } from "./matcher.ts";

/** What it costs in paths to look a word of a name up, and each time again in a list. */
const WORD_COST = 5;

/** Words that name something; `unsure` when several things fit, and a server will ask; `loose`: 0 for a name, 1 for a noun, 2 for a bare room. */
export interface Named {
  text: string;
  unsure: boolean;
  loose: number;
}
const LOOSE = { name: 0, noun: 1, room: 2 };

/** Whether a span is one word only, and which. */
const onlyWord = ({ words }: Run, { parts: [[from, to] = [0, 0], ...more] }: Span) =>
  more.length === 0 && to === from + 1 ? words[from] : undefined;

const written = (named: Named): Named => ({ ...named, text: named.text.replaceAll(" ,", ",") });

/** The names in one sentence. Each is looked up once, however many phrases it fits. */
export interface Resolver {
  /** what a span names; a pronoun what was named before, if the verb can be said to that */
  resolve(server: string, span: Span, previous?: string): Named | undefined;
  /** whether a span names something or may stand for what was named before */
  canName(server: string, span: Span): boolean;
  /** whether a text names something there is */
  has(server: string, text: string): boolean;
}

/** The resolver of one run; a name with a word that may be a slip is looked for among those almost like it. */
export function createResolver(
  run: Run,
  { isPronoun, language }: Pick<Tongue, "isPronoun" | "language">,
  names: ReadonlyMap<string, Names<NameEntry>>,
  here: string | undefined,
  mayBeSlip: (word: string) => boolean = () => false,
): Resolver {
  const { joins } = language.nouns;
  // Whether a span stands for what was named before.
  const stands = (span: Span) => isPronoun(onlyWord(run, span) ?? "");
  const known = new Map<unknown, Map<string, Named | undefined>>();
  // By the kinds asked for (each group is one array, of one server), then by the words.
  const remembered = (group: unknown, text: string, look: () => Named | undefined): Named | undefined => {
    const among = known.get(group) ?? new Map<string, Named | undefined>();
    known.set(group, among);
    if (!among.has(text)) among.set(text, look());
    return among.get(text);
  };
  const look = (server: string, words: readonly string[], text: string, span: Omit<Span, "parts">) => {
    run.left -= words.length * WORD_COST * (1 + words.filter((word) => word === "," || joins.includes(word)).length);
    const options: ResolveOptions = {
      ...span,
      ...(here !== undefined && { here }),
      ...(words.some(mayBeSlip) && { fuzzy: true }),
    };
    const found = names.get(server)?.resolveWords(words, options);
    if (!found || "unknown" in found) return undefined;
    return "ask" in found ? { text, unsure: true, loose: 0 } : { text, unsure: false, loose: LOOSE[found.how] };
  };
  const named = (server: string, words: readonly string[], { kinds, said }: Omit<Span, "parts">): Named | undefined => {
    const text = words.join(" ");
    // What names nothing at all names nothing of some kinds either.
    const any = remembered(server, text, () => look(server, words, text, {}));
    return any && kinds
      ? remembered(kinds, text, () => look(server, words, text, { kinds, ...(said && { said }) }))
      : any;
  };
  const said = (server: string, span: Span) => {
    const found = named(
      server,
      span.parts.flatMap(([from, to]) => run.words.slice(from, to)),
      span,
    );
    return found && written(found);
  };
  return {
    resolve(server, span, previous) {
      if (!stands(span)) return said(server, span);
      const found = previous === undefined ? undefined : named(server, wordsOf(previous), span);
      return found && written(found);
    },
    has: (server, text) => named(server, wordsOf(text), {}) !== undefined,
    canName: (server, span) => stands(span) || said(server, span) !== undefined,
  };
}
