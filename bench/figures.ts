import { loadavg } from "node:os";

/** To a tenth. */
export const round = (value: number): number => Math.round(value * 10) / 10;

/** What stands in the middle of some, the upper one of two; 0 of none. */
export const median = (values: readonly number[]): number => shareOf(values, 0.5);

/** The middle of some milliseconds, what 19 of 20 keep, and the most. */
export const middle = (times: readonly number[]) => ({
  p50Ms: round(median(times)),
  p95Ms: round(shareOf(times, 0.95)),
  maxMs: round(Math.max(0, ...times)),
});

/** What waited for a core, or had one, in the last minute. */
export const loadNow = (): number => round(loadavg()[0] ?? 0);

const shareOf = (values: readonly number[], share: number) =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length * share)] ?? 0;
