import type { NameEntry } from "../../kernel/wire.ts";
import { clean, listed } from "../../kernel/text.ts";

/** Whisper reads the last 224 tokens of a prompt; a token of names is three to five characters. */
const MOST = 800;

/**
 * What is said of things of a kind, with `$` for their names. Both of what can be confused stand in each ("start or
 * stop"): Whisper hears what it has just read, and a verb that stands alone is heard instead of its opposite.
 */
const SAID: readonly (readonly [kinds: RegExp, sentence: string])[] = [
  [/^area$/, "Turn on or turn off the lights in the $."],
  [/^(?:light|switch|fan|outlet|helper)$/, "Turn on, turn off, dim or brighten the $ to 40%."],
  [/^(?:blind|cover|curtain|shutter|shade|awning|gate|garage door)$/, "Open or close the $."],
  [/^(?:lock|door)$/, "Lock or unlock the $."],
  [/^(?:thermostat|climate)$/, "Set the $ to 21 degrees."],
  [/^(?:tv|speaker|media player)$/, "Set the volume of the $ to 30%."],
  [/^list$/, "Add eggs to the $."],
  [/^(?:scene|script)$/, "Run or activate $."],
  [/^(?:machine|minecraft world)$/, "Start, stop, restart or shut down $."],
  [/^service$/, "Where is $? Is it running?"],
];

/** What Whisper reads before it listens: commands with the names of the house, so that it writes both as they are. */
export function promptOf(names: readonly NameEntry[]): string {
  const sentences = SAID.flatMap(([kinds, sentence]) => {
    const said = [...new Set(names.filter(({ kind }) => kinds.test(kind)).map(({ name }) => clean(name, 60)))];
    return said.length > 0 ? [sentence.replace("$", () => listed(said, "or"))] : [];
  });
  return within(sentences, MOST);
}

/** The last of the sentences that fit together: names that nobody could guess stand there. */
function within(sentences: readonly string[], most: number): string {
  const all = sentences.join(" ");
  return all.length <= most ? all : all.slice(-most).replace(/^\S*\s/, "");
}
