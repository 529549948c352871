import { clean } from "../../kernel/text.ts";
import type { NameEntry } from "../../kernel/wire.ts";

/** Whisper reads the last 224 tokens of a prompt; of names, a token is four characters. */
const MOST = 900;

/**
 * What is said of things of a kind, `$` being the name; each name gets the next sentence of its kind. Measured with
 * tiny.en on 144 commands: names alone as a list 116 right, so 130, all verbs in one sentence with all names 123.
 */
const SAID: readonly (readonly [kinds: RegExp, ...sentences: string[]])[] = [
  [/^area$/, "Turn off the lights in the $."],
  [/^(?:light|switch|fan|outlet)$/, "Turn off the $.", "Dim the $ to 40%.", "Turn on the $.", "Brighten the $."],
  [/^(?:blind|cover|curtain|shutter|shade|awning|gate|garage door)$/, "Open the $.", "Close the $."],
  [/^(?:lock|door)$/, "Lock the $."],
  [/^(?:thermostat|climate)$/, "Set the $ to 21 degrees."],
  [/^(?:tv|speaker|media player)$/, "Set the volume of the $ to 30%."],
  [/^list$/, "Add eggs to the $."],
  [/^(?:scene|script)$/, "Activate $.", "Run $."],
  [/^(?:machine|minecraft world)$/, "Start $.", "Stop $.", "Restart $.", "Is $ running?"],
  [/^service$/, "Where is $?"],
];

/** What Whisper reads before it listens: commands with the names of the house, so that it writes both as they are. */
export function promptOf(names: readonly NameEntry[]): string {
  const sentences = SAID.flatMap(([kinds, ...sentences]) => {
    const said = [...new Set(names.filter(({ kind }) => kinds.test(kind)).map(({ name }) => clean(name, 60)))];
    return said.map((name, at) => sentences[at % sentences.length]?.replace("$", () => name) ?? "");
  });
  const all = sentences.join(" ");
  return all.length <= MOST ? all : all.slice(-MOST).replace(/^.*?[.?] /, ""); // the end is what is read
}
