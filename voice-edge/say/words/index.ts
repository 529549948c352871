import { withoutEnd } from "../../../kernel/text.ts";
import { digitsInWords, numberInWords, ordinalInWords, pairsInWords } from "./numbers.ts";
import { dateInWords, timeInWords } from "./times.ts";
import { UNIT, unitInWords } from "./units.ts";

type Rule = readonly [pattern: RegExp, as: (groups: (string | undefined)[], whole: string) => string];

const NUMBER = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`;
const dotted = (name: string) => name.replaceAll(".", " dot ").replaceAll(/[-_]+/g, " ");
const address = (ip: string) => ip.split(".").map(digitsInWords).join(" dot ");

// Each takes what the ones before it left: an address is no decimal number, a time no ratio.
const RULES: readonly Rule[] = [
  [/[`*_~]{2,}|[`*]/g, () => ""],
  [/\b(https?|wss?|ssh|mysql):\/\//g, ([scheme = ""]) => `${[...scheme.toUpperCase()].join(" ")} `],
  [
    /\b(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})(?::(\d{1,5}))?\b/g,
    ([ip = "", port]) => `${address(ip)}${port === undefined ? "" : `, port ${pairsInWords(port)}`}`,
  ],
  [
    /(?<![\w.-])([a-z\d][\w-]*(?:\.[a-z][\w-]*)+):(\d{1,5})\b/gi,
    ([name = "", port = ""]) => `${dotted(name)}, port ${pairsInWords(port)}`,
  ],
  [/(?<![\w.-])[a-z\d][\w-]*(?:\.[a-z][\w-]*)+/gi, (_, name) => dotted(name)],
  [
    /\b(\d{4})-(\d\d)-(\d\d)\b/g,
    ([year = "", month, day], whole) => dateInWords(year, Number(month), Number(day)) ?? whole,
  ],
  [
    /\b([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?\b(?: ?[ap]\.?m\b\.?)?/gi,
    ([hour = "", minute = ""], whole) => {
      const isAfternoon = /p\.?m\.?$/i.test(whole) && Number(hour) < 12;
      return timeInWords(Number(hour) + (isAfternoon ? 12 : 0), Number(minute));
    },
  ],
  [
    /\b(\d+)(?:st|nd|rd|th)\b/g,
    ([value = ""]) => (Number(value) < 1e6 ? ordinalInWords(Number(value)) : numberInWords(value)),
  ],
  [/\b\d+(?:\.\d+){2,}\b/g, (_, version) => version.split(".").map(numberInWords).join(" point ")],
  [new RegExp(`([€$£]) ?(${NUMBER})`, "g"), ([unit = "", value = ""]) => measured(value, unit)],
  [new RegExp(`(${NUMBER}) ?[-–] ?(?=(?:${NUMBER})(?!\\d*[-–]))`, "g"), ([value = ""]) => `${value} to `],
  [
    new RegExp(`((?<![\\w)])[-−+])?(${NUMBER}) ?(${UNIT})(?![\\p{L}\\p{N}/])`, "gu"),
    ([sign = "", value = "", unit = ""]) => measured(`${sign}${value}`, unit),
  ],
  [new RegExp(`(?<![\\w)])[-−+](${NUMBER})`, "g"), (_, value) => spaced(numberInWords(value))],
  [new RegExp(NUMBER, "g"), (_, value) => spaced(numberInWords(value))],
  [/(?<=\p{L})[-_](?=\p{L}{2})/gu, () => " "],
  [/ ?& ?/g, () => " and "],
  [/(?<=\w) ?\/ ?(?=\w)/g, () => " "],
  [/ ?(?:·|→|\|) ?/g, () => ", "],
  [/ ?[(){}[\]"“”„«»<>] ?/g, () => ", "],
  [/[^\p{L}\p{M}\p{N}\s.,;:!?'’—–-]+/gu, () => " "],
  [/\d/g, (_, digit) => spaced(digitsInWords(digit))], // what no rule above foresaw
  [/[^\P{N}\d]/gu, () => " "],
  [/(?<=\p{L})(?=[A-Z][a-z])(?<=[a-z])/gu, () => " "],
  [/\s+/g, () => " "],
  [/ (?=[.,;:!?])/g, () => ""],
  [/,+/g, () => ","],
  [/,(?=\s*[.!?;:,])|^[\s,;:]+/g, () => ""],
  [/,(?=\S)/g, () => ", "],
  [/\s+/g, () => " "],
];

/**
 * A sentence as it is spoken (en): numbers, units, times, dates, addresses and names of machines in words. What comes
 * out has no digits, so that every voice says the same.
 */
export function spoken(sentence: string): string {
  const said = RULES.reduce(
    (text, [pattern, as]) =>
      text.replace(pattern, (whole: string, ...rest: (string | number | undefined)[]) => as(groupsOf(rest), whole)),
    sentence.normalize("NFC"),
  );
  return withoutEnd(said, ",;: ").trim();
}

/** The groups of a match; after them come where it is, and the text. */
const groupsOf = (rest: (string | number | undefined)[]) =>
  rest
    .slice(
      0,
      rest.findIndex((one) => typeof one === "number"),
    )
    .map((one) => (one === undefined ? one : String(one)));
const measured = (value: string, unit: string) => {
  const isOne = /^[-−+]?1$/.test(value);
  return ` ${numberInWords(value)} ${unitInWords(unit, isOne)} `;
};
const spaced = (words: string) => ` ${words} `;
