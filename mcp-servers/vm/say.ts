import { clean, listed } from "../../kernel/text.ts";
import type { PowerState } from "./driver.ts";
import type { Known } from "./machines.ts";

/** Most characters of a sentence that is spoken. */
const SPOKEN = 120;
const MOST_LINES = 20;

/** A state as it is said behind "is". */
export const STATES: Record<PowerState, string> = {
  running: "running",
  paused: "paused",
  stopping: "still shutting down",
  saved: "saved to disk",
  crashed: "crashed",
  off: "off",
};

/** What a machine is called, from outside as it is. */
export const titleOf = ({ title }: Pick<Known, "title">): string => clean(title, 50);

/** "main is running. friend and lab are off.", or one a line where that is long. */
export function sayStates(machines: readonly Known[], away: readonly string[] = []): string {
  const silent = away.map((host) => `${host} does not answer.`);
  if (machines.length === 0) return ["There are no machines.", ...silent].join(" ");
  const groups = Map.groupBy(machines, ({ state }) => state);
  const sentences = [...groups].map(([state, some]) => {
    return `${listed(some.map(titleOf))} ${some.length === 1 ? "is" : "are"} ${STATES[state]}.`;
  });
  const text = [...sentences, ...silent].join(" ");
  if (text.length <= SPOKEN) return text;
  const lines = machines.map((machine) => `${titleOf(machine)}: ${STATES[machine.state]}`);
  const more = lines.length > MOST_LINES ? [`and ${lines.length - MOST_LINES + 1} more`] : [];
  return [...lines.slice(0, more.length > 0 ? MOST_LINES - 1 : MOST_LINES), ...more, ...silent].join("\n");
}

/** MiB as people say them: "8 GB", "512 MB". */
export function sayMemory(mebibytes: number): string {
  if (mebibytes < 1_000) return `${Math.round(mebibytes)} MB`;
  return `${Math.round(mebibytes / 102.4) / 10} GB`;
}

/** A sentence cut to what is spoken. */
export const spoken = (text: string): string => clean(text, SPOKEN);
