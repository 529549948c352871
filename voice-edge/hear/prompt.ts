import { clean } from "../../kernel/text.ts";
import type { NameEntry } from "../../kernel/wire.ts";
import { nearestBySound } from "../sounds/near.ts";

/** Whisper reads the last 224 tokens of a prompt; of names, a token is four characters. */
const MOST = 900;
/** Names that are read before a second hearing: of 198 commands in noise, 5 made 184 right, 6 made 183, 10 made 180. */
const NEAREST = 5;

/**
 * What is said of things of a kind, `$` being the name; each name gets the next sentence of its kind. Measured with
 * tiny.en on 144 commands: names alone as a list 116 right, so 130, all verbs in one sentence with all names 123.
 */
const SAID: readonly (readonly [kinds: RegExp, ...sentences: string[]])[] = [
  [/^area$/, "Turn off the lights in the $."],
  [/^light$/, "Turn off the $.", "Dim the $ to 40%.", "Turn on the $.", "Brighten the $.", "Turn the $ blue."],
  [/^(?:switch|fan|outlet)$/, "Turn off the $.", "Turn on the $."],
  [/^(?:blind|cover|curtain|shutter|shade|awning|gate|garage door)$/, "Open the $.", "Close the $."],
  [/^(?:lock|door)$/, "Lock the $.", "Unlock the $."],
  [/^(?:thermostat|climate)$/, "Set the $ to 21 degrees."],
  [/^(?:tv|speaker|media player)$/, "Set the volume of the $ to 30%."],
  [/^list$/, "Add eggs to the $."],
  [/^(?:scene|script)$/, "Activate $.", "Run $."],
  [/^(?:machine|minecraft world)$/, "Stop $.", "Restart $.", "Is $ running?", "Start $."],
  [/^service$/, "Where is $?"],
];

const saidOf = ({ kind, name }: NameEntry): string[] => {
  const [, ...sentences] = SAID.find(([kinds]) => kinds.test(kind)) ?? [];
  return sentences.map((sentence) => sentence.replace("$", () => clean(name, 60)));
};

/** What Whisper reads before it listens: a command for each name of the house, so that it writes both as they are. */
export function promptOf(names: readonly NameEntry[]): string {
  const sentences = SAID.flatMap(([kinds, ...templates]) =>
    names.filter(({ kind }) => kinds.test(kind)).map((entry, at) => saidOf(entry)[at % templates.length] ?? ""),
  );
  return lastOf([...new Set(sentences)]);
}

/** All that is said of the few names that sound most like what was heard, the nearest at the end. */
export const promptNear = (names: readonly NameEntry[], heard: string): string => promptBy(names, heard, () => true);

/**
 * A verb that is also heard where its graver opposite was said: of 32 times "stop survival" 9 were "start survival", and
 * none of 64 the other way round. With "stop" read before, all were right.
 */
const [START, STOP] = [/\bstart\b/i, "stop"];

/** What starts something as what stops it, and what is read before listening for that; undefined where it does neither. */
export function opposite(names: readonly NameEntry[], heard: string): { text: string; prompt: string } | undefined {
  if (!START.test(heard)) return undefined;
  const stops = (sentence: string) => sentence.toLowerCase().startsWith(STOP);
  const known = names.filter((name) => saidOf(name).some(stops));
  const prompt = promptBy(known, heard, stops);
  if (prompt === "") return undefined;
  return { text: heard.replace(START, STOP), prompt: Array.from({ length: 3 }, () => prompt).join(" ") };
}

const promptBy = (names: readonly NameEntry[], heard: string, isRead: (sentence: string) => boolean): string =>
  lastOf(nearestBySound(names, heard, NEAREST).toReversed().flatMap(saidOf).filter(isRead));

// The end is what is read.
function lastOf(sentences: readonly string[]): string {
  const all = sentences.join(" ");
  return all.length <= MOST ? all : all.slice(-MOST).replace(/^.*?[.?] /, "");
}
