import { Parser } from "yaml";
import type { CST } from "yaml";
import { UserError } from "../errors.ts";

const MOST_CHARACTERS = 500_000;
/** Of one list or mapping: uniqueness of keys is looked at pair by pair. */
const MOST_ITEMS = 2_000;
const DEEPEST = 16;
const MOST_ANCHORS = 200;
const MOST_ALIASES = 500;
/** Tokens that stand where none can, and marks before one item: what is composed of them takes quadratic time. */
const MOST_ODD = 20;

interface Level {
  token: CST.Token;
  depth: number;
}

/**
 * Refuses what would keep the composer of YAML busy, on the tokens alone, which are had in linear time.
 * @throws UserError
 */
export function withinLimits(text: string): void {
  if (text.length > MOST_CHARACTERS) throw new UserError("The file is too long: at most 500 kB of YAML.");
  const counts = { anchor: 0, alias: 0, error: 0 };
  const levels: Level[] = [...new Parser().parse(text)].map((token) => ({ token, depth: 0 }));
  for (let level = levels.pop(); level; level = levels.pop()) {
    const { token, depth } = level;
    if (token.type === "anchor" || token.type === "alias" || token.type === "error") counts[token.type]++;
    if (depth > DEEPEST) throw new UserError("The file is nested too deep.");
    if ("items" in token && token.items.length > MOST_ITEMS)
      throw new UserError(`The file has a list of more than ${MOST_ITEMS}.`);
    if (counts.error > MOST_ODD || isOdd(token)) throw new UserError("This is no YAML that can be read.");
    for (const inner of within(token)) levels.push({ token: inner, depth: depth + 1 });
  }
  if (counts.anchor > MOST_ANCHORS || counts.alias > MOST_ALIASES)
    throw new UserError(
      `The file has too many anchors (&) or uses of them (*): at most ${MOST_ANCHORS} and ${MOST_ALIASES}.`,
    );
}

const LAYOUT = new Set(["space", "newline", "comment"]);

/** Whether too many marks (anchors, tags, commas …) stand before one item. */
const isOdd = (token: CST.Token): boolean =>
  "items" in token && token.items.some(({ start }) => start.filter(({ type }) => !LAYOUT.has(type)).length > MOST_ODD);

function* within(token: CST.Token): Generator<CST.Token> {
  if ("start" in token && Array.isArray(token.start)) yield* token.start;
  if ("props" in token) yield* token.props;
  if ("value" in token && token.value) yield token.value;
  if ("end" in token && token.end) yield* token.end;
  if (!("items" in token)) return;
  for (const { start, key, sep, value } of token.items) {
    yield* start;
    if (key) yield key;
    if (sep) yield* sep;
    if (value) yield value;
  }
}
