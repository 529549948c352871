import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What a sentence weighs, learnt from sentences whose model is known (evals/routing/learn.ts). */
export interface Learned {
  /** points of a sentence before anything is found in it */
  start: number;
  /** points of each mark (marks.ts), which add up: the more, the more it speaks for the larger model */
  points: ReadonlyMap<string, number>;
}

export const LEARNED_FILE = join(import.meta.dirname, "learned.txt");

const START = "start";
const BETWEEN = ", ";

/** A line for the start, then one for all marks of the same points, the most first. */
export function writeLearned({ start, points }: Learned): string {
  const byPoints = Map.groupBy(points.keys(), (mark) => points.get(mark) ?? 0);
  const lines = [...byPoints]
    .toSorted(([one], [other]) => other - one)
    .map(([weight, marks]) => `${weight}: ${marks.toSorted().join(BETWEEN)}`);
  return [`${START}: ${start}`, ...lines, ""].join("\n");
}

/** Reads what was written. */
export function readLearned(text: string): Learned {
  const [start = "", ...lines] = text.trimEnd().split("\n");
  const points = lines.flatMap((line) => {
    const [weight, marks] = divided(line);
    return marks.split(BETWEEN).map((mark) => [mark, Number(weight)] as const);
  });
  return { start: Number(divided(start)[1]), points: new Map(points) };
}

function divided(line: string): readonly [before: string, behind: string] {
  const at = line.indexOf(":");
  return [line.slice(0, at), line.slice(at + 2)];
}

/** What was learnt of the sentences of evals/routing. */
export const LEARNED: Learned = readLearned(readFileSync(LEARNED_FILE, "utf8"));
