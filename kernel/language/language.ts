/** The words of a language, as data: nothing that reads a sentence has words of its own. */
export interface Language {
  /** BCP 47 */
  code: string;
  spelling: Spelling;
  manners: Manners;
  numbers: Numbers;
  amounts: Amounts;
  nouns: NounWords;
  replies: ReplyWords;
  times: TimeWords;
}

type Words = readonly string[];

export interface Spelling {
  /** what "&" is read as */
  and: string;
  /** words whose "'s" is a word of its own ("it's"), not a possessive as in "the lamp's" */
  contracted: Words;
  /** what stands for several words: "whos" for who is */
  whole: ReadonlyMap<string, Words>;
}

/** What people put around and between commands; none of it means anything by itself. */
export interface Manners {
  before: Words;
  after: Words;
  joins: Words;
  /** what stands for names said before, the most usual first */
  pronouns: Words;
  /** behind a pronoun: as it was before the last change */
  back: Words;
  /** before a name alone: the same for another thing */
  again: Words;
  /** the same once more */
  repeats: Words;
  /** polite words that change the form of the verb behind them ("would you mind turning"), and each form as the verb itself */
  minding: { before: Words; forms: ReadonlyMap<string, string> };
  conditions: {
    when: Words;
    unless: Words;
    otherwise: Words;
    /** what a statement that denies says when it does not */
    not: Readonly<Record<string, string>>;
    /** what a statement may begin with in one word, spelled out */
    short: ReadonlyMap<string, Words>;
  };
}

export interface Numbers {
  /** numbers as they are said, in one word or several: "seven", "twenty one", "einundzwanzig" */
  said: ReadonlyMap<string, number>;
  /** a word that multiplies what stands before it by a hundred */
  hundred: string | undefined;
  /** before "hundred" or a unit: one */
  one: Words;
  /** "two hundred and five" */
  and: string;
  minus: string;
  /** before the decimals, in words */
  point: string;
  /** a comma before the decimals, in digits */
  hasDecimalComma: boolean;
  /** behind a number: and a half */
  half: Words;
}

/** Percent, fractions, degrees and other words around numbers. */
export interface Amounts {
  percent: Words;
  /** fractions in hundredths */
  hundredths: ReadonlyMap<string, number>;
  degrees: Words;
  celsius: Words;
  fahrenheit: Words;
  kelvin: Words;
  /** between an address and its port */
  port: Words;
}

/** Small words of noun phrases. */
export interface NounWords {
  /** may stand in a name or be left out */
  articles: Words;
  determiners: Words;
  /** before a noun: all of them */
  all: Words;
  /** two, all of them */
  both: Words;
  /** alone: everything */
  alone: Words;
  everything: Words;
  prepositions: Words;
  /** the speaker's room */
  here: Words;
  /** the whole house */
  home: Words;
  /** rooms in general: "all rooms" */
  rooms: Words;
  except: Words;
  joins: Words;
  /** how nouns end when they mean one thing, and several: "y", "ies"; none where each plural is told by itself */
  plurals: readonly (readonly [one: string, several: string])[];
  /** letters between two nouns written as one word ("küche-n-licht"); none where nouns are not joined so */
  joints: Words;
}

/** Answers to a question. */
export interface ReplyWords {
  yes: Words;
  no: Words;
  all: Words;
  /** the first, the second … of the choices */
  ordinals: Words;
  last: Words;
  /** words around a choice that mean nothing */
  fillers: Words;
  courtesies: Words;
  undo: Words;
}

/** A day of the week, Monday first, as `Date` of other libraries never agree. */
export const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** A part of the day: the time it stands for alone, and the hours a time with it lies in. */
export interface PartOfDay {
  time: string;
  from: number;
  to: number;
}

/** Times and durations. */
export interface TimeWords {
  /** units of a duration in seconds */
  units: ReadonlyMap<string, number>;
  /** durations that have a saying of their own, in seconds: "half an hour" */
  durations: ReadonlyMap<string, number>;
  /** at once */
  now: Words;
  /** before a duration: once, after it */
  in: Words;
  /** behind a duration: once, after it ("ten minutes from now") */
  fromNow: Words;
  /** before a duration: now, and taken back after it */
  for: Words;
  /** before a time: now, and taken back then */
  until: Words;
  /** before a time of the day */
  at: Words;
  /** before a part of the day */
  partly: Words;
  /** before a day */
  on: Words;
  /** before a day, a part of the day or a duration: again and again */
  every: Words;
  /** behind a time of the day: nothing more ("o'clock") */
  oClock: Words;
  am: Words;
  pm: Words;
  /** times of the day by name, as HH:MM */
  named: ReadonlyMap<string, string>;
  /** minutes before or after the hour behind it, or half of the hour before it */
  past: Words;
  before: Words;
  quarter: Words;
  half: Words;
  /** whether "half seven" is half past six */
  isHalfBefore: boolean;
  parts: ReadonlyMap<string, PartOfDay>;
  today: Words;
  tomorrow: Words;
  afterTomorrow: Words;
  /** today in this part of the day */
  tonight: ReadonlyMap<string, PartOfDay>;
  weekdays: ReadonlyMap<string, Weekday>;
  /** said so that each of them is meant: "Mondays" */
  weekly: ReadonlyMap<string, Weekday>;
  /** days that come in a group: "weekdays", "weekends", "day" */
  groups: ReadonlyMap<string, readonly Weekday[]>;
  /** one word for again and again: "daily" */
  daily: ReadonlyMap<string, readonly Weekday[]>;
  /** before a weekday: the one to come */
  next: Words;
  sunrise: Words;
  sunset: Words;
  /** behind a duration: so long before the sun does it, or after */
  ahead: Words;
  behind: Words;
}
