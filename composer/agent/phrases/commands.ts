import type { Json, JsonObject } from "../../../kernel/schema.ts";
import { jsonObject } from "../../../kernel/schema.ts";
import type { Step } from "../../../kernel/wire.ts";
import type { Capture, Run } from "./matcher.ts";
import type { Phrase } from "./phrase-book.ts";
import type { Resolver } from "./resolver.ts";

/** A command found in the words: its call once its names are known, and how well it fits. */
export interface Command {
  phrase: Phrase;
  captures: ReadonlyMap<string, Capture>;
  literals: number;
  free: number;
  /** whether it begins with a word of the phrase or with a name */
  begins: "word" | "name";
  from: number;
  end: number;
}

/** The call of a command, and what was named last with it. */
export interface Called {
  step: Step;
  name: string | undefined;
  unsure: boolean;
  loose: number;
}

/** The commands these phrases make of the words from a position; each ends where `canEnd` says. */
export function findCommands(
  run: Run,
  from: number,
  phrases: readonly Phrase[],
  resolver: Resolver,
  canEnd: (end: number) => boolean,
): Command[] {
  const found: Command[] = [];
  for (const phrase of phrases) {
    phrase.match(run, from, (end) => {
      if (!canEnd(end)) return;
      const isNamed = (capture: Capture) => "value" in capture || resolver.canName(phrase.server, capture);
      if (![...run.captures.values()].every(isNamed)) return;
      const captures = new Map(run.captures);
      const isName = (capture: Capture) => "parts" in capture && capture.parts[0]?.[0] === from;
      const begins = [...captures.values()].some(isName) ? "name" : "word";
      found.push({ phrase, captures, literals: run.literals, free: run.free, begins, from, end });
    });
  }
  return found;
}

/** The call of a command; a pronoun takes the name before it, and there must be one; a name the phrase needs must be there. */
export function callOf(
  { phrase, captures }: Command,
  resolver: Resolver,
  previous: string | undefined,
): Called | undefined {
  if (phrase.needs !== undefined && !resolver.has(phrase.server, phrase.needs)) return undefined;
  const values = new Map<string, Json>();
  let name = previous;
  let unsure = false;
  let loose = 0;
  for (const [slot, capture] of captures) {
    if ("value" in capture) {
      values.set(slot, capture.value);
      continue;
    }
    const named = resolver.resolve(phrase.server, capture, previous);
    if (!named) return undefined;
    name = named.text;
    unsure ||= named.unsure;
    loose += named.loose;
    values.set(slot, named.text);
  }
  return { step: { tool: phrase.tool, args: argsOf(phrase.args, values) }, name, unsure, loose };
}

const SLOT = /\{(\w+)\}/g;

/** Constants as they are, `"{slot}"` as the slot's value, and text with slots in it filled in; an empty optional slot leaves its argument out. */
function argsOf(args: Readonly<Record<string, Json>>, values: ReadonlyMap<string, Json>): JsonObject {
  const filled = Object.entries(args).flatMap(([key, arg]): [string, Json][] => {
    if (typeof arg !== "string") return [[key, arg]];
    const slots = [...arg.matchAll(SLOT)].map(([, slot = ""]) => slot);
    if (slots.some((slot) => !values.has(slot))) return [];
    const [only = ""] = slots;
    if (arg === `{${only}}`) return [[key, values.get(only) ?? null]];
    return [[key, arg.replaceAll(SLOT, (_, slot: string) => String(values.get(slot)))]];
  });
  return jsonObject.parse(Object.fromEntries(filled));
}
