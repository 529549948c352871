import type { Json } from "../../../kernel/schema.ts";
import type { Reader } from "./slots.ts";
import type { Node } from "./template.ts";

/** What stood in a slot: a value, or words that have yet to name something. */
export type Capture = { value: Json } | Span;
/** Words by position; a slot met twice ("turn {name} off {name}") holds them all. */
export interface Span {
  parts: readonly (readonly [from: number, to: number])[];
  kinds?: readonly string[];
}

/** One sentence being matched. */
export interface Run {
  words: readonly string[];
  captures: Map<string, Capture>;
  /** words of the template itself seen on this path */
  literals: number;
  /** paths still allowed; at 0 the sentence is given up */
  left: number;
}

/** Matches from a position and calls `next` for every position it can end at. */
export type Matcher = (run: Run, at: number, next: (at: number) => void) => void;

/** What a slot type means: a value to read, or a name among kinds. */
export type SlotType = { read: Reader } | { kinds?: readonly string[] };

const MOST_NAME_WORDS = 30;

/** Turns a template into a matcher; works through a sentence from left to right without looking back. */
export function compile(node: Node, typeOf: (type: string) => SlotType): Matcher {
  switch (node.kind) {
    case "word":
      return (run, at, next) => {
        if (run.words[at] !== node.word) return;
        run.literals++;
        next(at + 1);
        run.literals--;
      };
    case "choice": {
      const parts = node.parts.map((part) => compile(part, typeOf));
      return (run, at, next) => {
        for (const part of parts) part(run, at, next);
      };
    }
    case "sequence":
      return node.parts
        .map((part) => compile(part, typeOf))
        .reduceRight<Matcher>(
          (rest, part) => (run, at, next) => part(run, at, (end) => rest(run, end, next)),
          (_, at, next) => next(at),
        );
    case "slot": {
      const type = typeOf(node.type);
      return "read" in type ? value(node.name, type.read) : name(node.name, type.kinds);
    }
  }
}

const value =
  (slot: string, read: Reader): Matcher =>
  (run, at, next) => {
    for (const { value, end } of read(run.words, at)) held(run, slot, { value }, () => next(end));
  };

// A name is whatever stands between the words around it; whether it names anything is asked last, where all else fits.
const name =
  (slot: string, kinds: readonly string[] | undefined): Matcher =>
  (run, at, next) => {
    const most = Math.min(run.words.length, at + MOST_NAME_WORDS);
    for (let to = at + 1; to <= most && run.left > 0; to++) {
      run.left--;
      const before = run.captures.get(slot);
      const parts = before && "parts" in before ? before.parts : [];
      held(run, slot, { parts: [...parts, [at, to]], ...(kinds && { kinds }) }, () => next(to));
    }
  };

function held(run: Run, slot: string, capture: Capture, then: () => void): void {
  const before = run.captures.get(slot);
  run.captures.set(slot, capture);
  then();
  if (before) run.captures.set(slot, before);
  else run.captures.delete(slot);
}
