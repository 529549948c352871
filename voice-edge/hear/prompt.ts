import { clean } from "../../kernel/text.ts";
import { nameWords } from "../../kernel/names/words.ts";
import type { NameEntry } from "../../kernel/wire.ts";
import { everyday } from "../sounds/words.ts";

/** Characters of a prompt: what it reads costs Whisper as much as what it writes. */
const MOST = 620;
/** Names in everyday words that show how a kind is spoken of. */
const SHOWN = 1;

/**
 * What is said of things of a kind, `$` being the name; each name gets the next sentence of its kind. Measured with
 * tiny.en on 144 commands: names alone as a list 116 right, so 130, all verbs in one sentence with all names 123.
 */
const SAID: readonly (readonly [kinds: RegExp, ...sentences: string[]])[] = [
  [/^area$/, "Turn off the lights in the $."],
  [/^(?:light|switch|fan|outlet)$/, "Turn off the $.", "Dim the $ to 40%.", "Turn on the $.", "Brighten the $."],
  [/^(?:blind|cover|curtain|shutter|shade|awning|gate|garage door)$/, "Open the $.", "Close the $."],
  [/^(?:lock|door)$/, "Unlock the $. Is the $ locked?"],
  [/^(?:thermostat|climate)$/, "Set the $ to 21 degrees."],
  [/^(?:tv|speaker|media player)$/, "Set the volume of the $ to 30%."],
  [/^list$/, "Add eggs and tomatoes to the $."],
  [/^(?:scene|script)$/, "Activate $.", "Run $."],
  [/^machine$/, "Start $.", "Shut down $.", "Restart $.", "Is $ running?"],
  [/^minecraft world$/, "Stop $.", "Start $."],
  [/^service$/, "Where is $?"],
];

/**
 * What Whisper reads before it listens: commands with the names of the house, so that it writes both as they are. Of
 * names in everyday words, which are heard well anyway, a kind shows one; names of their own come last, as the end of a
 * prompt is what is read.
 */
export function promptOf(names: readonly NameEntry[]): string {
  const kinds = SAID.map(([kind, ...sentences]) => {
    const all = [...new Set(names.filter((one) => kind.test(one.kind)).map(({ name }) => clean(name, 60)))];
    const said = (some: string[]) =>
      some.map((name, at) => sentences[at % sentences.length]?.replaceAll("$", () => name));
    return { plain: said(all.filter(isPlain).slice(0, SHOWN)), own: said(all.filter((name) => !isPlain(name))) };
  });
  const all = [...kinds.flatMap(({ plain }) => plain), ...kinds.flatMap(({ own }) => own)].join(" ");
  return all.length <= MOST ? all : all.slice(-MOST).replace(/^.*?[.?] /, "");
}

const isPlain = (name: string) => nameWords(name).every((word) => everyday.has(word));
