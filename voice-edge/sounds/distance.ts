const VOWELS = "aeiou@";
const isVowel = (sound: string) => VOWELS.includes(sound);

/** Sounds that are heard for each other, and what that costs; any other pair costs 1. */
const NEAR: Record<number, string> = {
  0.2: "pb td kg fv sz SZ CJ TD nN uw iy @a @e @i @o @u ao ei ou ae",
  0.4: "fT sS tT mn lr wv CS JZ zZ bv hf tC dJ sT dT vm",
  0.6: "pf pt tk pk bd dg bg fs vz nl nd mb rw lw Jg Jd kh Jz Ng nv",
};
const FAR_VOWEL = 0.4;
// A vowel, a breath or the end of a nasal comes and goes more easily than other sounds.
const dropping = (sound: string) => (sound === "@" || sound === "h" ? 0.3 : isVowel(sound) ? 0.45 : 0.7);

/** What it costs to put one sign in another's place, and to leave one out, by the codes of the signs. */
interface Costs {
  replacing: Float64Array;
  dropping: Float64Array;
}
const SIGNS = 128;

function costsOf(replacing: (one: string, other: string) => number, drop: (sign: string) => number): Costs {
  const signs = Array.from({ length: SIGNS }, (_, code) => String.fromCharCode(code));
  return {
    replacing: Float64Array.from(
      signs.flatMap((one) => signs.map((other) => (one === other ? 0 : replacing(one, other)))),
    ),
    dropping: Float64Array.from(signs, drop),
  };
}

const near = new Map(
  Object.entries(NEAR).flatMap(([cost, pairs]) =>
    pairs.split(" ").map((pair): [string, number] => [pair, Number(cost)]),
  ),
);
const SOUNDS = costsOf(
  (one, other) => near.get(one + other) ?? near.get(other + one) ?? (isVowel(one) && isVowel(other) ? FAR_VOWEL : 1),
  dropping,
);
const LETTERS = costsOf(
  () => 1,
  () => 1,
);

/** How far apart two words sound: 0 the same, 1 nothing in common. */
export const soundDistance = (one: string, other: string): number => distance(one, other, SOUNDS);

/** How far apart two words are written: 0 the same, 1 nothing in common. */
export const letterDistance = (one: string, other: string): number => distance(one, other, LETTERS);

const codeAt = (text: string, at: number) => Math.min(text.charCodeAt(at), SIGNS - 1);

/** Weighted edit distance (Wagner and Fischer 1974) by the longer one. */
function distance(one: string, other: string, { replacing, dropping }: Costs): number {
  const row = new Float64Array(other.length + 1);
  for (let at = 1; at < row.length; at += 1) row[at] = cell(row, at - 1) + cell(dropping, codeAt(other, at - 1));
  for (let from = 0; from < one.length; from += 1) {
    const sign = codeAt(one, from);
    let diagonal = cell(row, 0);
    row[0] = diagonal + cell(dropping, sign);
    for (let at = 1; at < row.length; at += 1) {
      const against = codeAt(other, at - 1);
      const above = cell(row, at);
      const replaced = diagonal + cell(replacing, sign * SIGNS + against);
      const dropped = above + cell(dropping, sign);
      const added = cell(row, at - 1) + cell(dropping, against);
      row[at] = Math.min(replaced, dropped, added);
      diagonal = above;
    }
  }
  return cell(row, other.length) / Math.max(1, one.length, other.length);
}

const cell = (numbers: Float64Array, at: number): number => numbers[at] ?? 0;
