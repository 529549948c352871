import { languages } from "../../../kernel/language/index.ts";
import { wordsOf } from "../../../kernel/names/words.ts";
import { counted, listed } from "../../../kernel/text.ts";
import type { Sign } from "./signs/index.ts";
import { signsIn, withoutPlain } from "./signs/index.ts";
import type { Features, Router } from "./types.ts";

/** What a router weighs by. */
interface Routing {
  cloudFrom: number;
  points: Record<Sign | "domain" | "domainInOne" | "clause" | "long" | "veryLong" | "unread" | "failed", number>;
  /** clauses and words that make nothing harder, and words that phrases may leave unread */
  clauses: number;
  longWords: number;
  veryLongWords: number;
  unreadWords: number;
}

/** How much each thing makes a sentence harder, and from where on the larger model is asked first. */
export const ROUTING: Routing = {
  cloudFrom: 3,
  points: {
    condition: 3,
    comparison: 3,
    exception: 3,
    order: 3,
    choice: 3,
    planning: 3,
    /** each part of the house beyond the first; in one clause it may be a word that two parts have */
    domain: 3,
    domainInOne: 2,
    /** each clause beyond the second */
    clause: 1,
    /** longer than this many words */
    long: 1,
    veryLong: 3,
    /** more than this many words that phrases could not read */
    unread: 1,
    /** a local turn of this conversation failed */
    failed: 3,
  },
  clauses: 2,
  longWords: 18,
  veryLongWords: 40,
  unreadWords: 8,
};

/** What of a sentence is looked at; what is longer is hard anyway. */
const MOST_CHARACTERS = 1_000;
const MOST_WORDS = 120;
const JOINS = new Set(languages.flatMap(({ manners }) => manners.joins.filter((join) => !join.includes(" "))));

/** Something that makes a sentence harder, in points, and in words. */
interface Found {
  points: number;
  why: string;
}

/**
 * The first choice between the models, by what stands in a sentence: every sign adds points, and the reason names them.
 * Another way to choose, such as an embedding, is another `Router`.
 */
export function createRouter(table: Routing = ROUTING): Router {
  return {
    route(sentence, features) {
      const found = findIn(wordsOf(sentence.slice(0, MOST_CHARACTERS)).slice(0, MOST_WORDS), features, table);
      const score = found.reduce((sum, { points }) => sum + points, 0);
      const reason = listed(found.map(({ why }) => why)) || simply(features);
      return { tier: score >= table.cloudFrom ? "cloud" : "local", score, reason };
    },
  };
}

function findIn(words: readonly string[], { domains, unknown = "", failedBefore }: Features, table: Routing): Found[] {
  const { points } = table;
  const said = withoutPlain(words);
  const clauses = clausesOf(said);
  const beyond = Math.max(0, domains.length - 1);
  return [
    ...[...signsIn(said, (word) => JOINS.has(word))].map((sign) => ({ points: points[sign], why: NAMES[sign] })),
    ...(beyond > 0
      ? [
          {
            points: beyond * (clauses > 1 ? points.domain : points.domainInOne),
            why: `${domains.length} parts of the house`,
          },
        ]
      : []),
    ...(clauses > table.clauses
      ? [{ points: (clauses - table.clauses) * points.clause, why: counted(clauses, "clause") }]
      : []),
    ...(said.length > table.veryLongWords
      ? [{ points: points.veryLong, why: "very long" }]
      : said.length > table.longWords
        ? [{ points: points.long, why: "long" }]
        : []),
    ...(wordsOf(unknown.slice(0, MOST_CHARACTERS)).length > table.unreadWords
      ? [{ points: points.unread, why: "much of it unread" }]
      : []),
    ...(failedBefore ? [{ points: points.failed, why: "the last try failed" }] : []),
  ];
}

const NAMES: Record<Sign, string> = {
  condition: "a condition",
  comparison: "a comparison",
  exception: "an exception",
  order: "an order of steps",
  choice: "a choice among things",
  planning: "something to think through",
};

const simply = ({ domains }: Features) => (domains.length === 1 ? "one part of the house" : "nothing hard in it");

/** Parts between joining words; a comma behind one word, or two joins in a row, divide nothing. */
function clausesOf(words: readonly string[]): number {
  let clauses = 1;
  let length = 0;
  for (const word of words) {
    if (!JOINS.has(word)) length += 1;
    else if (length > 1) [clauses, length] = [clauses + 1, 0];
  }
  return length > 0 ? clauses : clauses - 1;
}
