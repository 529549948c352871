import { folded } from "./fold.ts";
import type { Language, PartOfDay, Weekday } from "./language.ts";
import { WEEKDAYS } from "./language.ts";

const plain = (words: string) => folded(words).split(", ");
const pairs = <T>(entries: readonly (readonly [words: string, value: T])[]) =>
  new Map(entries.flatMap(([words, value]) => plain(words).map((word): [string, T] => [word, value])));

const ONES =
  "null, eins, zwei, drei, vier, fünf, sechs, sieben, acht, neun, zehn, elf, zwölf, dreizehn, vierzehn, fünfzehn, sechzehn, siebzehn, achtzehn, neunzehn";
const TENS = "zwanzig, dreißig, vierzig, fünfzig, sechzig, siebzig, achtzig, neunzig";

/** All whole numbers below a thousand, each one word: "einundzwanzig", "zweihundertfünf". */
function wholeNumbers(): Map<string, number> {
  const ones = plain(ONES);
  const inside = (number: number) => (number === 1 ? "ein" : (ones[number] ?? ""));
  const tens = plain(TENS).flatMap((ten, index) =>
    Array.from({ length: 10 }, (_, one): [string, number] => [
      one === 0 ? ten : `${inside(one)}und${ten}`,
      (index + 2) * 10 + one,
    ]),
  );
  const small: [string, number][] = [...ones.map((word, number): [string, number] => [word, number]), ...tens];
  const hundreds = Array.from({ length: 9 }, (_, index) => index + 1).flatMap((many) =>
    (many === 1 ? ["hundert", "einhundert"] : [`${inside(many)}hundert`]).flatMap((hundred) =>
      small.map(([word, number]): [string, number] => [number === 0 ? hundred : hundred + word, many * 100 + number]),
    ),
  );
  const halves = small.slice(1, 13).map(([, number]): [string, number] => [`${inside(number)}einhalb`, number + 0.5]);
  return new Map([...small, ...hundreds, ...halves, ["ein", 1], ["anderthalb", 1.5]]);
}

const DAYS = "montag, dienstag, mittwoch, donnerstag, freitag, samstag, sonntag";
const days = plain(DAYS);
const weekdays = new Map<string, Weekday>([
  ...WEEKDAYS.map((day, index): [string, Weekday] => [days[index] ?? "", day]),
  ["sonnabend", "saturday"],
]);
const working = WEEKDAYS.slice(0, 5);
const weekend = WEEKDAYS.slice(5);
const morning: PartOfDay = { time: "08:00", from: 4, to: 12 };
const afternoon: PartOfDay = { time: "15:00", from: 12, to: 18 };
const evening: PartOfDay = { time: "19:00", from: 16, to: 24 };
const night: PartOfDay = { time: "22:00", from: 18, to: 30 };

