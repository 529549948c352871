import type { Clock } from "../kernel/clock.ts";

/** How long a speaker has to fetch what it is to say; milliseconds. */
export const LINK_MS = 60_000;
const MOST = 100;

/** Addresses that are good once and for a minute, for speakers that can show no token. */
export interface Links {
  /** the path under which a text is spoken */
  make(text: string): string;
  /** the text of a path, which is used up; undefined for one that is not known, used or late */
  take(id: string): string | undefined;
}

/** `random`: text of so many random bytes; 32 of them cannot be guessed, so that the path itself is the proof. */
export function createLinks(clock: Clock, random: (bytes: number) => string): Links {
  const kept = new Map<string, { text: string; until: number }>();
  const forget = () => {
    for (const [id, { until }] of kept) if (until <= clock.now() || kept.size > MOST) kept.delete(id);
  };
  return {
    make(text) {
      const id = random(32);
      kept.set(id, { text, until: clock.now() + LINK_MS });
      forget();
      return `/voice/said/${id}.wav`;
    },
    take(id) {
      forget();
      const found = kept.get(id);
      kept.delete(id);
      return found?.text;
    },
  };
}
