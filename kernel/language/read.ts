/** What was read, and the position behind it. */
export interface Read<T> {
  value: T;
  end: number;
}

/** The words from a position as one text. */
export const joinedAt = (words: readonly string[], at: number, count: number): string =>
  words.slice(at, at + count).join(" ");

/** Reads one of some sayings at a position, each of one word or several, the longest first. */
export function sayingReader<T>(sayings: ReadonlyMap<string, T>) {
  const lengths = new Map<string, number>();
  for (const said of sayings.keys()) {
    const [first = "", ...more] = said.split(" ");
    lengths.set(first, Math.max(lengths.get(first) ?? 0, more.length + 1));
  }
  return (words: readonly string[], at: number): Read<T> | undefined => {
    for (let count = Math.min(lengths.get(words[at] ?? "") ?? 0, words.length - at); count > 0; count--) {
      const value = sayings.get(joinedAt(words, at, count));
      if (value !== undefined) return { value, end: at + count };
    }
    return undefined;
  };
}

/** Reads any of some words or sayings; its value is the saying. */
export const wordReader = (sayings: readonly string[]) => sayingReader(new Map(sayings.map((said) => [said, said])));

/** The first words of some sayings. */
export const firstWords = (sayings: Iterable<string>): Set<string> =>
  new Set([...sayings].map((said) => said.split(" ")[0] ?? ""));
