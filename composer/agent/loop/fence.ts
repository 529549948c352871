import { clean } from "../../../kernel/text.ts";

/** Characters of a result that a model reads, and of a line of it: a context of 4,096 tokens holds eight such. */
const MOST = 1_000;
const LINE = 200;

/** What a tool said as a model reads it: data within a bracket that it cannot end, an item a line, cut to length. */
export function fenced(text: string): string {
  const lines = text
    .slice(0, MOST)
    .split("\n")
    .map((line) => clean(line.replace(/[[\]]/g, " "), LINE))
    .filter((line) => line !== "");
  return `[${lines.join("\n")}${text.length > MOST ? "…" : ""}]`;
}
