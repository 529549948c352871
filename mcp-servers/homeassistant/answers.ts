import { clean } from "../../kernel/text.ts";
import type { Target } from "./actions.ts";
import { countedThings, isOrAre, namesOf, stateWords } from "./describe.ts";
import type { Asked, Comparison, Manner } from "./asked.ts";
import { askedOf } from "./asked.ts";
import { conditions } from "./conditions.ts";
import { amountOf, values } from "./measured.ts";

const MOST_LINES = 20;
/** What some of them being so means: "are all lights on" is no then, "is any light on" is yes. */
const ALL = /^(all|every|each|everyone|everybody)\b/i;
const ANY = /^(any|anyone|anybody|someone|somebody)\b/i;

/** What is said, and whether what was asked as a yes or no is so. */
export interface Answer {
  say: string;
  holds?: boolean;
}

/** The answer to a question about these things, in one sentence, or a line each. */
export function answer(targets: readonly Target[], what: string | undefined, name = ""): Answer {
  const asked = askedOf(what);
  if (asked.comparison) return compared(targets, asked.comparison);
  if (asked.key === "count") return { say: countOf(targets) };
  return conditions[asked.key] ? whether(targets, asked, name) : { say: told(targets, asked.key) };
}

function countOf(targets: readonly Target[]): string {
  const [one] = targets;
  if (one?.thing.domain === "todo" && targets.length === 1)
    return `${one.thing.name} has ${stateWords(one.thing, one.now)}.`;
  return `${countedThings(targets.map(({ thing }) => thing))}.`;
}

const isKnown = ({ now: { state } }: Target) => state !== "unavailable" && state !== "unknown";
const stateOf = ({ thing, now }: Target) => `${thing.name} ${isOrAre(thing.name)} ${stateWords(thing, now)}`;

/** A value of each, or the whole state of what does not have it. */
function told(targets: readonly Target[], key: string): string {
  const known = targets.filter((target) => valueOf(target, key) !== undefined);
  return known.length > 0 ? lines(known, (target) => valueLine(target, key)) : lines(targets, stateOf);
}

function valueOf(target: Target, key: string): string | undefined {
  const words = isKnown(target) ? values[key]?.read(target.now, target.thing) : undefined;
  return words === undefined ? undefined : clean(words, 80);
}

const LEADS = new Map([
  ["temperature", "at "],
  ["target temperature", "set to "],
]);
const valueLine = (target: Target, key: string) =>
  `${target.thing.name} ${isOrAre(target.thing.name)} ${LEADS.get(key) ?? ""}${valueOf(target, key)}`;

/** Whether a value is above or below a limit: of several things, of any. */
function compared(targets: readonly Target[], { key, over, limit }: Comparison): Answer {
  const known = targets.flatMap((target) => {
    const amount = isKnown(target) ? amountOf(key, target.now, target.thing) : undefined;
    return amount === undefined ? [] : [{ target, isSo: over ? amount > limit : amount < limit }];
  });
  if (known.length === 0) return { say: `${targets.length > 1 ? "None of them tells" : "I cannot tell"} the ${key}.` };
  const so = known.filter(({ isSo }) => isSo);
  const shown = (so.length > 0 ? so : known).map(({ target }) => target);
  const [one] = shown;
  const holds = so.length > 0;
  const lead = holds ? "Yes" : "No";
  if (shown.length === 1 && one) return { say: `${lead}, ${valueLine(one, key)}.`, holds };
  const names = namesOf(
    shown.map(({ thing }) => thing),
    6,
  );
  return { say: `${lead}, ${names} ${holds ? "are" : "are not"} ${over ? "above" : "below"} ${limit}.`, holds };
}

/** How many of those that can be reached are so. */
interface Count {
  targets: readonly Target[];
  known: readonly Target[];
  so: readonly Target[];
}

function whether(targets: readonly Target[], { key, manner }: Asked, said: string): Answer {
  const condition = conditions[key];
  // What cannot be reached is neither on nor off.
  const known = targets.filter(isKnown);
  const so = known.filter(({ now, thing }) => condition?.holds(now, thing));
  const holds = holdsOf({ targets, known, so }, manner, isAllMeant(said, condition?.isRest === true));
  const [one] = targets;
  const isOne = one !== undefined && targets.length === 1 && manner !== "count";
  // Where some are, how many says more than yes.
  const lead = holds && so.length < known.length && manner !== "none" && !ANY.test(said) ? "" : leadOf(holds);
  const say = isOne
    ? `${leadOf(holds)}${stateOf(one)}.`
    : ofSeveral({ targets, known, so }, condition?.said ?? key, manner, lead);
  return { say, ...(holds !== undefined && { holds }) };
}

// "Are the doors closed" asks for all, "are the doors open" for any, unless it was said which.
const isAllMeant = (said: string, isRest: boolean) => ALL.test(said) || (isRest && !ANY.test(said));

function holdsOf({ known, so }: Count, manner: Manner, all: boolean): boolean | undefined {
  if (known.length === 0 || manner === "which" || manner === "count") return undefined;
  if (manner === "none") return so.length === 0;
  return all ? so.length === known.length : so.length > 0;
}

const leadOf = (holds: boolean | undefined) => (holds === undefined ? "" : holds ? "Yes, " : "No, ");

function ofSeveral({ targets, known, so }: Count, state: string, manner: Manner, lead: string): string {
  if (known.length === 0) return `None of ${countedThings(targets.map(({ thing }) => thing))} can be reached.`;
  const away = targets.length - known.length;
  const rest = away > 0 ? ` ${away} cannot be reached.` : "";
  const all = countedThings(known.map(({ thing }) => thing));
  if (so.length === 0 && manner === "count") return `0 of ${all} are ${state}.${rest}`;
  if (so.length === 0) return `${lead}${lead ? "none" : "None"} of ${all} is ${state}.${rest}`;
  if (so.length === known.length && lead === "Yes, ") return `Yes, all ${all} are ${state}.${rest}`;
  // Where all were meant, it is told which are not.
  const isAll = lead === "No, " && manner === "whether";
  const shown = isAll ? known.filter((target) => !so.includes(target)) : so;
  const names = namesOf(
    shown.map(({ thing }) => thing),
    6,
  );
  return `${lead}${shown.length} of ${all} ${shown.length === 1 ? "is" : "are"} ${isAll ? "not " : ""}${state}: ${names}.${rest}`;
}

function lines(targets: readonly Target[], text: (target: Target) => string): string {
  const shown = targets.slice(0, MOST_LINES).map(text);
  const more = targets.length - shown.length;
  if (shown.length === 1) return `${shown[0]}.`;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
}
