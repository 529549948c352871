import { listed } from "../../kernel/text.ts";
import type { Ask } from "../../kernel/tool.ts";
import { askWhich } from "../../kernel/tool.ts";
import { MachineFault } from "./driver.ts";
import type { Known } from "./machines.ts";
import type { Room } from "../../kernel/wire.ts";
import { sayMemory, titleOf } from "./say.ts";

/** What is said in an answer to the question of too little memory. */
const ANYWAY = /^start (.+) anyway$/i;
const UNLOADED = /^unload the language model, then start (.+)$/i;
const FIRST = "stop ";
const THEN = ", then start ";
const MOST_CHOICES = 3;

/** What to start, whether all the same, and what to stop before. */
export interface Start {
  name: string;
  anyway: boolean;
  first?: string;
  /** the language model is to give its memory */
  room?: boolean;
}

/** Reads a name, or what was chosen when there was too little memory. */
export function startOf(said: string): Start {
  const [, anyway] = ANYWAY.exec(said) ?? [];
  if (anyway !== undefined) return { name: anyway, anyway: true };
  const [, unloaded] = UNLOADED.exec(said) ?? [];
  if (unloaded !== undefined) return { name: unloaded, anyway: true, room: true };
  const at = said.indexOf(THEN);
  if (at < 0 || !said.startsWith(FIRST)) return { name: said, anyway: false };
  return { name: said.slice(at + THEN.length), anyway: true, first: said.slice(FIRST.length, at) };
}

/**
 * The question of a start for which a host has too little free memory; "room" where there is enough once the language
 * model gives its own, undefined where there is enough already, or the host cannot tell.
 */
export async function tooLittle(
  starting: readonly Known[],
  all: readonly Known[],
  { signal, room }: { signal: AbortSignal; room?: Room | undefined },
): Promise<Ask | "room" | undefined> {
  let needsRoom = false;
  for (const [host, some] of Map.groupBy(starting, (machine) => machine.host)) {
    const needed = some.reduce((sum, { memory }) => sum + memory, 0);
    const memory = await host.memory(signal).catch((thrown: unknown) => {
      if (thrown instanceof MachineFault) return undefined;
      throw thrown;
    });
    const [one] = some;
    if (!memory || memory.free >= needed || !one) continue;
    const couldUnload = room?.host === host.name && !host.isDemo && memory.free + room.mebibytes >= needed;
    if (couldUnload && !room.isPinned) needsRoom = true;
    else return lacking(some, all, { needed, free: memory.free, couldUnload });
  }
  return needsRoom ? "room" : undefined;
}

function lacking(
  some: readonly Known[],
  all: readonly Known[],
  { needed, free: unused, couldUnload }: { needed: number; free: number; couldUnload: boolean },
): Ask {
  const name = some.map(titleOf).join(" and ");
  const unload = couldUnload ? ["unload the language model"] : [];
  const helpful = all
    .filter((other) => other.host === some[0]?.host && other.state === "running" && unused + other.memory >= needed)
    .toSorted((left, right) => left.memory - right.memory)
    .slice(0, MOST_CHOICES - 1 - unload.length)
    .map(titleOf);
  const lacks = `${name} ${some.length === 1 ? "needs" : "need"} ${sayMemory(needed)}, ${free(unused)} free`;
  const ways = [...unload, ...helpful.map((other) => `stop ${other}`), "start anyway"];
  const choices = [
    ...unload.map((way) => `${way}${THEN}${name}`),
    ...helpful.map((other) => `${FIRST}${other}${THEN}${name}`),
    `start ${name} anyway`,
  ];
  return askWhich(`${lacks}: ${listed(ways, "or")}?`, choices);
}

function free(mebibytes: number): string {
  const said = sayMemory(mebibytes);
  return `${said} ${said === "1 GB" ? "is" : "are"}`;
}
