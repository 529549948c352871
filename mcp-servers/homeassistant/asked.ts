import { conditions } from "./conditions.ts";
import { values } from "./measured.ts";

/** How a condition was asked for: whether it is so, whether none is, which things are, or how many. */
export type Manner = "whether" | "none" | "which" | "count";
const MANNER = /^(which|count|none) (.+)$/;
const COMPARISON = /^(.+) (above|below) ([+-]?\d+(?:\.\d+)?) ?(°f)?$/;

/** A value compared with a limit. */
export interface Comparison {
  key: string;
  over: boolean;
  limit: number;
}

/** What was asked: "on", "which on", "count open", "none home", "temperature", "temperature above 23". */
export interface Asked {
  key: string;
  manner: Manner;
  comparison?: Comparison;
}

const MANNERS: Record<string, Manner> = { which: "which", count: "count", none: "none" };

/** Reads what was asked. */
export function askedOf(what: string | undefined): Asked {
  const text = what?.trim().toLowerCase() ?? "";
  const [, key, side, limit, fahrenheit] = COMPARISON.exec(text) ?? [];
  if (key !== undefined) {
    const degrees = fahrenheit ? ((Number(limit) - 32) * 5) / 9 : Number(limit);
    return { key, manner: "whether", comparison: { key, over: side === "above", limit: degrees } };
  }
  const [, manner = "", said = text] = MANNER.exec(text) ?? [];
  return { key: said, manner: MANNERS[manner] ?? "whether" };
}

/** The kinds a question can be about; any when it names none. */
export function kindsAbout(what: string | undefined): readonly string[] | undefined {
  const { key } = askedOf(what);
  return conditions[key]?.kinds ?? values[key]?.kinds;
}
