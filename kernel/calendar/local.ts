import { Cron } from "croner";

/** A time by the clock on the wall; `month` from 1. */
interface Local {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clock on the wall of a zone shows at a moment. */
export function localOf(at: number, zone: string): Local {
  const format =
    formats.get(zone) ?? Intl.DateTimeFormat("en-GB", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
  formats.set(zone, format);
  const part = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const of = (type: Intl.DateTimeFormatPartTypes) => part.get(type) ?? 0;
  const [year, month, day] = [of("year"), of("month"), of("day")];
  return { year, month, day, hour: of("hour"), minute: of("minute"), second: of("second") };
}

/** The local calendar day of a moment as UTC midnight, so that days can be counted. */
export function dayOf(at: number, zone: string): number {
  const { year, month, day } = localOf(at, zone);
  return Date.UTC(year, month - 1, day);
}

const two = (number: number) => String(number).padStart(2, "0");

/** HH:MM by the clock on the wall, with seconds where there are any. */
export function timeOf(at: number, zone: string): string {
  const { hour, minute, second } = localOf(at, zone);
  return [hour, minute, ...(second > 0 ? [second] : [])].map(two).join(":");
}

/**
 * The moment a wall clock shows a time of a day: the first where it does twice, and as much later as the clock leaps
 * where it leaps over it, which `isThere` tells.
 */
export function momentOf(day: number, time: string, zone: string): { at: number; isThere: boolean } {
  const text = `${new Date(day).toISOString().slice(0, 10)}T${time.length === 5 ? `${time}:00` : time}`;
  const at = new Cron(text, { timezone: zone, paused: true }).nextRun(new Date(day - 2 * DAY_MS))?.getTime();
  if (at === undefined) throw new Error(`no moment for ${text} in ${zone}`);
  return { at, isThere: timeOf(at, zone) === time.replace(/:00$/, (end) => (time.length === 5 ? end : "")) };
}

/** As ISO 8601 with the zone's offset: `2026-11-30T07:00:00+01:00`. */
export function isoOf(at: number, zone: string): string {
  const { hour, minute, second } = localOf(at, zone);
  const shown = dayOf(at, zone) + ((hour * 60 + minute) * 60 + second) * 1000;
  const offset = Math.round((shown - at) / 60_000);
  const sign = offset < 0 ? "-" : "+";
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `${new Date(shown).toISOString().slice(0, 19)}${sign}${two(hours)}:${two(minutes)}`;
}