export const german: Language = {
  code: "de",
  spelling: {
    and: "und",
    contracted: ["es", "geht", "gibt", "ist", "wie", "was", "ich", "du", "mach"],
    whole: new Map(),
  },
  manners: {
    before: plain(
      "bitte, bitte mal, mal, hey, hallo, ok, okay, und, dann, jarvis, steward, kannst du, könntest du, kannst du bitte, könntest du bitte, würdest du, würdest du bitte, ich möchte dass du, sei so nett und, jetzt",
    ),
    after: plain("bitte, danke, mal, jetzt, für mich, gleich, sofort, vielen dank, dankeschön"),
    joins: ["und", ",", "dann", "und dann", ", und", ", dann", "danach", "und danach", "sowie", "und auch"],
    pronouns: plain("es, sie, ihn, das, die, den, diese, dieses"),
    back: ["wieder"],
    again: plain("und, auch, was ist mit, wie wäre es mit, dasselbe für, das gleiche für, und auch"),
    repeats: plain("nochmal, noch einmal, mach das nochmal, noch mehr, mehr, wiederhole das"),
    minding: { before: [], forms: new Map() },
    conditions: {
      when: plain("wenn, falls, nur wenn, sofern"),
      unless: plain("außer wenn, es sei denn"),
      otherwise: plain("sonst, ansonsten, andernfalls"),
      not: Object.fromEntries(
        ["an", "aus", "offen", "auf", "zu", "geschlossen", "abgeschlossen"].map((so) => [`nicht ${so}`, so]),
      ),
      short: new Map(),
    },
  },
  numbers: {
    said: wholeNumbers(),
    hundred: undefined,
    one: plain("ein, eine, einen, einer, einem"),
    and: "und",
    minus: "minus",
    point: "komma",
    hasDecimalComma: true,
    half: [],
  },
  amounts: {
    percent: ["%", "prozent"],
    hundredths: pairs([
      ["halb, die hälfte, zur hälfte", 50],
      ["ein viertel", 25],
      ["drei viertel, dreiviertel", 75],
      ["ein drittel", 33],
      ["zwei drittel", 66],
    ]),
    degrees: ["grad"],
    celsius: ["celsius", "c"],
    fahrenheit: ["fahrenheit", "f"],
    kelvin: ["kelvin", "k"],
    port: ["port"],
  },
  nouns: {
    articles: plain("der, die, das, den, dem, mein, meine"),
    determiners: plain(
      "der, die, das, den, dem, des, ein, eine, einen, einem, einer, mein, meine, meinen, meinem, unser, unsere, unseren, dieses, diese, diesen",
    ),
    all: plain("alle, allen, jede, jedes, jeden, jeder, sämtliche, beide, beiden, irgendein, irgendeine, irgendwelche"),
    both: plain("beide, beiden"),
    alone: ["alle"],
    everything: plain("alles, gerät, geräte"),
    prepositions: plain("in, im, auf, am, von, vom, für, bei, beim, unter, über"),
    here: plain("hier, hier drin, diesem raum, diesem zimmer, zimmer, raum"),
    home: plain("haus, zuhause, wohnung, überall"),
    rooms: plain("raum, räume, räumen, zimmer, zimmern"),
    except: plain("außer, bis auf, ohne, aber nicht"),
    joins: plain("und, sowie"),
    plurals: [],
    joints: ["", "n", "en", "s", "es"],
  },
  replies: {
    yes: plain("ja, jawohl, jep, klar, gerne, mach das, genau, natürlich, bestätigt"),
    no: plain("nein, nö, abbrechen, lass es, vergiss es, keine, keins, keines"),
    all: plain("beide, alle, alles"),
    ordinals: plain("erste, zweite, dritte, vierte, fünfte, sechste, siebte, achte"),
    last: plain("letzte, letztes, letzten"),
    fillers: plain("der, die, das, den, bitte, danke, ich, meine, nummer, nur"),
    courtesies: plain("bitte, danke"),
    undo: plain("rückgängig, mach das rückgängig, mach es rückgängig, rückgängig machen, nimm das zurück"),
  },
  times: {
    units: pairs([
      ["sekunde, sekunden", 1],
      ["minute, minuten", 60],
      ["stunde, stunden", 3600],
      ["tag, tage, tagen", 86_400],
      ["woche, wochen", 604_800],
    ]),
    durations: pairs([
      ["eine halbe stunde, einer halben stunde", 1800],
      ["eine viertelstunde, einer viertelstunde", 900],
      ["eine dreiviertelstunde, einer dreiviertelstunde", 2700],
    ]),
    now: ["jetzt", "sofort"],
    in: ["in", "nach"],
    fromNow: ["spater"],
    for: plain("für"),
    until: ["bis", "bis um"],
    at: ["um", "gegen"],
    partly: ["am", "in der"],
    on: ["am", "an"],
    every: plain("jeden, jede, jedes, alle, an jedem"),
    oClock: ["uhr"],
    am: [],
    pm: [],
    named: pairs([
      ["mittag, mittags", "12:00"],
      ["mitternacht", "00:00"],
    ]),
    past: ["nach"],
    before: ["vor"],
    quarter: ["viertel"],
    half: ["halb"],
    isHalfBefore: true,
    parts: pairs([
      ["morgen, morgens, vormittag, vormittags", morning],
      ["nachmittag, nachmittags", afternoon],
      ["abend, abends", evening],
      ["nacht, nachts", night],
    ]),
    today: ["heute"],
    tomorrow: ["morgen"],
    afterTomorrow: plain("übermorgen"),
    tonight: pairs([
      ["heute morgen, heute früh", morning],
      ["heute nachmittag", afternoon],
      ["heute abend", evening],
      ["heute nacht", night],
    ]),
    weekdays,
    weekly: new Map([...weekdays].map(([said, day]) => [`${said}s`, day])),
    groups: pairs<readonly Weekday[]>([
      ["werktag, werktage, werktags, wochentag, wochentage", working],
      ["wochenende, wochenenden", weekend],
      ["tag", WEEKDAYS],
    ]),
    daily: pairs<readonly Weekday[]>([
      ["täglich", WEEKDAYS],
      ["werktags", working],
    ]),
    next: plain("nächsten, nächste, kommenden, diesen"),
    sunrise: ["sonnenaufgang"],
    sunset: ["sonnenuntergang"],
    ahead: ["vor"],
    behind: ["nach"],
  },
};
