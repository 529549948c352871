import type { Backup } from "../world.ts";

/** How many are kept: the newest of so many days, and of so many weeks. */
export interface Keep {
  daily: number;
  weekly: number;
}

const DAY = 86_400_000;
const FORM = /^(.+)-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})Z\.tar\.zst$/;

/** "survival-2026-11-23T20-36-00Z.tar.zst" */
export const archiveName = (world: string, time: number): string =>
  `${world}-${new Date(time).toISOString().slice(0, 19).replaceAll(":", "-")}Z.tar.zst`;

/** The same archive as a ZIP, beside it. */
export const zipName = (archive: string): string => archive.replace(/\.tar\.zst$/, ".zip");

/** When an archive of this world was begun, epoch milliseconds; undefined for any other name. */
export function timeOf(world: string, file: string): number | undefined {
  const [, name, day, hour, minute, second] = FORM.exec(file) ?? [];
  const time = name === world ? Date.parse(`${day}T${hour}:${minute}:${second}Z`) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** Those that are let go, of archives with the newest first; the newest of all always stays. */
export function toLetGo(backups: readonly Backup[], { daily, weekly }: Keep): Backup[] {
  const newestOf = (span: (time: number) => number, most: number) => {
    const spans = Map.groupBy(backups, ({ created }) => span(created));
    return [...spans.values()].slice(0, most).flatMap(([newest]) => newest ?? []);
  };
  const kept = new Set([
    ...backups.slice(0, 1),
    ...newestOf((time) => Math.floor(time / DAY), daily),
    // The first of January 1970 was a Thursday: weeks begin on Monday.
    ...newestOf((time) => Math.floor((time / DAY + 3) / 7), weekly),
  ]);
  return backups.filter((backup) => !kept.has(backup));
}
