import type { Case, ServiceCall } from "./labels.ts";

/** The state of every entity of a home, by id. */
export type States = Record<string, { state: string; attributes: Record<string, unknown> }>;
export interface Called {
  service: string;
  entities: string[];
}

/** What came of a sentence, approvals given. */
export interface Observed {
  say: string;
  /** a tool ran and its effect or its answer is there */
  answered: boolean;
  before: States;
  after: States;
  calls: readonly Called[];
}

/** What the expected calls do to a second copy of the home. */
export interface Model {
  after: States;
  calls: readonly ServiceCall[];
}

export type Verdict = "right" | "wrong" | "fellThrough";
export interface Judged {
  verdict: Verdict;
  /** why it is not right, in one line */
  why: string;
}

const right: Judged = { verdict: "right", why: "" };
const wrong = (why: string): Judged => ({ verdict: "wrong", why });
const fellThrough = (why: string): Judged => ({ verdict: "fellThrough", why });

/** Judges one sentence: *wrong* is an effect or a fact that is not the expected one, *fell through* is neither. */
export function judge(
  { expected }: Case,
  seen: Observed,
  model: Model | undefined,
  nameOf: (id: string) => string,
): Judged {
  const effect = differences(seen.before, seen.after);
  const hasEffect = effect.length > 0 || seen.calls.length > 0;
  switch (expected.kind) {
    case "nothing":
      return effect.length === 0 && seen.calls.every(isStated) ? right : wrong(effectText(effect, seen.calls));
    case "calls":
      if (!model) throw new Error("calls are judged by a second copy of the home");
      return judgeCalls(seen, model, hasEffect);
    case "changes":
      return judgeChanges(seen, expected, effect, hasEffect);
    case "answer":
      if (hasEffect) return wrong(effectText(effect, seen.calls));
      return judgeWords(
        seen,
        expected.anyOf.some((phrase) => says(seen.say, phrase)),
      );
    case "state":
      if (hasEffect) return wrong(effectText(effect, seen.calls));
      return judgeWords(
        seen,
        says(seen.say, nameOf(expected.entity)) && wordsOfState(expected.state).some((word) => says(seen.say, word)),
      );
    case "response":
      if (hasEffect) return wrong(effectText(effect, seen.calls));
      return judgeResponse(seen, expected.text);
  }
}

function judgeCalls(seen: Observed, model: Model, hasEffect: boolean): Judged {
  const missing = differences(model.after, seen.after);
  const isSame = missing.length === 0 && silent(seen.calls) === silent(model.calls);
  // Where the label expects no call (the home has nothing of the kind), doing nothing is what was expected.
  const isNothing = model.calls.length === 0 && differences(seen.before, model.after).length === 0;
  if (isSame && (seen.answered || hasEffect || isNothing)) return right;
  if (!hasEffect) return fellThrough(seen.say);
  return wrong(effectText(differences(seen.before, seen.after), seen.calls));
}

function judgeChanges(
  seen: Observed,
  expected: Extract<Case["expected"], { kind: "changes" }>,
  effect: readonly Difference[],
  hasEffect: boolean,
): Judged {
  const missing = Object.entries(expected.changes).flatMap(([id, { state, attributes = {} }]) => {
    const now = seen.after[id];
    const isState = state === undefined || now?.state === state;
    const off = Object.entries(attributes).filter(([key, value]) => !isNear(now?.attributes[key], value, key));
    return isState && off.length === 0 ? [] : [id];
  });
  const others = effect.filter(({ id, key }) => !(id in expected.changes) && !expected.ignore[id]?.includes(key));
  if (missing.length === 0 && others.length === 0)
    return seen.answered || hasEffect || Object.keys(expected.changes).length === 0 ? right : fellThrough(seen.say);
  return hasEffect ? wrong(effectText(effect, seen.calls)) : fellThrough(seen.say);
}

const judgeWords = (seen: Observed, isRight: boolean): Judged => {
  if (!seen.answered) return fellThrough(seen.say);
  return isRight ? right : wrong(`said: ${seen.say}`);
};

