import type { Domains } from "../../composer/agent/tiers/domains.ts";
import type { Privacy, Router } from "../../composer/agent/tiers/types.ts";
import type { Kind, Sentence } from "./corpus.ts";
import { KINDS, kinds } from "./corpus.ts";

/** Where sentences of a kind went, of one half. */
export interface Row {
  kind: Kind;
  half: "open" | "frozen";
  sentences: number;
  /** kept at home as private, asked locally for another reason, asked of the cloud */
  kept: number;
  local: number;
  cloud: number;
}

export interface Parts {
  router: Router;
  domains: Domains;
  privacy: Pick<Privacy, "isPrivateSentence">;
}
export type Gone = "kept" | "local" | "cloud";

/** Where one sentence goes, as the composer decides it for somebody who begins to speak. */
export function goneTo(say: string, { router, domains, privacy }: Parts): Gone {
  if (privacy.isPrivateSentence(say)) return "kept";
  return router.route(say, { unknown: undefined, domains: domains(say), failedBefore: false }).tier;
}

/** The confusion matrix of both halves. */
export function matrixOf(sentences: readonly Sentence[], parts: Parts): Row[] {
  return (["open", "frozen"] as const).flatMap((half) =>
    kinds.map((kind) => {
      const some = sentences.filter((one) => one.kind === kind && one.isFrozen === (half === "frozen"));
      const gone = some.map(({ say }) => goneTo(say, parts));
      const count = (where: Gone) => gone.filter((one) => one === where).length;
      return { kind, half, sentences: some.length, kept: count("kept"), local: count("local"), cloud: count("cloud") };
    }),
  );
}

/** Sentences that went where they should, of one kind: a private one only when it was known to be private. */
export function rightOf({ kind, kept, local, cloud }: Row): number {
  if (kind === "private") return kept;
  return KINDS[kind] === "cloud" ? cloud : kept + local;
}

/** The page docs/routing.md. */
export function routingSheet(rows: readonly Row[]): string {
  const share = (row: Row) => `${((100 * rightOf(row)) / row.sentences).toFixed(1)} %`;
  const table = rows.map((row) => {
    const { kind, half, sentences, kept, local, cloud } = row;
    return `| ${half} | ${kind} | ${sentences} | ${kept} | ${local} | ${cloud} | ${share(row)} |`;
  });
  return [...INTRO, ...table, "", ...AFTER, ""].join("\n");
}

const INTRO = [
  "# Which model is asked",
  "Written by `npm run fix`; a test compares it with what the router does. Phrases come first and need no model; this is about",
  "the sentences they do not read. A score is added up from what stands in a sentence (a condition, a comparison, an",
  "exception, an order of steps, a choice among things, something to think through, more than one part of the house, many",
  "clauses, great length) and from a try that failed before; from 3 points on the cloud is asked first, where there is one.",
  "All weights are one table, `ROUTING` in `composer/agent/tiers/router.ts`, and the reason is told with each answer.",
  "",
  "Measured with the sentences of [evals/routing](../evals/routing/README.md) in the demo house, which were written before the",
  "router; the words it looks for were chosen by the open half, by further sentences and by reasoning, never by looking at",
  "what went wrong in the frozen half. The aim is 98 % of the simple ones kept at home and 90 % of the complex ones asked of",
  "the cloud: the open half keeps both, the frozen half the second alone. *Right* is: simple and impossible ones",
  "not sent out, complex and cross ones asked of the cloud, private ones known to be private.",
  "",
  "How it does with sentences nobody has shown it: the counts of the frozen half were read after each change, and its author is",
  "the router's, so it flatters. Of 334 further sentences, tried before the words they lacked were added, 196 of 209 simple ones",
  "stayed (94 %) and 64 of 125 complex ones went (51 %); the rest of these the local model would have tried first. The",
  "words that mark a sentence as private were written by somebody who had seen all of them.",
  "",
  "| half | kind | sentences | kept as private | local | cloud | right |",
  "| --- | --- | --- | --- | --- | --- | --- |",
];
const AFTER = [
  "How fast it is: `npm run bench -- router`. A sentence that was asked locally and went wrong is asked of the cloud after",
  "that, with what was done already; one that is private is not.",
];
