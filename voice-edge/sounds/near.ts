import { nameWords, wordsOf } from "../../kernel/names/words.ts";
import { soundDistance } from "./distance.ts";
import { apartFrom, soundOf } from "./spoken.ts";

/** Words of a name that may be heard as one more each, and as how many more in all. */
const MORE_WORDS = 3;
/** Words of what was heard that are looked at. */
const MOST_WORDS = 40;

/** How far apart two texts sound: 0 the same, 1 nothing in common. */
export const apartByEar = (one: string, other: string): number =>
  soundDistance(soundOf(wordsOf(one)).phones, soundOf(wordsOf(other)).phones);

interface Named {
  name: string;
  aliases?: readonly string[] | undefined;
}

/** Those of the names that sound most like any part of what was heard, the nearest first. */
export function nearestBySound<Entry extends Named>(names: readonly Entry[], heard: string, most: number): Entry[] {
  const words = wordsOf(heard).slice(0, MOST_WORDS);
  const forms = names.map(({ name, aliases = [] }) =>
    [name, ...aliases].map((text) => ({ words: nameWords(text).length, ...soundOf(nameWords(text)) })),
  );
  const longest = Math.max(0, ...forms.flat().map((form) => form.words)) + MORE_WORDS;
  const parts = words.flatMap((_, at) =>
    Array.from({ length: Math.min(longest, words.length - at) }, (__, more) => ({
      words: more + 1,
      ...soundOf(words.slice(at, at + more + 1)),
    })),
  );
  const distanceOf = (form: (typeof parts)[number]) =>
    parts.reduce(
      (least, part) => (part.words > form.words + MORE_WORDS ? least : Math.min(least, apartFrom(part, form))),
      1,
    );
  return names
    .map((entry, at) => ({ entry, distance: Math.min(1, ...(forms[at] ?? []).map(distanceOf)) }))
    .toSorted((one, other) => one.distance - other.distance)
    .slice(0, most)
    .map(({ entry }) => entry);
}
