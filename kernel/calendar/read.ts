import { UserError } from "../errors.ts";
import { languages } from "../language/index.ts";
import { wordsOf } from "../names/words.ts";
import { clean } from "../text.ts";
import type { When } from "../times/index.ts";
import { sayWhen, whenReader } from "../times/index.ts";
import { cronDue } from "./cron.ts";
import { readDate } from "./date.ts";
import type { Due } from "./due.ts";
import { momentAt, nextOf } from "./due.ts";
import { clockAt, onceAt } from "./once.ts";
import type { Place } from "./place.ts";

/** Seconds between two runs of a task, at least. */
const LEAST = 10;
const SECOND_MS = 1_000;
const MOST_MS = 10 * 366 * 86_400_000;
const MOST_CHARACTERS = 255;
const ISO = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(?:\.\d+)?(Z|[+-]\d{2}:\d{2})?$/;
const NEVER = /\b(?:every|alle|jede) (?:0|zero|null|no)\b/;
const ALLOWED = "Say it like “in 20 minutes”, “tomorrow at 07:00”, “every weekday at 07:00”, “at sunset”, or as cron.";
const readers = languages.map((language) => whenReader(language));

/**
 * Reads when something is due: plain words, an ISO 8601 date and time, or cron.
 * @throws UserError when it is no time, has passed, never comes, or comes too often
 */
export function readDue(text: string, now: number, place: Place): Due {
  const said = text.slice(0, MOST_CHARACTERS + 1).trim();
  if (said.length > MOST_CHARACTERS) throw new UserError(`A time has at most ${MOST_CHARACTERS} characters.`);
  const due = isoDue(said, place) ?? cronDue(said, place) ?? wordsDue(said, now, place);
  if (due) return checked(due, said, now, place);
  if (NEVER.test(said.toLowerCase()))
    throw new UserError(`“${clean(said, 40)}” is too often: at most every ${LEAST} seconds.`);
  throw new UserError(`When is “${clean(said, 40)}”? ${ALLOWED}`);
}

/**
 * When something that was said with a sentence is due.
 * @throws UserError when it has passed, never comes, or comes too often
 */
export const dueOf = (when: When, now: number, place: Place): Due =>
  checked(fromWhen(when, now, place), sayWhen(when), now, place);

function checked(read: Due, said: string, now: number, place: Place): Due {
  const due = inSeconds(read);
  const shown = `“${clean(said, 40)}”`;
  if (due.kind === "days" && "sun" in due.at) needSun(place);
  const next = nextOf(due, now, place);
  if (next === undefined)
    throw new UserError(due.kind === "once" ? `${shown} has passed already.` : `${shown} never comes.`);
  if (next - now > MOST_MS) throw new UserError(`${shown} is more than ten years away.`);
  const then = nextOf(due, next, place, next);
  if (then !== undefined && then - next < LEAST * 1000)
    throw new UserError(`${shown} is too often: at most every ${LEAST} seconds.`);
  return due;
}

/** What is once is kept in whole seconds, so that what is written of it is that very moment. */
const inSeconds = (due: Due): Due =>
  due.kind === "once" ? { ...due, at: Math.ceil(due.at / SECOND_MS) * SECOND_MS } : due;

function needSun({ sun }: Place): void {
  if (!sun) throw new UserError("Where is the house? Sunrise and sunset need STEWARD_LOCATION, such as 52.52,13.41.");
}

function isoDue(text: string, place: Place): Due | undefined {
  const [, date = "", minutes = "", seconds = ":00", zone] = ISO.exec(text) ?? [];
  if (date === "") return undefined;
  const day = Date.parse(`${date}T00:00:00Z`);
  const clock = Date.parse(`2000-01-01T${minutes}${seconds}Z`);
  const isThere = !Number.isNaN(day) && new Date(day).toJSON().startsWith(date) && !Number.isNaN(clock);
  if (!isThere) throw new UserError(`There is no ${clean(text, 40)}: that day or time does not exist.`);
  const time = seconds === ":00" ? minutes : `${minutes}${seconds}`;
  return { kind: "once", at: zone === undefined ? clockAt(day, time, place) : Date.parse(text.replace(" ", "T")) };
}

function wordsDue(text: string, now: number, place: Place): Due | undefined {
  const words = wordsOf(text);
  const dated = readDate(words, now, place);
  const when = wholeTime(dated?.rest ?? words);
  if (!dated) return when && fromWhen(when, now, place);
  if (dated.rest.length === 0) throw new UserError(`At what time? Say it like “${clean(text, 40)} at 18:00”.`);
  if (when?.kind !== "at" || when.day !== undefined || !when.at) return undefined;
  if ("time" in when.at) return { kind: "once", at: clockAt(dated.day, when.at.time, place) };
  needSun(place);
  const at = momentAt(dated.day, when.at, place);
  return at === undefined ? undefined : { kind: "once", at };
}

function wholeTime(words: readonly string[]): When | undefined {
  for (const reader of readers) {
    const when = reader.read(words, 0).find(({ end }) => end === words.length)?.value;
    if (when) return when;
  }
  return undefined;
}

function fromWhen(when: When, now: number, place: Place): Due {
  switch (when.kind) {
    case "in":
    case "for":
      return { kind: "once", at: now + when.seconds * 1000 };
    case "repeat":
      return when;
    case "at":
    case "until":
      if (when.at && "sun" in when.at) needSun(place);
      return { kind: "once", at: onceAt(when, now, place) };
    case "every": {
      const said = sayWhen(when);
      if (!when.at) throw new UserError(`At what time ${said}? Say it like “${said} at 07:00”.`);
      // A bare "seven" of every day is what is written so, and is read back.
      return { kind: "days", days: when.days, at: "time" in when.at ? { time: when.at.time } : when.at };
    }
  }
}
