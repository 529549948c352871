import type { Log } from "../../../kernel/log.ts";
import { messageOf } from "../../../kernel/errors.ts";
import type { PhraseSet } from "../../../kernel/phrases.ts";
import type { Json } from "../../../kernel/schema.ts";
import type { Matcher, SlotType } from "./matcher.ts";
import { compile } from "./matcher.ts";
import { oneOf, readers } from "./slots.ts";
import { beginnings, readTemplate } from "./template.ts";

/** A phrase ready to match: a way to say one tool call. */
export interface Phrase {
  server: string;
  tool: string;
  args: Readonly<Record<string, Json>>;
  match: Matcher;
  /** ours before others', what stands first before what follows */
  rank: number;
  /** only behind another command: "… and the bedroom to 30 percent" */
  follows: boolean;
}

/** The phrases of a server by the word they can begin with. */
export interface Book {
  starting(word: string | undefined): readonly Phrase[];
  /** whether a command can begin with this word; without one, whether any can begin with a name */
  begins(word: string): boolean;
  size: number;
}

/** Compiles the phrase sets of all servers once; a phrase that cannot be read, or names a foreign tool, is left out and logged. */
export function bindBook(
  sets: readonly { server: string; set: PhraseSet; tools: readonly string[] }[],
  log: Log,
): Book {
  const byWord = new Map<string, Phrase[]>();
  const open: Phrase[] = [];
  let rank = 0;
  for (const { server, set, tools } of sets) {
    const typeOf = typesOf(set);
    for (const { say, further, tool, args } of set.phrases) {
      rank++;
      const own = tools.includes(tool);
      for (const [template, follows] of [
        ...say.map((text) => [text, false] as const),
        ...further.map((text) => [text, true] as const),
      ]) {
        try {
          if (!own) throw new Error(`${server} has no tool ${tool}`);
          const node = readTemplate(template, set.rules);
          const first = beginnings(node);
          const phrase: Phrase = { server, tool, args, match: compile(node, typeOf), rank, follows };
          for (const word of first.words) byWord.set(word, [...(byWord.get(word) ?? []), phrase]);
          if (first.open) open.push(phrase);
        } catch (thrown) {
          log.warn("phrase left out", { server, template, reason: messageOf(thrown) });
        }
      }
    }
  }
  const merged = new Map([...byWord].map(([word, phrases]) => [word, [...phrases, ...open]]));
  return {
    starting: (word) => merged.get(word ?? "") ?? open,
    begins: (word) => byWord.get(word)?.some(({ follows }) => !follows) ?? false,
    size: rank,
  };
}

/** A slot type is a group of kinds, a list of sayings, a reader, or a kind. "name" is any. */
function typesOf({ values, things, kinds }: PhraseSet): (type: string) => SlotType {
  const sayings = new Map(Object.entries(values).map(([type, said]) => [type, { read: oneOf(said) }]));
  return (type) => {
    if (type === "name") return {};
    const known = sayings.get(type);
    if (known) return known;
    const read = readers[type];
    if (read) return { read };
    const group = things[type];
    if (group) return { kinds: group };
    const kind = kinds[type];
    if (kind) return { kinds: [type, ...kind.includes] };
    throw new Error(`there is no slot type ${type}`);
  };
}
