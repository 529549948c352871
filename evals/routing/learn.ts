import type { Domains } from "../../composer/agent/tiers/domains.ts";
import type { Learned } from "../../composer/agent/tiers/learned.ts";
import { marked } from "../../composer/agent/tiers/marks.ts";
import type { Further } from "./further.ts";
import { KINDS } from "./corpus.ts";

/** Sentences that a mark stands in, at least: nothing is learnt of one sentence alone. */
const LEAST = 3;
/** How much small weights are preferred, in sentences of a thousand. */
const CALM = 1;
const ROUNDS = 400;
const STEP = 0.3;
/** Points are told to a tenth. */
const TENTHS = 10;

interface Row {
  marks: readonly string[];
  isHard: boolean;
}

/**
 * Learns what marks weigh: a logistic regression, both classes of the same weight, in steps that shrink for each mark as it is
 * moved (AdaGrad, Duchi et al. 2011). The same sentences in the same order come to the same points.
 */
export function learn(sentences: readonly Omit<Further, "author">[], domains: Domains): Learned {
  const some = sentences.filter(({ kind }) => kind !== "private");
  const rows = some.map(({ say, kind }) => ({
    marks: [...marked(say, domains(say)).marks],
    isHard: KINDS[kind] === "cloud",
  }));
  return regressed(rows);
}

function oftenIn(all: readonly string[], least: number): string[] {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].filter(([, count]) => count >= least).map(([one]) => one);
}

function regressed(rows: readonly Row[]): Learned {
  const marks = oftenIn(
    rows.flatMap((row) => row.marks),
    LEAST,
  );
  const places = new Map(marks.map((mark, place) => [mark, place + 1]));
  // The first place is the start: a mark that every sentence has.
  const inPlaces = rows.map((row) => ({ ...row, places: [0, ...row.marks.flatMap((mark) => places.get(mark) ?? [])] }));
  const hard = rows.filter(({ isHard }) => isHard).length;
  const shareOf = (isHard: boolean) => rows.length / 2 / (isHard ? hard : rows.length - hard);
  const shares = { hard: shareOf(true), simple: shareOf(false) };
  const weights = new Float64Array(places.size + 1);
  const moved = new Float64Array(weights.length).fill(1e-8);
  for (let round = 0; round < ROUNDS; round += 1) {
    const slope = weights.map((weight, place) => (place === 0 ? 0 : (weight * CALM * rows.length) / 1_000));
    for (const row of inPlaces) {
      const score = row.places.reduce((sum, place) => sum + (weights[place] ?? 0), 0);
      const share = row.isHard ? shares.hard : shares.simple;
      const off = (1 / (1 + Math.exp(-score)) - (row.isHard ? 1 : 0)) * share;
      for (const place of row.places) slope[place] = (slope[place] ?? 0) + off;
    }
    for (const [place, value] of slope.entries()) {
      moved[place] = (moved[place] ?? 0) + value * value;
      weights[place] = (weights[place] ?? 0) - (STEP * value) / Math.sqrt(moved[place] ?? 1);
    }
  }
  const points = marks.map((mark, place) => [mark, told(weights[place + 1] ?? 0)] as const);
  return { start: told(weights[0] ?? 0), points: new Map(points.filter(([, weight]) => weight !== 0)) };
}

const told = (weight: number) => Math.round(weight * TENTHS) / TENTHS + 0;
