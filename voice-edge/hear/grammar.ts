import { nameWords } from "../../kernel/names/words.ts";
import type { NameEntry } from "../../kernel/wire.ts";

/** What is said of things of a kind; `$` is where the name stands. Kinds are those of the servers' names. */
const ORDERS: readonly (readonly [kinds: RegExp, ...orders: string[]])[] = [
  [/^(?:light|switch|fan|helper|tv|speaker|outlet)$/, "turn (on | off) $", "switch (on | off) $", "is $ (on | off)"],
  [/^light$/, "(dim | set) $ to <number> percent", "(brighten | dim) $"],
  [/^(?:blind|cover|curtain|shutter|shade|awning)$/, "(open | close) $", "set $ to <number> percent"],
  [/^(?:lock|door)$/, "(lock | unlock) $", "is $ locked"],
  [/^(?:thermostat|climate)$/, "set $ to <number> degrees"],
  [/^(?:tv|speaker|media player)$/, "(pause | resume | mute) $", "set the volume of $ to <number> percent"],
  [/^(?:machine|minecraft world)$/, "(start | stop | restart) $", "is $ running"],
  [/^(?:service)$/, "is $ running", "where is $"],
  [/^(?:scene|script)$/, "(activate | run) $", "$"],
  [/sensor$/, "what is $"],
  [/^list$/, "what is on $", "read $"],
  [/^area$/, "turn (on | off) [all] the lights in $", "turn (on | off) [all] $ lights"],
];
/** And what needs no name. */
const ALWAYS = [
  "turn (on | off) (all | everything)",
  "turn (on | off) all [the | my] lights",
  "(lock | close) (up | everything)",
  "undo",
];
const TENS = ["ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const TEENS = ["eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"];
const NUMBERS = `zero | one hundred | ${[...ONES, ...TEENS].join(" | ")} | (${TENS.join(" | ")}) [${ONES.join(" | ")}]`;

/** Every phone as a word of its own: what is no command is nearer to them than to any. */
export const SOUNDS =
  "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH".split(" ");
const SOUND = "zz";
export const soundWord = (phone: string): string => `${SOUND}${phone.toLowerCase()}`;

/** The command that was heard: one, with at most a click beside it; "" for anything else. */
export function commandIn(said: string): string {
  const lines = said.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim().split(/\s+/)]));
  const [words = []] = lines;
  const command = words.filter((word) => !word.startsWith(SOUND));
  return lines.length > 1 || words.length - command.length > 1 ? "" : command.join(" ");
}

/** A speech grammar (JSGF 1.0) of the commands for the things of a house, and every word it uses. */
export function grammarOf(names: readonly NameEntry[]): { grammar: string; words: Set<string> } {
  const rules = ORDERS.flatMap(([kinds, ...orders], at) => {
    const said = [...new Set(names.filter(({ kind }) => kinds.test(kind)).flatMap(spokenOf))];
    if (said.length === 0) return [];
    return [{ name: `<n${at}>`, said, orders: orders.map((order) => order.replaceAll("$", `[the] <n${at}>`)) }];
  });
  const commands = [...ALWAYS, ...rules.flatMap(({ orders }) => orders)];
  const grammar = [
    "#JSGF V1.0;",
    "grammar steward;",
    `<number> = ${NUMBERS};`,
    ...rules.map(({ name, said }) => `${name} = ${said.join(" | ")};`),
    `<command> = ${commands.join(" | ")};`,
    `<other> = (${SOUNDS.map(soundWord).join(" | ")})+;`,
    "public <said> = [please] <command> [please] | <other>;",
  ].join("\n");
  const words = new Set(
    grammar
      .replace(/<\w+>/g, " ")
      .split("\n")
      .slice(2)
      .join(" ")
      .match(/[a-z']+/g),
  );
  return { grammar, words };
}

/** The name and its other names as words of letters, since a grammar knows no signs; one with digits cannot be said here. */
const spokenOf = ({ name, aliases = [] }: NameEntry): string[] =>
  [name, ...aliases].map((text) => nameWords(text).join(" ")).filter((text) => /^[a-z ]+$/.test(text));
