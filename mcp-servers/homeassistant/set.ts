import { z } from "zod";
import { UserError } from "../../kernel/errors.ts";
import { listed } from "../../kernel/text.ts";
import type { Context, Result, Tool } from "../../kernel/tool.ts";
import { askWhich, done, failed, tool } from "../../kernel/tool.ts";
import type { Action, Target } from "./actions.ts";
import { countedThings, isOrAre, namesOf, stateWords } from "./describe.ts";
import type { Home } from "./home.ts";
import { difference } from "./snapshot.ts";
import { meant, stateOf, targetsOf } from "./targets.ts";
import { riskOf, verbKinds, verbs } from "./verbs.ts";

/** Milliseconds a device has to show the state it was told; what moves is then said to be on its way. */
const SETTLE = 1500;

/** `home_set`: everything that can be said to devices. */
export const homeSet = (home: Home): Tool =>
  tool({
    name: "home_set",
    description: "Control: on, off, open, lock, brightness, color…",
    risk: "write",
    input: { name: z.string(), do: z.string(), value: z.coerce.string().optional() },
    plan(input, context) {
      const verb = verbOf(input.do);
      const found = meant(home, input.name, verbKinds[verb], context);
      if ("ask" in found) return found;
      const { targets } = found;
      // All locks at once is never what one sentence should do.
      if (verb.endsWith("lock") && targets.length > 1) {
        const names = targets.map(({ thing }) => thing.name);
        return askWhich(`Which one should I ${verb}: ${listed(names, "or")}?`, names);
      }
      actionsOf(verb, targets, input.value);
      return {
        targets: targets.map(({ thing }) => thing.id),
        risk: riskOf(verb, targets),
        args: { ...input, do: verb },
        summary: summaryOf(verb, input.value, targets),
      };
    },
    async run({ args, targets: ids }, context) {
      const targets = targetsOf(home, ids);
      return perform(home, actionsOf(args.do, targets, args.value), context);
    },
  });

const SAME: Record<string, string> = {
  colour: "color",
  color_temp: "kelvin",
  warmth: "kelvin",
  turn_on: "on",
  turn_off: "off",
  return: "dock",
  shut: "close",
  dim: "brightness",
  preset: "mode",
};

function verbOf(said: string): string {
  const plain = said.trim().toLowerCase().replaceAll(" ", "_");
  const verb = SAME[plain] ?? plain;
  if (verb in verbs) return verb;
  throw new UserError(`home_set cannot ${JSON.stringify(said)}. Allowed: ${Object.keys(verbs).join(", ")}.`);
}

interface Planned extends Target {
  action: Action;
}

/** The action for every target that can; a group leaves out those that cannot. @throws UserError when none can */
function actionsOf(verb: string, targets: readonly Target[], value: string | undefined): Planned[] {
  const faults: unknown[] = [];
  const planned = targets.flatMap((target) => {
    try {
      const rule = verbs[verb]?.[target.thing.domain];
      if (!rule) throw new UserError(`${target.thing.name} cannot ${verb}.`);
      return [{ ...target, action: rule(target, value) }];
    } catch (thrown) {
      if (!(thrown instanceof UserError)) throw thrown;
      faults.push(thrown);
      return [];
    }
  });
  if (planned.length > 0) return planned;
  throw faults[0] ?? new UserError("There is nothing to act on.");
}

const summaryOf = (verb: string, value: string | undefined, targets: readonly Target[]) =>
  `${namesOf(targets.map(({ thing }) => thing))}: ${[verb, value].filter(Boolean).join(" ")}`;

/** Calls what is not so already, waits for the states, and says what they are. */
async function perform(home: Home, planned: readonly Planned[], context: Context): Promise<Result> {
  const there = planned.filter(({ now }) => now.state !== "unavailable");
  const open = there.filter(
    ({ action, now }) => action.service.endsWith("stop_cover") || !action.reached(now) || isBlind(action, now),
  );
  if (there.length === 0) return failed(`${namesOf(planned.map(({ thing }) => thing))} cannot be reached.`);
  if (open.length === 0) return done(already(there));
  for (const { service, data, ids } of callsOf(open)) await home.call(service, ids, data, context.signal);
  await home.until(() => open.every((one) => isThere(home, one)), SETTLE, context.signal);
  const missed = open.filter((one) => !isThere(home, one));
  const away = planned.length - there.length;
  const extra = difference(home, open);
  if (missed.length > 0) return failed(missedText(home, open, missed), extra);
  return done(`${doneText(home, open)}${away > 0 ? ` ${away} cannot be reached.` : ""}`, extra);
}

// Every state is as wanted for an action that no state shows, so it is called all the same.
const isBlind = (action: Action, now: Target["now"]) =>
  action.reached(now) && action.reached({ state: "", attributes: {} });

const isThere = (home: Home, { thing, action }: Planned) => {
  const now = stateOf(home, thing);
  return action.reached(now) || (action.transit?.includes(now.state) ?? false);
};

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

const things = (targets: readonly Target[]) => targets.map(({ thing }) => thing);
const only = <T>(items: readonly T[]): T | undefined => (items.length === 1 ? items[0] : undefined);

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
const firstWord = (text: string) => text.split(/[ ,]/)[0] ?? "";

function already(targets: readonly Target[]): string {
  const one = only(targets);
  const state = firstTarget(targets);
  if (one) return `${one.thing.name} ${isOrAre(one.thing.name)} already ${state}.`;
  return `All ${countedThings(things(targets))} are already ${firstWord(state)}.`;
}
const firstTarget = (targets: readonly Target[]) =>
  targets
    .slice(0, 1)
    .map(({ thing, now }) => stateWords(thing, now))
    .join("");

function missedText(home: Home, open: readonly Target[], missed: readonly Target[]): string {
  const one = only(missed);
  const state = missed
    .slice(0, 1)
    .map(({ thing }) => stateWords(thing, stateOf(home, thing)))
    .join("");
  const rest = open.length - missed.length;
  const well = rest > 0 ? `${rest} of ${open.length} did it, but ` : "";
  if (one)
    return `${well}${one.thing.name} ${isOrAre(one.thing.name)} still ${state}: the home said yes, but nothing changed.`;
  return `${well}${namesOf(things(missed), 2)} are still ${firstWord(state)}: the home said yes, but nothing changed.`;
}
