import { listed } from "../../../kernel/text.ts";
import type { Learned } from "./learned.ts";
import { LEARNED } from "./learned.ts";
import { marked } from "./marks.ts";
import type { Sign } from "./signs/index.ts";
import type { Features, Router } from "./types.ts";

/** What a router decides by beside what was learnt. */
interface Routing {
  /** points from which on the larger model is asked first */
  cloudFrom: number;
  /** words from which on it is asked first whatever they are */
  veryLong: number;
}

/** At so many points 98 of 100 simple sentences stay, of authors that nothing was learnt from: `npm run learn -- --check`. */
export const ROUTING: Routing = { cloudFrom: 1.5, veryLong: 60 };

/** Words that are named as a reason, at most. */
const MOST_NAMED = 2;

/**
 * The first choice between the models, by what stands in a sentence: every mark of it has points that were learnt, and the
 * reason names the heaviest. Another way to choose, such as an embedding, is another `Router`.
 */
export function createRouter(learned: Learned = LEARNED, { cloudFrom, veryLong }: Routing = ROUTING): Router {
  return {
    route(sentence, { domains, failedBefore }) {
      const { marks, words, parts } = marked(sentence, domains);
      const weighed = [...marks].map((mark) => ({ mark, points: learned.points.get(mark) ?? 0 }));
      const score = rounded(weighed.reduce((sum, { points }) => sum + points, learned.start));
      if (failedBefore) return { tier: "cloud", score, reason: "the last try failed" };
      if (words >= veryLong) return { tier: "cloud", score, reason: "very long" };
      if (score < cloudFrom) return { tier: "local", score, reason: simply(domains) };
      return { tier: "cloud", score, reason: reasonOf(marks, parts, weighed) };
    },
  };
}

const rounded = (points: number) => Math.round(points * 10) / 10;

const simply = (domains: Features["domains"]) =>
  domains.length === 1 ? "one part of the house" : "nothing hard in it";

const SIGNS: Record<Sign, string> = {
  condition: "a condition",
  comparison: "a comparison",
  exception: "an exception",
  order: "an order of steps",
  choice: "a choice among things",
  planning: "something to think through",
};

interface Weighed {
  mark: string;
  points: number;
}

/** What made a sentence hard: its signs and its parts of the house; where it has none, its heaviest words. */
function reasonOf(marks: ReadonlySet<string>, parts: number, weighed: readonly Weighed[]): string {
  const named = [
    ...Object.entries(SIGNS).flatMap(([sign, name]) => (marks.has(`:${sign}`) ? [name] : [])),
    ...(marks.has(":parts 2") ? [`${parts} parts of the house`] : []),
  ];
  if (named.length > 0) return listed(named);
  const words = wordsIn(weighed);
  return words.length > 0 ? `words such as ${listed(words)}` : "its length";
}

/** The heaviest words, as they were learnt; a pair stands for its words. */
function wordsIn(weighed: readonly Weighed[]): string[] {
  const heavy = weighed
    .filter(({ mark, points }) => points > 0 && !/[:^$]/.test(mark))
    .toSorted((one, other) => other.points - one.points)
    .map(({ mark }) => mark);
  const apart = heavy.filter((mark, at) => !heavy.slice(0, at).some((before) => shares(before, mark)));
  return apart.slice(0, MOST_NAMED).map((mark) => `“${mark}”`);
}

const shares = (one: string, other: string) => one.split(" ").some((word) => other.split(" ").includes(word));
