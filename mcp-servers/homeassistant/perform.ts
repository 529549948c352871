import { PeerError } from "../../kernel/errors.ts";
import { clean } from "../../kernel/text.ts";
import type { Context, Result } from "../../kernel/tool.ts";
import { done, failed } from "../../kernel/tool.ts";
import type { Action, Target } from "./actions.ts";
import { countedThings, isOrAre, namesOf, stateWords } from "./describe.ts";
import type { Home } from "./home.ts";
import { difference } from "./snapshot.ts";
import { stateOf } from "./targets.ts";

/** Milliseconds a device has to show the state it was told; what moves is then said to be on its way. */
export const SETTLE = 1500;

/** A thing with what is to be done to it. */
export interface Planned extends Target {
  action: Action;
}

/** Calls what is not so already, waits for the states, and says what they are: also when an answer was lost. */
export async function perform(home: Home, planned: readonly Planned[], { signal }: Context): Promise<Result> {
  const there = planned.filter(({ now }) => now.state !== "unavailable");
  const open = there.filter(({ action, now }) => action.always || !action.reached(now));
  if (there.length === 0) return failed(`${namesOf(things(planned))} cannot be reached.`);
  if (open.length === 0) return done(already(there));
  const fault = await callAll(home, open, signal);
  const missed = () => open.filter((one) => !isThere(home, one));
  await home.until(() => home.isCurrent() && missed().length === 0, SETTLE, signal);
  if (!home.isCurrent()) return failed(unseenText(open, fault));
  const extra = difference(home, open);
  if (missed().length > 0) return failed(missedText(home, open, missed(), fault), extra);
  // What no state shows is not believed without an answer.
  if (fault !== undefined && open.some(({ action }) => action.always)) return failed(unseenText(open, fault), extra);
  const away = planned.length - there.length;
  return done(`${doneText(home, open)}${away > 0 ? ` ${away} cannot be reached.` : ""}`, extra);
}

/** Calls one after the other until one fails, and tells its fault in words. Nothing is called twice. */
async function callAll(home: Home, open: readonly Planned[], signal: AbortSignal): Promise<string | undefined> {
  try {
    for (const { service, data, ids } of callsOf(open)) await home.call(service, ids, data, signal);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof PeerError) return thrown.message;
    throw thrown;
  }
}

/** One call a service and its data, for all entities together. */
function callsOf(planned: readonly Planned[]) {
  const calls = new Map<string, { service: string; data?: Record<string, unknown>; ids: string[] }>();
  for (const { thing, action } of planned) {
    const key = JSON.stringify([action.service, action.data]);
    const known = calls.get(key);
    if (known) known.ids.push(thing.id);
    else calls.set(key, { service: action.service, ...(action.data && { data: action.data }), ids: [thing.id] });
  }
  return calls.values();
}

const isThere = (home: Home, { thing, action }: Planned) => {
  const now = stateOf(home, thing);
  return action.reached(now) || action.transit?.includes(now.state) || action.isUnderWay?.(now) || false;
};

const things = (targets: readonly Target[]) => targets.map(({ thing }) => thing);
const only = <T>(items: readonly T[]): T | undefined => (items.length === 1 ? items[0] : undefined);
const firstWord = (text: string) => text.split(/[ ,]/)[0] ?? "";
const wordsNow = (home: Home, [first]: readonly Target[]) =>
  first ? stateWords(first.thing, stateOf(home, first.thing)) : "";

function doneText(home: Home, targets: readonly Target[]): string {
  const words = targets.map(({ thing }) => stateWords(thing, stateOf(home, thing)));
  const one = only(targets);
  if (one) return `${one.thing.name} ${isOrAre(one.thing.name)} ${words[0]}.`;
  const said = new Set(words);
  const [state = ""] = said;
  // Members that differ in detail ("on at 40 percent", "on") are told by what they share.
  const shared = said.size === 1 ? state : new Set(words.map(firstWord)).size === 1 ? firstWord(state) : "set";
  return `${countedThings(things(targets))} are ${shared}.`;
}

function already(targets: readonly Target[]): string {
  const [first] = targets;
  const state = first ? stateWords(first.thing, first.now) : "";
  const one = only(targets);
  if (one) return `${one.thing.name} ${isOrAre(one.thing.name)} already ${state}.`;
  return `All ${countedThings(things(targets))} are already ${firstWord(state)}.`;
}

function missedText(home: Home, open: readonly Target[], missed: readonly Target[], fault?: string): string {
  const one = only(missed);
  const state = wordsNow(home, missed);
  const rest = open.length - missed.length;
  const well = rest > 0 ? `${rest} of ${open.length} did it, but ` : "";
  const who = one
    ? `${one.thing.name} ${isOrAre(one.thing.name)} still ${state}`
    : `${namesOf(things(missed), 2)} are still ${firstWord(state)}`;
  return clean(`${well}${who}: ${fault ?? "the home said yes, but nothing changed."}`);
}

const unseenText = (targets: readonly Target[], fault = "Home Assistant is away.") =>
  clean(`I cannot see what became of ${namesOf(things(targets), 2)}. ${fault}`);
