import type { Json } from "../../../kernel/schema.ts";
import type { Read } from "./numbers.ts";
import { NUMBER_WORDS, readNumber } from "./numbers.ts";

/** Reads a value at a position: every way it can be read there. */
type Reading = (words: readonly string[], at: number) => Read<Json>[];
/** A kind of value: how it is read, and which words it can begin with. */
export interface Reader {
  read(words: readonly string[], at: number): Read<Json>[];
  canBegin(word: string): boolean;
  /** taken as it was written */
  asSaid?: boolean;
}

const PERCENT = new Set(["%", "percent", "percents", "per cent", "pct"]);
const HUNDREDTHS: Record<string, number> = {
  half: 50,
  halfway: 50,
  "a quarter": 25,
  quarter: 25,
  "three quarters": 75,
  "a third": 33,
  "two thirds": 66,
};
const FRACTIONS = new Set(Object.keys(HUNDREDTHS).map((said) => said.split(" ")[0] ?? ""));
const MOST_TEXT = 12;

const joined = (words: readonly string[], at: number, count: number) => words.slice(at, at + count).join(" ");

/** "50", "50%", "fifty percent", "half". */
const percent: Reading = (words, at) => {
  const glued = /^(\d+(?:\.\d+)?)%$/.exec(words[at] ?? "");
  if (glued) return [{ value: Number(glued[1]), end: at + 1 }];
  const fraction =
    FRACTIONS.has(words[at] ?? "") &&
    [2, 1].find((count) => joined(words, at, count) in HUNDREDTHS && at + count <= words.length);
  if (fraction) return [{ value: HUNDREDTHS[joined(words, at, fraction)] ?? 0, end: at + fraction }];
  const number = readNumber(words, at);
  if (!number) return [];
  const { value, end } = number;
  return PERCENT.has(words[end] ?? "") ? [{ value, end: end + 1 }] : [{ value, end }];
};

/** A percentage that says so. */
const share: Reading = (words, at) =>
  percent(words, at).filter(({ end }) => /%$|^per|^pct$/.test(words[end - 1] ?? "") || FRACTIONS.has(words[at] ?? ""));

/** "21", "21.5 degrees", "70°f". */
const temperature: Reading = (words, at) => {
  const glued = /^([+-]?\d+(?:\.\d+)?)°?[cf]?$/.exec(words[at] ?? "");
  const number = glued ? { value: Number(glued[1]), end: at + 1 } : readNumber(words, at);
  if (!number) return [];
  let { end } = number;
  if (/^(°[cf]?|degrees?)$/.test(words[end] ?? "")) end++;
  if (/^(celsius|centigrade|fahrenheit|c|f)$/.test(words[end] ?? "")) end++;
  // Degrees are the home's own unless a unit was said that may be another.
  const isFahrenheit = /^(f|fahrenheit|°f|.*\d°?f)$/.test(words[end - 1] ?? "");
  return [{ value: isFahrenheit ? `${number.value} °F` : number.value, end }];
};
const UNIT = /°$|[\d°][cf]$|^(degrees?|celsius|centigrade|fahrenheit|c|f)$/;
const degrees: Reading = (words, at) => temperature(words, at).filter(({ end }) => UNIT.test(words[end - 1] ?? ""));

const kelvin: Reading = (words, at) => {
  const glued = /^(\d{4})k?$/.exec(words[at] ?? "");
  if (!glued) return [];
  const end = /^(k|kelvin)$/.test(words[at + 1] ?? "") ? at + 2 : at + 1;
  return [{ value: Number(glued[1]), end }];
};

const UNITS: Record<string, number> = {
  second: 1,
  seconds: 1,
  minute: 60,
  minutes: 60,
  hour: 3600,
  hours: 3600,
  day: 86_400,
  days: 86_400,
  week: 604_800,
  weeks: 604_800,
};

/** "ten minutes", "an hour and a half", "2 hours and 30 minutes"; in seconds. */
const duration: Reading = (words, at) => {
  let seconds = 0;
  let end = at;
  for (;;) {
    const from = end > at && (words[end] === "and" || words[end] === ",") ? end + 1 : end;
    const part = readPart(words, from);
    if (!part) break;
    seconds += part.value;
    end = part.end;
  }
  return end > at ? [{ value: seconds, end }] : [];
};

function readPart(words: readonly string[], at: number): Read<number> | undefined {
  if (joined(words, at, 3) === "half an hour") return { value: 1800, end: at + 3 };
  const one = words[at] === "a" || words[at] === "an" ? { value: 1, end: at + 1 } : readNumber(words, at);
  const unit = one && UNITS[words[one.end] ?? ""];
  if (!one || !unit) return undefined;
  const isHalfMore = joined(words, one.end + 1, 3) === "and a half";
  return { value: (one.value + (isHalfMore ? 0.5 : 0)) * unit, end: one.end + 1 + (isHalfMore ? 3 : 0) };
}

