import type { Amounts, Language } from "../../../kernel/language/language.ts";
import type { NumberReader } from "../../../kernel/language/numbers.ts";
import { numberReader } from "../../../kernel/language/numbers.ts";
import type { Read } from "../../../kernel/language/read.ts";
import { firstWords, joinedAt, sayingReader, wordReader } from "../../../kernel/language/read.ts";
import { wordsOf } from "../../../kernel/names/words.ts";
import type { Json } from "../../../kernel/schema.ts";
import { clockReader, clockText, durationReader } from "../../../kernel/times/index.ts";

/** Reads a value at a position: every way it can be read there. */
type Reading = (words: readonly string[], at: number) => Read<Json>[];
/** A kind of value: how it is read, and which words it can begin with. */
export interface Reader {
  read(words: readonly string[], at: number): Read<Json>[];
  canBegin(word: string): boolean;
  /** taken as it was written */
  asSaid?: boolean;
}

/** The readers of a language, by the type a slot names, and whether a word may stand in a value. */
export interface Readers {
  types: ReadonlyMap<string, Reader>;
  knows(word: string): boolean;
}

const MOST_TEXT = 12;
const any = () => true;

/** Words taken as they are: at most 12. */
const text: Reading = (words, at) => {
  const most = Math.min(words.length, at + MOST_TEXT);
  return Array.from({ length: Math.max(0, most - at) }, (_, index) => {
    const end = at + index + 1;
    return { value: joinedAt(words, at, index + 1), end };
  });
};

/** Any single word. */
const word: Reading = (words, at) => (at < words.length ? [{ value: words[at] ?? "", end: at + 1 }] : []);

const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;

/** "192.168.0.10", "192.168.0.10:8096" (two words once split), "192.168.0.10 port 8096". */
const addressReader =
  ({ port: marks }: Amounts): Reading =>
  (words, at) => {
    const ip = words[at] ?? "";
    if (!IPV4.test(ip)) return [];
    const from = marks.includes(words[at + 1] ?? "") ? at + 2 : at + 1;
    const port = words[from] ?? "";
    const alone = { value: ip, end: at + 1 };
    return /^\d{1,5}$/.test(port) ? [{ value: `${ip}:${port}`, end: from + 1 }, alone] : [alone];
  };

const KELVIN = /^(\d{4})k?$/;
const kelvinReader =
  ({ kelvin }: Amounts): Reading =>
  (words, at) => {
    const glued = KELVIN.exec(words[at] ?? "");
    if (!glued) return [];
    return [{ value: Number(glued[1]), end: kelvin.includes(words[at + 1] ?? "") ? at + 2 : at + 1 }];
  };

const one = <T extends Json>(read: Read<T> | undefined): Read<Json>[] => (read ? [read] : []);

/** Makes the readers of a language. */
export function createReaders(language: Language): Readers {
  const { amounts, numbers, times } = language;
  const number = numberReader(numbers);
  const duration = durationReader(language);
  const clock = clockReader(language);
  const share = shareReader(language, number);
  const degrees = degreesReader(language, number);
  const types: Record<string, Reader> = {
    percent: { read: (words, at) => share(words, at, false), canBegin: share.canBegin },
    share: { read: (words, at) => share(words, at, true), canBegin: share.canBegin },
    number: { read: (words, at) => one(number.read(words, at)), canBegin: number.canBegin },
    temperature: { read: (words, at) => degrees(words, at, false), canBegin: number.canBegin },
    degrees: { read: (words, at) => degrees(words, at, true), canBegin: number.canBegin },
    kelvin: { read: kelvinReader(amounts), canBegin: (word) => KELVIN.test(word) },
    duration: { read: (words, at) => one(duration.read(words, at)), canBegin: duration.canBegin },
    time: {
      read: (words, at) => clock(words, at).map(({ value, end }) => ({ value: clockText(value), end })),
      canBegin: clock.canBegin,
    },
    address: { read: addressReader(amounts), canBegin: (word) => IPV4.test(word) },
    text: { read: text, canBegin: any, asSaid: true },
    word: { read: word, canBegin: any },
  };
  const known = [
    ...[
      amounts.percent,
      [...amounts.hundredths.keys()],
      amounts.degrees,
      amounts.celsius,
      amounts.fahrenheit,
      amounts.kelvin,
    ].flat(),
    ...[times.units, times.durations, times.named].flatMap((some) => [...some.keys()]),
  ].flatMap((said) => said.split(" "));
  const words = new Set([...number.words, ...known]);
  return { types: new Map(Object.entries(types)), knows: (text) => words.has(text) };
}

/** "50", "50%", "fifty percent", "half"; with `isPlain` only what says that it is a share. */
function shareReader({ amounts: { percent, hundredths } }: Language, number: NumberReader) {
  const fraction = sayingReader(hundredths);
  const sign = wordReader(percent);
  const firsts = firstWords(hundredths.keys());
  const read = (words: readonly string[], at: number, isPlain: boolean): Read<Json>[] => {
    const glued = /^(\d+(?:\.\d+)?)%$/.exec(words[at] ?? "");
    if (glued) return [{ value: Number(glued[1]), end: at + 1 }];
    const part = fraction(words, at);
    if (part) return [part];
    const found = number.read(words, at);
    const behind = found && sign(words, found.end);
    if (!found || (isPlain && !behind)) return [];
    return [{ value: found.value, end: behind?.end ?? found.end }];
  };
  return Object.assign(read, { canBegin: (word: string) => number.canBegin(word) || firsts.has(word) });
}

/** "21", "21.5 degrees", "70°f"; with `isPlain` only what says that it is a temperature. */
function degreesReader({ amounts }: Language, number: NumberReader) {
  const degree = wordReader([...amounts.degrees, "°", "°c"]);
  const celsius = wordReader(amounts.celsius);
  const fahrenheit = wordReader([...amounts.fahrenheit, "°f"]);
  return (words: readonly string[], at: number, isPlain: boolean): Read<Json>[] => {
    const glued = /^([+-]?\d+(?:\.\d+)?)(°?[cf]|°)$/.exec(words[at] ?? "");
    const found = glued ? { value: Number(glued[1]), end: at + 1 } : number.read(words, at);
    if (!found) return [];
    const behind = degree(words, found.end)?.end ?? found.end;
    const isFahrenheit = glued?.[2]?.endsWith("f") === true || fahrenheit(words, behind) !== undefined;
    const end = (fahrenheit(words, behind) ?? celsius(words, behind))?.end ?? behind;
    if (isPlain && !glued && end === found.end) return [];
    // Degrees are the home's own unless a unit was said that may be another.
    return [{ value: isFahrenheit ? `${found.value} °F` : found.value, end }];
  };
}

/** A slot that is one of a list of sayings; the longest first. */
export function oneOf(values: Readonly<Record<string, Json>>): Reader {
  const index = new Map(Object.entries(values).map(([said, value]) => [wordsOf(said).join(" "), value]));
  const longest = Math.max(0, ...[...index.keys()].map((said) => said.split(" ").length));
  const firsts = firstWords(index.keys());
  const read: Reading = (words, at) => {
    const found: Read<Json>[] = [];
    if (!firsts.has(words[at] ?? "")) return found;
    for (let count = Math.min(longest, words.length - at); count > 0; count--) {
      const value = index.get(joinedAt(words, at, count));
      if (value !== undefined) found.push({ value, end: at + count });
    }
    return found;
  };
  return { read, canBegin: (text) => firsts.has(text) };
}
