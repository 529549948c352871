const VOWELS = "aeiou@";
const isVowel = (sound: string) => VOWELS.includes(sound);

/** Sounds that are heard for each other, and what that costs; any other pair costs 1. */
const NEAR: Record<number, string> = {
  0.2: "pb td kg fv sz SZ CJ TD nN uw iy @a @e @i @o @u ao ei ou ae",
  0.4: "fT sS tT mn lr wv CS JZ zZ bv hf tC dJ sT dT vm",
  0.6: "pf pt tk pk bd dg bg fs vz nl nd mb rw lw Jg Jd kh Jz Ng nv",
};
const FAR_VOWEL = 0.4;
const COSTS = new Map(
  Object.entries(NEAR).flatMap(([cost, pairs]) =>
    pairs.split(" ").flatMap((pair): [string, number][] => [
      [pair, Number(cost)],
      [[...pair].toReversed().join(""), Number(cost)],
    ]),
  ),
);

function replacing(one: string, other: string): number {
  if (one === other) return 0;
  return COSTS.get(one + other) ?? (isVowel(one) && isVowel(other) ? FAR_VOWEL : 1);
}

// A vowel, a breath or the end of a nasal comes and goes more easily than other sounds.
const dropping = (sound: string) => (sound === "@" || sound === "h" ? 0.3 : isVowel(sound) ? 0.45 : 0.7);

/** What it costs to put one sign in another's place, and to leave one out. */
interface Costs {
  replacing(one: string, other: string): number;
  dropping(sign: string): number;
}

const SOUNDS: Costs = { replacing, dropping };
const LETTERS: Costs = { replacing: (one, other) => (one === other ? 0 : 1), dropping: () => 1 };

/** How far apart two words sound: 0 the same, 1 nothing in common. */
export const soundDistance = (one: string, other: string): number => distance(one, other, SOUNDS);

/** How far apart two words are written: 0 the same, 1 nothing in common. */
export const letterDistance = (one: string, other: string): number => distance(one, other, LETTERS);

/** Weighted edit distance (Wagner and Fischer 1974) by the longer one. */
function distance(one: string, other: string, { replacing, dropping }: Costs): number {
  let above = [0];
  for (const sign of other) above.push((above.at(-1) ?? 0) + dropping(sign));
  for (const sign of one) {
    const row = [(above[0] ?? 0) + dropping(sign)];
    for (let at = 1; at <= other.length; at += 1) {
      const against = other[at - 1] ?? "";
      const replaced = (above[at - 1] ?? 0) + replacing(sign, against);
      const dropped = (above[at] ?? 0) + dropping(sign);
      const added = (row[at - 1] ?? 0) + dropping(against);
      row.push(Math.min(replaced, dropped, added));
    }
    above = row;
  }
  return (above.at(-1) ?? 0) / Math.max(1, one.length, other.length);
}