const NAMED_TIMES: Record<string, string> = { noon: "12:00", midday: "12:00", midnight: "00:00" };

/** "7", "7:30" (two words once split), "7 pm", "noon"; as HH:MM. */
const time: Reading = (words, at) => {
  const named = NAMED_TIMES[words[at] ?? ""];
  if (named) return [{ value: named, end: at + 1 }];
  const match = /^(\d{1,2})(am|pm)?$/.exec(words[at] ?? "");
  if (!match) return [];
  const minutes = /^([0-5]\d)(am|pm)?$/.exec(words[at + 1] ?? "");
  let end = at + (minutes && !match[2] ? 2 : 1);
  let half = match[2] ?? minutes?.[2];
  if (!half && /^(am|pm)$/.test(words[end] ?? "")) half = words[end++];
  const hour = (Number(match[1]) % (half ? 12 : 24)) + (half === "pm" ? 12 : 0);
  const isMinute = minutes && !match[2] ? minutes[1] : "00";
  return [{ value: `${String(hour).padStart(2, "0")}:${isMinute}`, end }];
};

/** Words that stand in values. */
export const valueWords: ReadonlySet<string> = new Set([
  ...NUMBER_WORDS,
  ...PERCENT,
  ...Object.keys(HUNDREDTHS).flatMap((said) => said.split(" ")),
  ...Object.keys(UNITS),
  ...Object.keys(NAMED_TIMES),
  ..."hundred point degree degrees celsius centigrade fahrenheit kelvin".split(" "),
]);

/** Words taken as they are: at most 12. */
const text: Reading = (words, at) => {
  const most = Math.min(words.length, at + MOST_TEXT);
  return Array.from({ length: Math.max(0, most - at) }, (_, index) => {
    const end = at + index + 1;
    return { value: joined(words, at, index + 1), end };
  });
};

/** Any single word. */
const word: Reading = (words, at) => (at < words.length ? [{ value: words[at] ?? "", end: at + 1 }] : []);

const number: Reading = (words, at) => [readNumber(words, at) ?? []].flat();

const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;

/** "192.168.0.10", "192.168.0.10:8096" (two words once split), "192.168.0.10 port 8096". */
const address: Reading = (words, at) => {
  const ip = words[at] ?? "";
  if (!IPV4.test(ip)) return [];
  const from = words[at + 1] === "port" ? at + 2 : at + 1;
  const port = words[from] ?? "";
  const alone = { value: ip, end: at + 1 };
  return /^\d{1,5}$/.test(port) ? [{ value: `${ip}:${port}`, end: from + 1 }, alone] : [alone];
};

const NUMERIC = /^[+-]?\d/;
const beginsNumber = (word: string) => NUMERIC.test(word) || NUMBER_WORDS.has(word);
const any = () => true;

export const readers: Readonly<Record<string, Reader>> = {
  percent: { read: percent, canBegin: (word) => beginsNumber(word) || FRACTIONS.has(word) },
  share: { read: share, canBegin: (word) => beginsNumber(word) || FRACTIONS.has(word) },
  number: { read: number, canBegin: beginsNumber },
  temperature: { read: temperature, canBegin: beginsNumber },
  degrees: { read: degrees, canBegin: beginsNumber },
  kelvin: { read: kelvin, canBegin: (word) => NUMERIC.test(word) },
  duration: { read: duration, canBegin: (word) => beginsNumber(word) || word === "an" || word === "half" },
  time: { read: time, canBegin: (word) => NUMERIC.test(word) || word in NAMED_TIMES },
  address: { read: address, canBegin: (word) => IPV4.test(word) },
  text: { read: text, canBegin: any, asSaid: true },
  word: { read: word, canBegin: any },
};

/** A slot that is one of a list of sayings; the longest first. */
export function oneOf(values: Readonly<Record<string, Json>>): Reader {
  const index = new Map(Object.entries(values).map(([said, value]) => [said.toLowerCase(), value]));
  const longest = Math.max(0, ...[...index.keys()].map((said) => said.split(" ").length));
  const firsts = new Set([...index.keys()].map((said) => said.split(" ")[0] ?? ""));
  const read: Reading = (words, at) => {
    const found: Read<Json>[] = [];
    if (!firsts.has(words[at] ?? "")) return found;
    for (let count = Math.min(longest, words.length - at); count > 0; count--) {
      const value = index.get(joined(words, at, count));
      if (value !== undefined) found.push({ value, end: at + count });
    }
    return found;
  };
  return { read, canBegin: (word) => firsts.has(word) };
}
