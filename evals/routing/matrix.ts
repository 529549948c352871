import type { Domains } from "../../composer/agent/tiers/domains.ts";
import type { Privacy, Router } from "../../composer/agent/tiers/types.ts";
import type { Kind, Sentence } from "./corpus.ts";
import { LEARNED } from "../../composer/agent/tiers/learned.ts";
import { ROUTING } from "../../composer/agent/tiers/router.ts";
import { KINDS, kinds } from "./corpus.ts";
import { featuresOf } from "./demo.ts";

/** Where sentences of a kind went, of one set. */
export interface Row {
  set: string;
  kind: Kind;
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
  return router.route(say, featuresOf(say, domains)).tier;
}

/** The confusion matrix of a set, without kinds that it has not. */
export function matrixOf(set: string, sentences: readonly { kind: Kind; say: string }[], parts: Parts): Row[] {
  return kinds.flatMap((kind) => {
    const gone = sentences.filter((one) => one.kind === kind).map(({ say }) => goneTo(say, parts));
    const count = (where: Gone) => gone.filter((one) => one === where).length;
    const row = {
      set,
      kind,
      sentences: gone.length,
      kept: count("kept"),
      local: count("local"),
      cloud: count("cloud"),
    };
    return gone.length > 0 ? [row] : [];
  });
}

/** Both halves of what was written before the router. */
export const halvesOf = (sentences: readonly Sentence[], parts: Parts): Row[] =>
  [false, true].flatMap((frozen) =>
    matrixOf(
      frozen ? "frozen" : "open",
      sentences.filter(({ isFrozen }) => isFrozen === frozen),
      parts,
    ),
  );

/** Sentences that went where they should, of one kind: a private one only when it was known to be private. */
export function rightOf({ kind, kept, local, cloud }: Row): number {
  if (kind === "private") return kept;
  return KINDS[kind] === "cloud" ? cloud : kept + local;
}

/** A row as a line of a table. */
export function lineOf(row: Row): string {
  const { set, kind, sentences, kept, local, cloud } = row;
  const share = ((100 * rightOf(row)) / sentences).toFixed(1);
  return `| ${set} | ${kind} | ${sentences} | ${kept} | ${local} | ${cloud} | ${share} % |`;
}

/** The page docs/routing.md. */
export function routingSheet(rows: readonly Row[]): string {
  return [...INTRO, ...rows.map(lineOf), "", ...AFTER, ""].join("\n");
}

const INTRO = [
  "# Which model is asked",
  "Written by `npm run fix`; a test compares it with what the router does. Phrases come first and need no model; this is about",
  "the sentences they do not read. Each has points, which add up from what stands in it: its words and pairs of words, its",
  "signs (a condition, a comparison, an exception, an order of steps, a choice among things, something to think through), the",
  "parts of the house it is about, joining words and length. Numbers are all alike to it, and so are nouns of a house, whatever",
  `this one calls its own. From ${ROUTING.cloudFrom} points on the cloud is asked first, where there is one, and so it is after a try that failed`,
  `and with ${ROUTING.veryLong} words or more. The reason is told with each answer: the signs and parts that were found, or the`,
  "heaviest words.",
  "",
  "What each thing weighs is learnt (a logistic regression, `npm run learn`) and stands in `composer/agent/tiers/learned.txt`,",
  `to be read: ${LEARNED.points.size} words, pairs and signs, and no sentence. It was learnt of the open half below and of the`,
  "[further sentences](../evals/routing/README.md); never of the frozen half, of which only counts were read.",
  "",
  "| set | kind | sentences | kept as private | local | cloud | right |",
  "| --- | --- | --- | --- | --- | --- | --- |",
];
const AFTER = [
  "*Right* is: simple and impossible ones not sent out, complex and cross ones asked of the cloud, private ones known to be",
  "private. The aim is 98 % of the simple and 90 % of the complex ones.",
  "",
  "## How it does with sentences of others",
  "The open half was learnt from, and the frozen half has the same author and lies beside it: both flatter. Measured on",
  "27 November 2026:",
  "",
  "| sentences | simple kept at home | complex asked of the cloud | cross |",
  "| --- | --- | --- | --- |",
  "| 330 by somebody who had not seen the router, shown to nobody who worked on it | 118 of 120 (98.3 %) | 92 of 120 (76.7 %) | 29 of 50 |",
  "| of the neighbour (in the further ones), by what is learnt of all others | 163 of 166 (98.2 %) | 138 of 160 (86.3 %) | 43 of 53 |",
  "| of each further author in turn, by what is learnt of all others | 2365 of 2406 (98.3 %) | 1182 of 2044 (57.8 %) | 295 of 368 |",
  "| single steps of three public sets of home commands, none learnt from, though sentences like those that went wrong were written for it | 632 of 640 (98.8 %) | | |",
  "",
  "So the aim for simple sentences is kept, and the one for complex ones is not where somebody else says them: 77 to 86 of 100",
  "go. The words that came before this kept 94 to 96 % and sent 51 to 58 % of such sentences. The first row was counted three",
  "times, and the last count stands here: with what was learnt before it was 89 %, 88 % and 64 %, then 98 %, 75 % and 60 %.",
  "Of its 20 private sentences 5 were known to be private, and 2 would have left the house. Words were added since, without",
  "a look at them; which ones are private in a house is for its people to say (`STEWARD_PRIVATE_WORDS`).",
  "What is complex and stays is tried by the local model first, and goes to the cloud when that one is in doubt.",
  "",
  "How fast it is: `npm run bench -- router`. A sentence that was asked locally and went wrong is asked of the cloud after",
  "that, with what was done already; one that is private is not.",
];
