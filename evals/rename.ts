import { createHash } from "node:crypto";

/** Words of names that say what a thing is, what it does or where it stands to another: they stay. */
const KEPT = new Set(
  `light lights lamp lamps bulb bulbs strip led switch switches outlet outlets plug plugs fan fans cover covers curtain curtains
  blind blinds shutter shutters shade shades awning garage door doors gate gates window windows damper valve valves lock locks
  thermostat thermostats climate heater heating cooling ac tv television speaker speakers media player players music radio vacuum
  vacuums robot cleaner sweeper mower lawn humidifier dehumidifier siren scene scenes script scripts automation list lists todo
  to do shopping grocery person people timer timers button number select weather camera calendar sensor sensors temperature
  humidity battery motion occupancy presence smoke gas moisture leak power energy current voltage carbon monoxide dioxide
  illuminance pressure update problem connectivity room rooms floor floors area areas home house here first second third ground
  upstairs downstairs basement left right front back top bottom main inside outside north south east west upper lower on off
  open closed close up down all every everything the a an and of in at for with my our your it is are be set get turn put make
  low high max min half full white warm cool cold hot red green blue yellow orange purple pink new next previous last play stop
  start pause mode state level volume brightness color degrees percent minute minutes hour hours second seconds day today s
  conditioner conditioning air system unit device devices appliance appliances box set control controls bedtime movie night
  auto eco heat dry fan unlatch latch
  cleaning vacuuming secure show display charging charger station dock base
  water apparent reactive factor frequency weight distance speed volume signal strength size data rate cost price amount
  concentration consumption usage quality ozone nitrogen sulphur monthly total average
  what which how many when where who was were has have any this that from by not no yes time morning evening`.split(
    /\s+/,
  ),
);

const VOWELS = "aeiou";
const CONSONANTS = "bdfgklmnprtvz";

/** A word that nobody has heard: two or three syllables from the seed and the word it stands for. */
function invented(word: string, seed: string): string {
  const bytes = createHash("sha256").update(`${seed} ${word}`).digest();
  const syllable = (at: number) =>
    `${CONSONANTS[(bytes[at] ?? 0) % CONSONANTS.length]}${VOWELS[(bytes[at + 1] ?? 0) % VOWELS.length]}`;
  return [0, 2, 4].map(syllable).join("") + CONSONANTS[(bytes[6] ?? 0) % CONSONANTS.length];
}

// Not the halves of an entity id; a full stop behind a word ends the sentence.
const WORD = /(?<![\p{L}\p{N}_]\.?)\p{L}{3,}(?!\.?[\p{L}\p{N}_])/gu;
const asWritten = (word: string, like: string) =>
  /^\p{Lu}/u.test(like) ? word.slice(0, 1).toUpperCase() + word.slice(1) : word;

const SPOKEN = new Set([
  "utterance",
  "name",
  "friendly_name",
  "aliases",
  "area",
  "response",
  "item",
  "items",
  "expect_response_any_of",
]);
const NAMES = new Set(["name", "friendly_name", "aliases"]);

/** Every text under one of these keys of a JSON document. */
function textsUnder(keys: ReadonlySet<string>, document: string): string[] {
  const texts: string[] = [];
  JSON.parse(document, (key, value: unknown) => {
    if (keys.has(key)) texts.push(...[value].flat().filter((text) => typeof text === "string"));
    return value;
  });
  return texts;
}

/** What turns JSON documents into the same about things with other names: one word for one word, by the seed. */
export function renamer(seed: string, documents: readonly string[]): (document: string) => string {
  const words = documents
    .flatMap((document) => textsUnder(NAMES, document))
    .flatMap((name) => name.toLowerCase().match(WORD) ?? []);
  const proper = new Set(words.filter((word) => !KEPT.has(word)));
  const other = (text: unknown) =>
    typeof text !== "string"
      ? text
      : text.replaceAll(WORD, (word) =>
          proper.has(word.toLowerCase()) ? asWritten(invented(word.toLowerCase(), seed), word) : word,
        );
  return (document) =>
    JSON.stringify(
      JSON.parse(document, (key, value: unknown) => {
        if (!SPOKEN.has(key)) return value;
        return Array.isArray(value) ? value.map(other) : other(value);
      }),
    );
}
