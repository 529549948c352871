import { z } from "zod";
import { PeerError } from "../../kernel/errors.ts";
import { jsonObject } from "../../kernel/schema.ts";
import type { JsonObject } from "../../kernel/schema.ts";
import { clean } from "../../kernel/text.ts";
import type { Tool } from "../../kernel/tool.ts";
import { askConfirm, done, failed, tool } from "../../kernel/tool.ts";
import type { Target } from "./actions.ts";
import { countedThings, isOrAre, namesOf, stateWords } from "./describe.ts";
import type { Home, Thing } from "./home.ts";
import { callsFor } from "./restoring.ts";
import { SETTLE } from "./perform.ts";
import { difference, isAlike, kept } from "./snapshot.ts";
import type { State } from "./states.ts";
import { stateOf, targetsOf } from "./targets.ts";
import { isWayIn } from "./verbs.ts";

const states = z.record(z.string(), z.object({ was: jsonObject, is: jsonObject }));

/** `home_restore`: puts states back as they were; for undo and pages. Asks when the world has changed since. */
export const homeRestore = (home: Home): Tool =>
  tool({
    name: "home_restore",
    description: "Put devices back as they were",
    risk: "danger",
    for: "people",
    input: { states },
    plan({ states: wanted }, { confirmed }) {
      const targets = targetsOf(home, Object.keys(wanted));
      const moved = targets.filter(({ thing, now }) => !isAlike(kept(thing.domain, now), wanted[thing.id]?.is ?? {}));
      if (moved.length > 0 && !confirmed) {
        return askConfirm(`${namesOf(moved.map(({ thing }) => thing))} changed since. Put back all the same?`);
      }
      const opens = targets.some(({ thing }) => opensWayIn(thing, wanted[thing.id]?.was));
      return {
        targets: targets.map(({ thing }) => thing.id),
        risk: opens ? "danger" : "write",
        summary: `Put back ${namesOf(targets.map(({ thing }) => thing))}`,
      };
    },
    async run({ args, targets: ids }, { signal }) {
      const targets = targetsOf(home, ids);
      const wanted = ({ thing }: Target): JsonObject => args.states[thing.id]?.was ?? {};
      const faults = await Promise.all(targets.map((target) => putBack(home, target, wanted(target), signal)));
      const isBack = (target: Target) => isAsBefore(target, stateOf(home, target.thing), wanted(target));
      await home.until(() => home.isCurrent() && targets.every(isBack), SETTLE, signal);
      const fault = faults.find((one) => one !== undefined);
      if (!home.isCurrent()) return failed(`I cannot see what became of it. ${fault ?? "Home Assistant is away."}`);
      const missed = targets.filter((target) => !isBack(target));
      const extra = difference(home, targets);
      if (missed.length > 0) return failed(missedText(home, missed, fault), extra);
      return done(backText(home, targets), extra);
    },
  });

/** Brings one thing back, step by step, and tells the first fault: a step that is refused does not keep the others. */
async function putBack(home: Home, target: Target, was: JsonObject, signal: AbortSignal): Promise<string | undefined> {
  let fault: string | undefined;
  for (const [service, data] of callsFor(target, was)) {
    await home.call(service, [target.thing.id], data, signal).catch((thrown: unknown) => {
      if (!(thrown instanceof PeerError)) throw thrown;
      fault ??= thrown.message;
    });
  }
  return fault;
}

const MOVING = ["opening", "closing", "locking", "unlocking"];

function isAsBefore({ thing: { domain } }: Target, now: State, was: JsonObject): boolean {
  // A player that was woken is "on" or "idle" as it likes, and its source shows when it plays.
  if (domain === "media_player") return now.state === was["state"] || (isAwake(now.state) && isAwake(was["state"]));
  return MOVING.includes(now.state) || isAlike(kept(domain, now), was);
}
const isAwake = (state: unknown) => state === "on" || state === "idle";

const opensWayIn = ({ domain, kind }: Thing, was: JsonObject | undefined) =>
  was?.["state"] === (domain === "lock" ? "unlocked" : "open") && (domain === "lock" || isWayIn(kind));

function missedText(home: Home, missed: readonly Target[], fault?: string): string {
  const [one] = missed;
  const words = one ? stateWords(one.thing, stateOf(home, one.thing)) : "";
  const who =
    one && missed.length === 1 ? `${one.thing.name} ${isOrAre(one.thing.name)} ${words}` : namesOf(things(missed), 2);
  return clean(`${who}, not as before.${fault ? ` ${fault}` : ""}`);
}

const things = (targets: readonly Target[]) => targets.map(({ thing }) => thing);

function backText(home: Home, targets: readonly Target[]): string {
  const [one] = targets;
  if (one && targets.length === 1)
    return `${one.thing.name} ${isOrAre(one.thing.name)} ${stateWords(one.thing, stateOf(home, one.thing))} again.`;
  return `${countedThings(targets.map(({ thing }) => thing))} are back as they were.`;
}
