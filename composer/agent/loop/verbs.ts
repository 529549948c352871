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

/** Whether two verbs of tools exclude each other. */
export const isOpposite = (one: unknown, other: unknown): boolean =>
  one !== other && GROUPS.some((group) => [one, other].every((value) => group.some(({ verb }) => verb === value)));
