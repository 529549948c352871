import type { Manners } from "../../../kernel/language/language.ts";

/** Where commands begin and end between politeness and joining words. */
export interface Boundaries {
  /** positions a command can begin at, from here: behind any polite words */
  starts(words: readonly string[], at: number): number[];
  /** positions the next command can begin at (or the sentence ends): behind polite words and one join */
  ends(words: readonly string[], at: number): number[];
  isJoin(words: readonly string[], at: number): boolean;
}

export function boundaries({ before, after, joins }: Pick<Manners, "before" | "after" | "joins">): Boundaries {
  const leading = sayings([...before, ","]);
  const trailing = sayings([...after, ","]);
  const joining = sayings(joins);
  const skip = (table: Sayings, words: readonly string[], from: number) => {
    const reached = [from];
    for (const at of reached) {
      for (const end of table(words, at)) if (!reached.includes(end)) reached.push(end);
    }
    return reached;
  };
  return {
    starts: (words, at) => skip(leading, words, at),
    ends(words, at) {
      const behind = skip(trailing, words, at);
      if (behind.includes(words.length)) return [words.length];
      return [...new Set(behind.flatMap((end) => [end, ...joining(words, end)]))];
    },
    isJoin: (words, at) => joining(words, at).length > 0 || trailing(words, at).length > 0,
  };
}

/** Finds which of some sayings stand at a position; gives where each ends. */
export type Sayings = (words: readonly string[], at: number) => number[];

export function sayings(all: readonly string[]): Sayings {
  const byFirst = new Map<string, string[][]>();
  for (const saying of all) {
    const words = saying.split(" ");
    const first = words[0] ?? "";
    byFirst.set(first, [...(byFirst.get(first) ?? []), words]);
  }
  return (words, at) =>
    (byFirst.get(words[at] ?? "") ?? [])
      .filter((saying) => saying.every((word, offset) => words[at + offset] === word))
      .map((saying) => at + saying.length);
}