/** Compares facts, not wording: yes or no, numbers, and the words of states. */
function judgeResponse(seen: Observed, response: string): Judged {
  if (!seen.answered) return fellThrough(seen.say);
  const facts = factsOf(response);
  const said = factsOf(seen.say);
  if (facts.length > 0 && facts.every((fact) => said.includes(fact))) return right;
  // A label that is but names: all of them are to be said, in any order.
  const names = response.split(/, | and /).filter((name) => name.trim() !== "");
  if (facts.length === 0 && names.length > 0 && names.every((name) => says(seen.say, name))) return right;
  const isContrary = ["yes", "no"].some((word) => facts.includes(word) && said.includes(word === "yes" ? "no" : "yes"));
  const isNumber = (fact: string) => /^\d/.test(fact);
  const isOther =
    facts.some(isNumber) && said.some(isNumber) && !facts.filter(isNumber).some((fact) => said.includes(fact));
  return isContrary || isOther
    ? wrong(`said: ${seen.say}; label: ${response}`)
    : fellThrough(`${seen.say}; label: ${response}`);
}

const factsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .match(/\b(yes|no|on|off|open|closed|locked|unlocked|home|away|docked|cleaning|playing|paused)\b|\d+(\.\d+)?/g) ??
  [];

const WORDS: Record<string, string[]> = {
  not_home: ["away", "not home"],
  open: ["open"],
  unlocked: ["unlocked"],
  closed: ["closed", "shut"],
  standby: ["standby", "off"],
};
const wordsOfState = (state: string): string[] => WORDS[state] ?? [state.replaceAll("_", " ")];

/** Whether a text holds a phrase as whole words. */
export function says(text: string, phrase: string): boolean {
  const words = (value: string) =>
    ` ${value
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
      .trim()} `;
  return words(text).includes(words(phrase));
}

interface Difference {
  id: string;
  key: string;
  from: unknown;
  to: unknown;
}

/** What differs between two moments of a home; an empty attribute is none, numbers may be rounded. */
export function differences(before: States, after: States): Difference[] {
  return Object.keys({ ...before, ...after }).flatMap((id) => {
    const [was, is] = [before[id], after[id]];
    const state = isNear(was?.state, is?.state, "state") ? [] : [{ id, key: "state", from: was?.state, to: is?.state }];
    const keys = Object.keys({ ...was?.attributes, ...is?.attributes });
    const changed = keys.filter((key) => !isNear(was?.attributes[key] ?? null, is?.attributes[key] ?? null, key));
    return [...state, ...changed.map((key) => ({ id, key, from: was?.attributes[key], to: is?.attributes[key] }))];
  });
}

// Home Assistant rounds between percent and 255, and between the ways to write a color.
const ROUNDED: Record<string, number> = {
  brightness: 1,
  rgb_color: 2,
  hs_color: 1,
  xy_color: 0.01,
  color_temp_kelvin: 50,
  color_temp: 3,
};

function isNear(one: unknown, other: unknown, key: string): boolean {
  if (isTime(one) && isTime(other)) return true;
  if (typeof one === "number" && typeof other === "number") return Math.abs(one - other) <= (ROUNDED[key] ?? 0.01);
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => isNear(item, other[index], key));
  return JSON.stringify(one) === JSON.stringify(other);
}

// When something happened, and how long it lasts yet, is another time on the second copy.
const isTime = (value: unknown) => typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value);

// Calls that no state shows are compared as calls.
const STATELESS = /next_track|previous_track|locate|press|clean_spot|automation\.trigger/;
const isStated = ({ service }: Called) => !STATELESS.test(service);
const silent = (calls: readonly Called[]): string =>
  JSON.stringify(
    calls
      .filter((call) => !isStated(call))
      .map(({ service, entities }) => [service, entities.toSorted()])
      .sort(),
  );

function effectText(effect: readonly Difference[], calls: readonly Called[]): string {
  if (effect.length === 0)
    return `called ${calls.map(({ service, entities }) => `${service} ${entities.join(" ")}`).join(", ")}`;
  const states = effect.filter(({ key }) => key === "state");
  return (states.length > 0 ? states : effect)
    .map(({ id, key, from, to }) => `${id} ${key} ${JSON.stringify(from)} → ${JSON.stringify(to)}`)
    .join(", ");
}
