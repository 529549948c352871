import { listed } from "../../kernel/text.ts";
import type { Ask } from "../../kernel/tool.ts";
import { askWhich } from "../../kernel/tool.ts";
import { MachineFault } from "./driver.ts";
import type { Known } from "./machines.ts";
import { sayMemory, titleOf } from "./say.ts";

/** What is said in an answer to the question of too little memory. */
const ANYWAY = /^start (.+) anyway$/i;
const FIRST = "stop ";
const THEN = ", then start ";
const MOST_CHOICES = 3;

/** What to start, whether all the same, and what to stop before. */
export interface Start {
  name: string;
  anyway: boolean;
  first?: string;
}

/** Reads a name, or what was chosen when there was too little memory. */
export function startOf(said: string): Start {
  const [, anyway] = ANYWAY.exec(said) ?? [];
  if (anyway !== undefined) return { name: anyway, anyway: true };
  const at = said.indexOf(THEN);
  if (at < 0 || !said.startsWith(FIRST)) return { name: said, anyway: false };
  return { name: said.slice(at + THEN.length), anyway: true, first: said.slice(FIRST.length, at) };
}

/** The question of a start for which a host has too little free memory; undefined where there is enough or it cannot tell. */
export async function tooLittle(
  starting: readonly Known[],
  all: readonly Known[],
  signal: AbortSignal,
): Promise<Ask | undefined> {
  for (const [host, some] of Map.groupBy(starting, (machine) => machine.host)) {
    const needed = some.reduce((sum, { memory }) => sum + memory, 0);
    const memory = await host.memory(signal).catch((thrown: unknown) => {
      if (thrown instanceof MachineFault) return undefined;
      throw thrown;
    });
    const [one] = some;
    if (!memory || memory.free >= needed || !one) continue;
    const name = some.map(titleOf).join(" and ");
    const helpful = all
      .filter((other) => other.host === host && other.state === "running" && memory.free + other.memory >= needed)
      .toSorted((left, right) => left.memory - right.memory)
      .slice(0, MOST_CHOICES - 1)
      .map(titleOf);
    const lacking = `${name} ${some.length === 1 ? "needs" : "need"} ${sayMemory(needed)}, ${free(memory.free)} free`;
    const ways = [...helpful.map((other) => `stop ${other}`), "start anyway"];
    const choices = [...helpful.map((other) => `${FIRST}${other}${THEN}${name}`), `start ${name} anyway`];
    return askWhich(`${lacking}: ${listed(ways, "or")}?`, choices);
  }
  return undefined;
}

function free(mebibytes: number): string {
  const said = sayMemory(mebibytes);
  return `${said} ${said === "1 GB" ? "is" : "are"}`;
}
