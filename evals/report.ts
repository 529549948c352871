import { basename } from "node:path";
import type { Scored } from "./run.ts";

/** How a file was answered; times are of the first answer, in milliseconds. */
export interface Score {
  file: string;
  rows: number;
  right: number;
  wrong: number;
  fellThrough: number;
  p50Ms: number;
  p99Ms: number;
  kinds: Record<string, { rows: number; right: number; wrong: number; fellThrough: number }>;
}

/** Counts what was judged, as a whole and by kind of sentence. */
export function scoreOf(file: string, scored: readonly Scored[]): Score {
  const times = scored.map(({ answer }) => answer.ms).toSorted((a, b) => a - b);
  const kinds = Map.groupBy(scored, ({ sentence }) => sentence.kind);
  return {
    file,
    ...countsOf(scored),
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
    kinds: Object.fromEntries([...kinds].map(([kind, some]) => [kind, countsOf(some)])),
  };
}

function countsOf(scored: readonly Scored[]) {
  const count = (verdict: Scored["verdict"]) => scored.filter((one) => one.verdict === verdict).length;
  return { rows: scored.length, right: count("right"), wrong: count("wrong"), fellThrough: count("fellThrough") };
}

/** A file's verdicts by kind of sentence, as rows of a Markdown table; its head before the first. */
export function tableOf({ file, kinds, ...all }: Score, isFirst: boolean): string {
  const head = [
    "| sentences | kind | rows | right | wrong | fell through |",
    "| --- | --- | ---: | ---: | ---: | ---: |",
  ];
  const line = (name: string, kind: string, { rows, right, wrong, fellThrough }: Score["kinds"][string]) =>
    `| ${name} | ${kind} | ${rows} | ${right} (${((100 * right) / Math.max(1, rows)).toFixed(1)} %) | ${wrong} | ${fellThrough} |`;
  const each = Object.entries(kinds).map(([kind, counts]) => line("", kind, counts));
  return [...(isFirst ? head : []), line(basename(file), "all", all), ...(each.length > 1 ? each : [])].join("\n");
}

/** The smallest value that `share` of the sorted values do not exceed, to a tenth. */
export function percentile(sorted: readonly number[], share: number): number {
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
  return Math.round(value * 10) / 10;
}

/** One sentence that was not right, in a few lines. */
export function failureText({ sentence, answer, verdict, why }: Scored): string {
  const where = sentence.area === undefined ? "" : ` (in ${sentence.area})`;
  return [
    `${verdict}: ${sentence.utterance}${where}   [${sentence.id}, ${sentence.kind}]`,
    `  expected ${JSON.stringify(sentence.expected)}`,
    `  steps    ${answer.steps.join("; ") || "none"}`,
    `  said     ${answer.say}`,
    `  got      ${why}`,
  ].join("\n");
}
