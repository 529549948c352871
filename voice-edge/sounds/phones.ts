import { folded } from "../../kernel/language/fold.ts";

// One sign a sound. Vowels: a e i o u and @ (the weak one). Consonants as written, and T as in thin, S as in ship,
// Z as in vision, C as in chin, J as in gin, N as in sing. A long or double vowel is two signs.
const LETTERS: Record<string, string> = Object.fromEntries(
  "a:ei b:bi c:si d:di e:i f:ef g:Ji h:eiC i:ai j:Jei k:kei l:el m:em n:en o:ou p:pi q:kiu r:ar s:es t:ti u:iu v:vi w:dabliu x:eks y:uai z:zi"
    .split(" ")
    .map((pair) => pair.split(":")),
);
const DIGITS = "sirou uan tu Tri for faiv siks sev@n eit nain".split(" ");

/**
 * English spelling to sounds, by the first rule that fits at each place; a comparison of what sounds alike needs no more.
 * `^` and `$` are the ends of the word.
 */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/^(?:kn|gn|pn)/y, "n"],
  [/^wr/y, "r"],
  [/^x/y, "z"],
  [/^ps(?=y)/y, "s"],
  [/^wh(?=o)/y, "h"],
  [/^y(?=[aeiou])/y, "i"],
  [/mb$/y, "m"],
  [/tion|sion|cian/y, "S@n"],
  [/ture/y, "C@r"],
  [/ight/y, "ait"],
  [/igh/y, "ai"],
  [/[eao]ugh(?=t)/y, "o"],
  [/eigh/y, "ei"],
  [/sch|sh/y, "S"],
  [/tch|ch(?![rl])/y, "C"],
  [/ch/y, "k"],
  [/ph/y, "f"],
  [/th/y, "T"],
  [/gh(?=[aeiou])/y, "g"],
  [/gh/y, ""],
  [/wh/y, "w"],
  [/ck|kk|cc(?![ei])|cq/y, "k"],
  [/qu/y, "ku"],
  [/q/y, "k"],
  [/dg(?=[ei])/y, "J"],
  [/gg/y, "g"],
  [/g(?=[ey])|g(?=i(?!v))/y, "J"],
  [/c(?=[eiy])/y, "s"],
  [/c/y, "k"],
  [/x/y, "ks"],
  [/ng(?=[aeiour])/y, "Ng"],
  [/ng/y, "N"],
  [/n(?=[kg])/y, "N"],
  [/([bdfhjklmnprstvz])\1/y, "$1"],
  [/j/y, "J"],
  [/s(?=e?$)(?<=[aeiou]s)/y, "z"],
  [/e(?=d$)(?<=[aeiou].*[^tdaeiou]e)/y, ""],
  [/a(?=[bcdfgklmnpstvz]e(?:s|d)?$)/y, "ei"],
  [/i(?=[bcdfgklmnpstz]e(?:s|d)?$)/y, "ai"],
  [/o(?=[bcdgklmnpstvz]e(?:s|d)?$)/y, "ou"],
  [/u(?=[bcdfgklmnpstvz]e(?:s|d)?$)/y, "u"],
  [/ie$(?<=^[^aeiou]ie)/y, "ai"],
  [/ea(?=ti|te[ds]?$|to)/y, "iei"],
  [/ive$(?<=[aeiou].*ive)/y, "iv"],
  [/ee|ea(?!r[tl])|ie(?!$|t)/y, "i"],
  [/ie$/y, "i"],
  [/e[iy]|ai|ay/y, "ei"],
  [/oa|ow(?=n?$)/y, "ou"],
  [/oo|ou(?=p)|ew|ue$|ui/y, "u"],
  [/ou|ow/y, "au"],
  [/oi|oy/y, "oi"],
  [/au|aw|al(?=[lk])/y, "o"],
  [/e[ur]$|[eiu]r(?![aeiou])/y, "@r"],
  [/ye$|y$(?<=^[^aeiou]{1,3}y)/y, "ai"],
  [/y/y, "i"],
  [/e$(?<=[aeiou].*[^aeiou]e)/y, ""],
  [/i$(?<=^[^aeiou]{1,3}i)/y, "ai"],
  [/o$/y, "ou"],
  [/[ae]$/y, "@"],
];

/** Words that were read lately: each is compared with every name of the house. */
const lately = new Map<string, string>();
const MOST = 5_000;

/** How a word sounds, one sign a sound; what cannot be said as a word ("mqtt", "2") by its letters. */
export function phonesOf(word: string): string {
  const known = lately.get(word) ?? sounded(word);
  if (lately.size >= MOST) lately.clear();
  lately.set(word, known);
  return known;
}

function sounded(word: string): string {
  const letters = folded(word).replace(/[^a-z0-9]/g, "");
  return letters.replace(/\d|[a-z]+/g, (part) => DIGITS[Number(part)] ?? (isSaid(part) ? read(part) : spelled(part)));
}

const isSaid = (word: string) => word.length > 1 && /[aeiouy]/.test(word);
const spelled = (word: string) => [...word].map((letter) => LETTERS[letter] ?? "").join("");

function read(word: string): string {
  let sounds = "";
  for (let at = 0; at < word.length;) {
    const [found, sound] = ruleAt(word, at);
    sounds += sound;
    at += found;
  }
  return sounds;
}

function ruleAt(word: string, at: number): readonly [length: number, sound: string] {
  for (const [rule, sound] of RULES) {
    rule.lastIndex = at;
    const [found, doubled = ""] = rule.exec(word) ?? [];
    if (found !== undefined) return [found.length, sound.replace("$1", doubled)];
  }
  return [1, word[at] ?? ""];
}
