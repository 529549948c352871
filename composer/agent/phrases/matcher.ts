import type { Json } from "../../../kernel/schema.ts";
import type { Sentence } from "./sentence.ts";
import type { Reader } from "./slots.ts";
import type { Node } from "./template.ts";

/** What stood in a slot: a value, or words that have yet to name something. */
export type Capture = { value: Json } | Span;
/** Words by position; a slot met twice ("turn {name} off {name}") holds them all. */
export interface Span {
  parts: readonly (readonly [from: number, to: number])[];
  kinds?: readonly string[];
  said?: boolean;
}

/** One sentence being matched. */
export interface Run extends Sentence {
  /** for each word, whether the name of anything has it */
  named: readonly boolean[];
  captures: Map<string, Capture>;
  /** name of the speaker's room, where it is known */
  here?: string | undefined;
  /** words of the template itself seen on this path */
  literals: number;
  /** words taken as they are on this path */
  free: number;
  /** paths still allowed; at 0 the sentence is given up */
  left: number;
}

/** Matches from a position and calls `next` for every position it can end at. */
export type Matcher = (run: Run, at: number, next: (at: number) => void) => void;

/** What a slot type means: a value to read, or a name among kinds; `said`: a bare room or "everything" will not do. */
export type SlotType = Reader | Named | "here";
type Named = Pick<Span, "kinds" | "said">;

const MOST_NAME_WORDS = 30;

type Opens = (word: string | undefined) => boolean;
type TypeOf = (type: string) => SlotType;

/**
 * Turns templates into matchers that work through a sentence from left to right without looking back; what several
 * templates share is made once.
 */
export function compiler(typeOf: TypeOf): (node: Node) => Matcher {
  const made = new Map<Node, Matcher>();
  const compile = (node: Node): Matcher => {
    const known = made.get(node) ?? make(node);
    made.set(node, known);
    return known;
  };
  const make = (node: Node): Matcher => {
    switch (node.kind) {
      case "word":
        return word(node.word);
      case "choice":
        return choice(node.parts.map((part) => ({ match: compile(part), canBegin: opener([part], typeOf) })));
      case "sequence":
        return sequence(node.parts);
      case "slot":
        return slot(node, typeOf(node.type), () => true);
    }
  };
  // A slot ends where what follows it can begin.
  const sequence = ([first, ...others]: readonly Node[]): Matcher => {
    if (!first) return (_, at, next) => next(at);
    const match = first.kind === "slot" ? slot(first, typeOf(first.type), opener(others, typeOf)) : compile(first);
    if (others.length === 0) return match;
    const rest = sequence(others);
    return (run, at, next) => match(run, at, (end) => rest(run, end, next));
  };
  return compile;
}

const word =
  (text: string): Matcher =>
  (run, at, next) => {
    if (run.words[at] !== text) return;
    run.literals++;
    next(at + 1);
    run.literals--;
  };

const choice =
  (parts: readonly { match: Matcher; canBegin: Opens }[]): Matcher =>
  (run, at, next) => {
    for (const { match, canBegin } of parts) if (canBegin(run.words[at])) match(run, at, next);
  };

/** Whether parts can stand before a word: those it can begin, or any where they can be empty or begin with a name. */
function opener(parts: readonly Node[], typeOf: TypeOf): Opens {
  const words = new Set<string>();
  const values: Reader[] = [];
  if (collect({ kind: "sequence", parts: [...parts] }, typeOf, words, values) !== "some") return () => true;
  return (text) => text !== undefined && (words.has(text) || values.some((value) => value.canBegin(text)));
}

// Gathers what a part can begin with. "any": with anything; "empty": it can be left out, so what follows counts too.
function collect(node: Node, typeOf: TypeOf, words: Set<string>, values: Reader[]): "some" | "any" | "empty" {
  switch (node.kind) {
    case "word":
      words.add(node.word);
      return "some";
    case "slot": {
      const type = typeOf(node.type);
      if (type === "here") return "empty";
      if (!("read" in type)) return "any";
      values.push(type);
      return "some";
    }
    case "choice": {
      const each = new Set(node.parts.map((part) => collect(part, typeOf, words, values)));
      return each.has("any") ? "any" : each.has("empty") ? "empty" : "some";
    }
    case "sequence":
      for (const part of node.parts) {
        const one = collect(part, typeOf, words, values);
        if (one !== "empty") return one;
      }
      return "empty";
  }
}

function slot({ name }: { name: string }, type: SlotType, canFollow: Opens): Matcher {
  if (type === "here") return here(name);
  if (!("read" in type)) return named(name, type, canFollow);
  return (run, at, next) => {
    for (const { value, end } of type.read(run.words, at)) {
      if (!canFollow(run.words[end])) continue;
      if (!type.asSaid) {
        held(run, name, { value }, () => next(end));
        continue;
      }
      run.free += end - at;
      held(run, name, { value: run.said(at, end) }, () => next(end));
      run.free -= end - at;
    }
  };
}

// A name is whatever stands between the words around it; whether it names anything is asked last, where all else fits.
const named =
  (slotName: string, type: Named, canFollow: Opens): Matcher =>
  (run, at, next) => {
    const before = run.captures.get(slotName);
    const parts = before && "parts" in before ? before.parts : [];
    const most = Math.min(run.words.length, at + MOST_NAME_WORDS);
    for (let to = at + 1; to <= most && run.named[to - 1] && run.left > 0; to++) {
      if (!canFollow(run.words[to])) continue;
      run.left--;
      held(run, slotName, { ...type, parts: [...parts, [at, to]] }, () => next(to));
    }
  };

// The speaker's room is not said: it stands at any place, if it is known.
const here =
  (slotName: string): Matcher =>
  (run, at, next) => {
    if (run.here !== undefined) held(run, slotName, { value: run.here }, () => next(at));
  };

function held(run: Run, slot: string, capture: Capture, then: () => void): void {
  const before = run.captures.get(slot);
  run.captures.set(slot, capture);
  then();
  if (before) run.captures.set(slot, before);
  else run.captures.delete(slot);
}
