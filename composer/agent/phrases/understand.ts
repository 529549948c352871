import { wordsOf } from "../../../kernel/names/words.ts";
import type { Json, JsonObject } from "../../../kernel/schema.ts";
import { jsonObject } from "../../../kernel/schema.ts";
import type { Step } from "../../../kernel/wire.ts";
import { english } from "./english.ts";
import type { Language, Parsed } from "./index.ts";
import { boundaries } from "./manners.ts";
import type { Capture, Run, Span } from "./matcher.ts";
import type { Book, Phrase } from "./phrase-book.ts";

const MOST_CHARACTERS = 500;
const MOST_WORDS = 80;
const MOST_COMMANDS = 8;
/** Paths through the grammar a sentence may take; ordinary ones take hundreds. */
const MOST_PATHS = 20_000;
const around = boundaries(english);

/** A command found in the words: its call once its names are known, and how well it fits. */
interface Command {
  phrase: Phrase;
  captures: ReadonlyMap<string, Capture>;
  literals: number;
  end: number;
}
/** A way to read the rest of the sentence as commands. */
interface Reading {
  steps: Step[];
  literals: number;
  ranks: number[];
  /** how many of its names are ambiguous */
  unsure: number;
}

/** Understands a sentence whole, or not at all: every word belongs to a command, and every name names something. */
export function understand(sentence: string, language: Language, area?: string): Parsed {
  if (sentence.length > MOST_CHARACTERS) return { silent: `longer than ${MOST_CHARACTERS} characters` };
  const words = wordsOf(sentence);
  if (words.length === 0) return { silent: "no words" };
  if (words.length > MOST_WORDS) return { silent: `more than ${MOST_WORDS} words` };
  const run: Run = { words, captures: new Map(), literals: 0, left: MOST_PATHS };
  const reading = readSentence(run, language, area);
  if (run.left <= 0) return { silent: "too many ways to read it" };
  if (!reading) return { silent: "no phrase fits the whole sentence" };
  return {
    steps: reading.steps,
    explain: `${reading.steps.length === 1 ? "1 phrase" : `${reading.steps.length} phrases`}`,
  };
}

function readSentence(run: Run, language: Language, area: string | undefined): Reading | undefined {
  const { words } = run;
  const resolver = createResolver(run, language, area);
  const canFit = language.book.fitting(words);
  const found = new Map<number, Command[]>();
  const commandsAt = (at: number, isFirst: boolean) => {
    const key = at * 2 + (isFirst ? 1 : 0);
    const known = found.get(key) ?? findCommands(run, at, isFirst, language.book, canFit, resolver);
    found.set(key, known);
    return known;
  };
  const read = (at: number, previous: string | undefined, count: number): Reading | undefined => {
    if (count === MOST_COMMANDS || run.left-- <= 0) return undefined;
    let best: Reading | undefined;
    // Polite words mean nothing: the command is looked for behind them first.
    for (const start of around.starts(words, at).toReversed()) {
      if (best) break;
      for (const command of commandsAt(start, count === 0)) {
        const called = resolver.call(command, previous);
        if (!called) continue;
        const own: Reading = {
          steps: [called.step],
          literals: command.literals,
          ranks: [command.phrase.rank],
          unsure: called.unsure ? 1 : 0,
        };
        for (const end of around.ends(words, command.end)) {
          const rest = end === words.length ? NOTHING : read(end, called.name ?? previous, count + 1);
          if (rest) best = better(best, joined(own, rest));
        }
      }
    }
    return best;
  };
  return read(0, undefined, 0);
}

const NOTHING: Reading = { steps: [], literals: 0, ranks: [], unsure: 0 };
const joined = (one: Reading, rest: Reading): Reading => ({
  steps: [...one.steps, ...rest.steps],
  literals: one.literals + rest.literals,
  ranks: [...one.ranks, ...rest.ranks],
  unsure: one.unsure + rest.unsure,
});

/** Fewer commands, then names that are sure, then more words that are the phrase's own, then what stands first. */
function better(one: Reading | undefined, other: Reading): Reading {
  if (!one) return other;
  const order = [
    one.steps.length - other.steps.length,
    one.unsure - other.unsure,
    other.literals - one.literals,
    sum(one.ranks) - sum(other.ranks),
  ];
  return (order.find((difference) => difference !== 0) ?? 0) > 0 ? other : one;
}
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

