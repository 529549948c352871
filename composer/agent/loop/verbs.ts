import { wordsOf } from "../../../kernel/names/words.ts";
import type { Step } from "../../../kernel/wire.ts";

/** Verbs of tools that exclude each other, and the words people say for them in the languages that are understood. */
const EXCLUSIVE: readonly Readonly<Record<string, string>>[] = [
  { on: "on an ein einschalten anschalten anmachen", off: "off aus ausschalten ausmachen abschalten" },
  { open: "open auf offne offnen", close: "close shut zu schliesse schliessen" },
  { lock: "lock abschliessen verriegeln", unlock: "unlock aufschliessen entriegeln" },
  {
    start: "start boot launch run starte starten hochfahren",
    stop: "stop halt shutdown shut stoppe stoppen herunterfahren beende beenden",
    reboot: "reboot restart neustart neustarten neu",
  },
  { play: "play resume spiele spielen weiter", pause: "pause pausiere" },
  { mute: "mute stumm", unmute: "unmute laut" },
  { add: "add put hinzufugen setze", remove: "remove delete entferne losche streiche" },
];
const GROUPS = EXCLUSIVE.map((group) =>
  Object.entries(group).map(([verb, words]) => ({ verb, words: new Set(words.split(" ")) })),
);
const NEGATIONS = /\b(?:do not|don[’']?t|never|nicht|niemals)\b/i;

/** Whether a sentence says that something is not to be done. */
export const isNegated = (sentence: string): boolean => NEGATIONS.test(sentence);

/** The verb the sentence has where a call has its opposite ("unlock" → lock); undefined when they agree or nobody can tell. */
export function wrongVerb(sentence: string, { args }: Step): string | undefined {
  const said = new Set(wordsOf(sentence));
  for (const value of Object.values(args))
    for (const group of GROUPS) {
      const own = group.find(({ verb }) => verb === value);
      if (!own || [...own.words].some((word) => said.has(word))) continue;
      const other = group.find(({ verb, words }) => verb !== value && [...words].some((word) => said.has(word)));
      if (other) return other.verb;
    }
  return undefined;
}

/** Verbs that end or remove something, and the words (or their beginnings) people say for them. */
const ENDING: Readonly<Record<string, string>> = {
  stop: "stop halt end quit shut down off kill sleep power stopp beend herunter runter aus abschalt",
  force: "force kill pull plug hard cut hart zwing",
  reboot: "reboot restart boot again cycle neu",
  restart: "reboot restart boot again cycle neu",
  remove: "remov delet forget drop take off away erase clear rid strike entfern losch streich weg vergiss nimm",
  delete: "remov delet forget drop take off away erase clear rid strike entfern losch streich weg vergiss nimm",
  cancel: "cancel forget drop stop remov delet undo clear end away off storn streich losch abbrech brich vergiss",
  restore: "restor revert back return undo zuruck wiederher",
  revert: "restor revert back return undo zuruck wiederher",
};
/** The shortest word of which the beginning is enough: "stopping", "removed". */
const SHORTEST = 4;

/** The verb of a call that ends or removes something, where nobody said it: such a call is never made on a model's word. */
export function unsaidEnd(said: string, { tool, args }: Step): string | undefined {
  const words = wordsOf(said);
  const isSaid = (word: string) =>
    words.some((one) => one === word || (word.length >= SHORTEST && one.startsWith(word)));
  const verbs = [args["do"] ?? tool.split(/[_-]/)].flat();
  return verbs
    .filter((verb) => typeof verb === "string")
    .find((verb) => Object.hasOwn(ENDING, verb) && !ENDING[verb]?.split(" ").some(isSaid));
}

/** Whether two verbs of tools exclude each other. */
export const isOpposite = (one: unknown, other: unknown): boolean =>
  one !== other && GROUPS.some((group) => [one, other].every((value) => group.some(({ verb }) => verb === value)));
