import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Model } from "../../composer/agent/models/model.ts";

/** Kinds of sentences, and the model that should be asked first; README.md says what makes each. */
export const KINDS = {
  simple: "local",
  complex: "cloud",
  cross: "cloud",
  impossible: "local",
  private: "local",
} as const satisfies Record<string, Model["tier"]>;
export type Kind = keyof typeof KINDS;

export interface Sentence {
  kind: Kind;
  say: string;
  /** nothing may be chosen by looking at it */
  isFrozen: boolean;
}

/** Every sentence, in the order of its file. */
export const corpus = (): Sentence[] =>
  kinds.flatMap((kind) =>
    readFileSync(join(import.meta.dirname, `${kind}.txt`), "utf8")
      .trim()
      .split("\n")
      .map((say) => ({ kind, say, isFrozen: isFrozen(say) })),
  );

/** The kinds in the order of the page. */
export const kinds: readonly Kind[] = ["simple", "complex", "cross", "impossible", "private"];

/** Fixed before the router ran for the first time. */
const isFrozen = (say: string): boolean => (createHash("sha256").update(say).digest()[0] ?? 1) % 2 === 0;
