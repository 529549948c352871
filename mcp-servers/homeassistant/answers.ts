import { listed } from "../../kernel/text.ts";
import type { Target } from "./actions.ts";
import { countedThings, isOrAre, namesOf, stateWords } from "./describe.ts";
import { conditions, values } from "./properties.ts";

const MOST_LINES = 20;

/** The answer to a question about these things, in one sentence, or a line each. */
export function answer(targets: readonly Target[], what: string | undefined): string {
  const key = what?.trim().toLowerCase() ?? "";
  if (key === "count") return countOf(targets);
  const condition = conditions[key];
  if (condition) return whether(targets, key, condition.holds);
  const value = values[key];
  const read = (target: Target) => value?.read(target.now, target.thing);
  const known = targets.filter((target) => read(target) !== undefined);
  if (value && known.length > 0)
    return lines(
      known,
      (target) =>
        `${target.thing.name} ${isOrAre(target.thing.name)} ${key === "temperature" ? "at " : ""}${read(target)}`,
    );
  return lines(targets, ({ thing, now }) => `${thing.name} ${isOrAre(thing.name)} ${stateWords(thing, now)}`);
}

function countOf(targets: readonly Target[]): string {
  const [one] = targets;
  if (one?.thing.domain === "todo" && targets.length === 1)
    return `${one.thing.name} has ${stateWords(one.thing, one.now)}.`;
  return `${countedThings(targets.map(({ thing }) => thing))}.`;
}

function whether(
  targets: readonly Target[],
  key: string,
  holds: (state: Target["now"], thing: Target["thing"]) => boolean,
): string {
  const [one] = targets;
  const so = targets.filter(({ now, thing }) => holds(now, thing));
  const names = namesOf(
    so.map(({ thing }) => thing),
    6,
  );
  if (one && targets.length === 1) {
    const words = stateWords(one.thing, one.now);
    return `${so.length > 0 ? "Yes" : "No"}, ${one.thing.name} ${isOrAre(one.thing.name)} ${words}.`;
  }
  const all = countedThings(targets.map(({ thing }) => thing));
  if (so.length === 0) return `No, none of ${all} is ${key}.`;
  if (so.length === targets.length) return `Yes, all ${all} are ${key}.`;
  return `${so.length} of ${all} ${so.length === 1 ? "is" : "are"} ${key}: ${names}.`;
}

function lines(targets: readonly Target[], text: (target: Target) => string): string {
  const shown = targets.slice(0, MOST_LINES).map(text);
  const more = targets.length - shown.length;
  if (shown.length === 1) return `${shown[0]}.`;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
}

/** Choices in a question. */
export const orList = (names: readonly string[]): string => listed(names, "or");
