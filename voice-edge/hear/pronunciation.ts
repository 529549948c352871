import { phonesOf } from "../sounds/phones.ts";

/** Our signs (sounds/phones.ts) as the phones of the CMU dictionary; two signs that are one sound come first. */
const PHONES: readonly (readonly [string, string])[] = [
  ["ei", "EY"],
  ["ai", "AY"],
  ["ou", "OW"],
  ["au", "AW"],
  ["oi", "OY"],
  ["iu", "Y UW"],
  ["@r", "ER"],
  ["a", "AE"],
  ["e", "EH"],
  ["i", "IH"],
  ["o", "AA"],
  ["u", "UW"],
  ["@", "AH"],
  ["y", "Y"],
  ["T", "TH"],
  ["D", "DH"],
  ["S", "SH"],
  ["Z", "ZH"],
  ["C", "CH"],
  ["J", "JH"],
  ["N", "NG"],
  ["h", "HH"],
  ...[..."bdfgklmnprstvwz"].map((sound) => [sound, sound.toUpperCase()] as const),
];

/** How a word that is in no dictionary is said, in phones of the CMU dictionary: "G R AE F AE N AH". */
export function cmuPhones(word: string): string {
  const sounds = phonesOf(word);
  const phones: string[] = [];
  for (let at = 0; at < sounds.length;) {
    const [signs, phone] = PHONES.find(([sign]) => sounds.startsWith(sign, at)) ?? [sounds[at] ?? "", ""];
    if (phone !== "") phones.push(phone);
    at += signs.length;
  }
  return phones.join(" ");
}