function findCommands(
  run: Run,
  at: number,
  isFirst: boolean,
  book: Book,
  canFit: (phrase: Phrase) => boolean,
  resolver: Resolver,
): Command[] {
  const { words } = run;
  const found: Command[] = [];
  for (const phrase of book.starting(words[at])) {
    if ((isFirst && phrase.follows) || !canFit(phrase)) continue;
    phrase.match(run, at, (end) => {
      // A command ends with the sentence, before a joining word, or where another can begin.
      if (end < words.length && !around.isJoin(words, end) && !book.begins(words[end] ?? "")) return;
      if (!resolver.names(phrase.server, run.captures)) return;
      found.push({ phrase, captures: new Map(run.captures), literals: run.literals, end });
    });
  }
  return found;
}

type Named = { text: string; unsure: boolean };
type Resolver = ReturnType<typeof createResolver>;

/** Asks each name once, however many phrases it fits. */
function createResolver({ words }: Run, { names }: Language, here: string | undefined) {
  // By the kinds asked for (each group is one array, of one server), then by the words.
  const known = new Map<unknown, Map<number | string, Named | undefined>>();
  const knownAmong = (group: unknown) => {
    const among = known.get(group) ?? new Map<number | string, Named | undefined>();
    known.set(group, among);
    return among;
  };
  const resolve = (server: string, { parts, kinds }: Span) => {
    const among = knownAmong(kinds ?? server);
    const key = parts.length === 1 && parts[0] ? parts[0][0] * MOST_WORDS + parts[0][1] : parts.join(" ");
    if (among.has(key)) return among.get(key);
    const said = parts.flatMap(([from, to]) => words.slice(from, to));
    const found = names.get(server)?.resolveWords(said, { ...(kinds && { kinds }), ...(here && { here }) });
    const named =
      !found || "unknown" in found ? undefined : { text: said.join(" ").replaceAll(" ,", ","), unsure: "ask" in found };
    among.set(key, named);
    return named;
  };
  const isPronoun = ({ parts: [[from, to] = [0, 0], ...more] }: Span) =>
    more.length === 0 && to === from + 1 && english.pronouns.includes(words[from] ?? "");
  return {
    /** whether every name in the captures names something (or stands for what was named before) */
    names: (server: string, captures: ReadonlyMap<string, Capture>) =>
      [...captures.values()].every(
        (capture) => "value" in capture || isPronoun(capture) || resolve(server, capture) !== undefined,
      ),
    /** the call of a command; a pronoun takes the name before it, and there must be one */
    call(
      { phrase, captures }: Command,
      previous: string | undefined,
    ): { step: Step; name?: string; unsure: boolean } | undefined {
      const values = new Map<string, Json>();
      let name: string | undefined;
      let unsure = false;
      for (const [slot, capture] of captures) {
        if ("value" in capture) {
          values.set(slot, capture.value);
          continue;
        }
        const named = isPronoun(capture)
          ? previous && { text: previous, unsure: false }
          : resolve(phrase.server, capture);
        if (!named) return undefined;
        name = named.text;
        unsure ||= named.unsure;
        values.set(slot, named.text);
      }
      return {
        step: { tool: phrase.tool, args: argsOf(phrase.args, values) },
        ...(name !== undefined && { name }),
        unsure,
      };
    },
  };
}

const SLOT = /\{(\w+)\}/g;

/** Constants as they are, `"{slot}"` as the slot's value, and text with slots in it filled in; an empty optional slot leaves its argument out. */
function argsOf(args: Readonly<Record<string, Json>>, values: ReadonlyMap<string, Json>): JsonObject {
  const filled = Object.entries(args).flatMap(([key, arg]): [string, Json][] => {
    if (typeof arg !== "string") return [[key, arg]];
    const slots = [...arg.matchAll(SLOT)].map(([, slot = ""]) => slot);
    if (slots.some((slot) => !values.has(slot))) return [];
    const [only = ""] = slots;
    if (arg === `{${only}}`) return [[key, values.get(only) ?? null]];
    return [[key, arg.replaceAll(SLOT, (_, slot: string) => String(values.get(slot)))]];
  });
  return jsonObject.parse(Object.fromEntries(filled));
}
