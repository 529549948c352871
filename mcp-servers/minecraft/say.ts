import { clean, counted, listed } from "../../kernel/text.ts";
import type { Backup, Status, WorldState } from "./world.ts";

const SPOKEN = 120;
const SHOWN = 4;

/** A state as it is said behind "is". */
export const STATES: Record<WorldState, string> = {
  on: "on",
  off: "off",
  starting: "starting",
  stopping: "still stopping",
};

/** A sentence cut to what is spoken. */
export const spoken = (text: string): string => clean(text, SPOKEN);

/** Who plays, in a few words: names as far as they are told. */
export function sayPlayers({ online, players }: Pick<Status, "online" | "players">): string {
  if (online === 0) return "nobody is playing";
  const names = players.slice(0, SHOWN).map((name) => clean(name, 20));
  const others = online - names.length;
  if (names.length === 0) return `${counted(online, "player")} ${online === 1 ? "is" : "are"} playing`;
  const all = others > 0 ? [...names, `${others} more`] : names;
  return `${listed(all)} ${online === 1 ? "is" : "are"} playing`;
}

/** "2 hours ago", for how old a backup is. */
export function sayAgo(milliseconds: number): string {
  const minutes = Math.max(0, Math.round(milliseconds / 60_000));
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${counted(minutes, "minute")} ago`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${counted(hours, "hour")} ago` : `${counted(Math.round(hours / 24), "day")} ago`;
}

export const sayBackup = (last: Backup | undefined, now: number): string =>
  last ? `last backup ${sayAgo(now - last.created)}` : "no backup yet";

export const sayBytes = (bytes: number): string =>
  bytes < 1e6
    ? `${Math.ceil(bytes / 1e3)} kB`
    : bytes < 1e9
      ? `${Math.round(bytes / 1e6)} MB`
      : `${(bytes / 1e9).toFixed(1)} GB`;
