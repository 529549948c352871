import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { Kind } from "./corpus.ts";
import { corpus, kinds } from "./corpus.ts";

/** A sentence that the router may learn from. */
export interface Further {
  /** who is made out to say it: the name of its file */
  author: string;
  kind: Kind;
  say: string;
}

const FOLDER = join(import.meta.dirname, "further");

/** Every further sentence: a file an author, in it a heading a kind. */
export const further = (): Further[] =>
  readdirSync(FOLDER)
    .toSorted()
    .flatMap((file) => sentencesIn(basename(file, ".txt"), readFileSync(join(FOLDER, file), "utf8")));

function sentencesIn(author: string, text: string): Further[] {
  const parts = text.split(/^# /m).slice(1);
  return parts.flatMap((part) => {
    const [heading = "", ...lines] = part.trim().split("\n");
    const kind = kinds.find((one) => one === heading);
    if (!kind) throw new Error(`${author} has a heading that is no kind: ${heading}`);
    return lines.map((say) => ({ author, kind, say }));
  });
}

/** Everything that the router may learn from: the open half, and the further sentences that are not in the frozen one. */
export function learnable(): Further[] {
  const all = corpus();
  const frozen = new Set(all.flatMap(({ isFrozen, say }) => (isFrozen ? [say] : [])));
  const open = all.filter(({ say }) => !frozen.has(say)).map(({ kind, say }) => ({ author: "open", kind, say }));
  return [...open, ...further().filter(({ say }) => !frozen.has(say))];
}
