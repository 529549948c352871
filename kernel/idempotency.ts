import type { Clock } from "./clock.ts";

const KEEP_MS = 10 * 60_000;
const MOST = 10_000;

/** Does a piece of work once per key and answers a repeat, also a simultaneous one, with the first outcome for 10 minutes. */
export function createOnce<T>(clock: Clock): (key: string, work: () => Promise<T>) => Promise<T> {
  const kept = new Map<string, { until: number; outcome: Promise<T> }>();
  const forget = (now: number) => {
    for (const [key, { until }] of kept) {
      if (until > now && kept.size <= MOST) return; // in order of insertion, so the rest is younger
      kept.delete(key);
    }
  };
  return (key, work) => {
    const now = clock.now();
    forget(now);
    const known = kept.get(key);
    if (known) return known.outcome;
    const outcome = work();
    kept.set(key, { until: now + KEEP_MS, outcome });
    return outcome;
  };
}
