import { clean } from "../../kernel/text.ts";
import type { Target } from "./actions.ts";
import { countedThings, isOrAre, namesOf, stateWords } from "./describe.ts";
import type { Manner } from "./properties.ts";
import { askedOf, conditions, values } from "./properties.ts";

const MOST_LINES = 20;
/** What some of them being so means: "are all lights on" is no then, "is any light on" is yes. */
const ALL = /^(all|every|each|everyone|everybody)\b/i;
const ANY = /^(any|anyone|anybody|someone|somebody)\b/i;

/** The answer to a question about these things, in one sentence, or a line each. */
export function answer(targets: readonly Target[], what: string | undefined, name = ""): string {
  const { key, manner } = askedOf(what);
  if (key === "count") return countOf(targets);
  const condition = conditions[key];
  if (condition) return whether(targets, { key, manner, said: name }, condition.holds);
  const value = values[key];
  const read = ({ now, thing }: Target) => {
    const words = isKnown(now) ? value?.read(now, thing) : undefined;
    return words === undefined ? undefined : clean(words, 80);
  };
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

const isKnown = ({ state }: Target["now"]) => state !== "unavailable" && state !== "unknown";

function whether(
  targets: readonly Target[],
  { key, manner, said }: { key: string; manner: Manner; said: string },
  holds: (state: Target["now"], thing: Target["thing"]) => boolean,
): string {
  const [one] = targets;
  // What cannot be reached is neither on nor off.
  const known = targets.filter(({ now }) => isKnown(now));
  const so = known.filter(({ now, thing }) => holds(now, thing));
  if (one && targets.length === 1 && manner !== "count") {
    const lead = known.length === 0 ? "" : so.length > 0 ? (manner === "which" ? "" : "Yes, ") : "No, ";
    return `${lead}${one.thing.name} ${isOrAre(one.thing.name)} ${stateWords(one.thing, one.now)}.`;
  }
  const away = targets.length - known.length;
  const rest = away > 0 ? ` ${away} cannot be reached.` : "";
  const all = countedThings(known.map(({ thing }) => thing));
  if (known.length === 0) return `None of ${countedThings(targets.map(({ thing }) => thing))} can be reached.`;
  if (so.length === 0 && manner === "count") return `0 of ${all} are ${key}.${rest}`;
  if (so.length === 0) return `${manner === "whether" ? "No, none" : "None"} of ${all} is ${key}.${rest}`;
  if (so.length === known.length && manner === "whether") return `Yes, all ${all} are ${key}.${rest}`;
  const names = namesOf(
    so.map(({ thing }) => thing),
    6,
  );
  const lead = manner !== "whether" ? "" : ALL.test(said) ? "No, " : ANY.test(said) ? "Yes, " : "";
  return `${lead}${so.length} of ${all} ${so.length === 1 ? "is" : "are"} ${key}: ${names}.${rest}`;
}

function lines(targets: readonly Target[], text: (target: Target) => string): string {
  const shown = targets.slice(0, MOST_LINES).map(text);
  const more = targets.length - shown.length;
  if (shown.length === 1) return `${shown[0]}.`;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
}
