import { z } from "zod";
import { UserError } from "../../kernel/errors.ts";
import { clean, listed } from "../../kernel/text.ts";
import type { Context, Tool } from "../../kernel/tool.ts";
import { askWhich, tool } from "../../kernel/tool.ts";
import type { Target } from "./actions.ts";
import { namesOf } from "./describe.ts";
import type { Home } from "./home.ts";
import type { Planned } from "./perform.ts";
import { perform } from "./perform.ts";
import { isUnnamed, player } from "./player.ts";
import { meant, mustBeThere, targetsOf } from "./targets.ts";
import { riskOf, valueless, verbKinds, verbs } from "./verbs.ts";

/** `home_set`: everything that can be said to devices. */
export const homeSet = (home: Home): Tool =>
  tool({
    name: "home_set",
    description: "Control: on, off, open, lock, brightness, color…",
    risk: "write",
    input: { name: z.string(), do: z.string(), value: z.coerce.string().optional() },
    plan(input, context) {
      const verb = verbOf(input.do);
      mayHaveValue(verb, input.value);
      const found =
        ofPlayers.has(verb) && isUnnamed(input.name)
          ? unnamed(home, context)
          : meant(home, input.name, verbKinds[verb], context);
      if ("ask" in found) return found;
      const { targets } = found;
      // All locks at once is never what one sentence should do.
      if (found.group && (verb === "unlock" || (verb === "lock" && targets.length > 1))) {
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

// What is only said to players needs no name where one is plainly meant.
const ofPlayers = new Set(["volume", "mute", "unmute", "source"]);
function unnamed(home: Home, context: Context) {
  mustBeThere(home);
  return player(home, context);
}

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
  input: "source",
};

function verbOf(said: string): string {
  const plain = said.trim().toLowerCase().replaceAll(" ", "_");
  const verb = SAME[plain] ?? plain;
  if (Object.hasOwn(verbs, verb)) return verb;
  throw new UserError(`home_set cannot ${JSON.stringify(clean(said, 40))}. Allowed: ${Object.keys(verbs).join(", ")}.`);
}

/** A value that means nothing to its verb would be left out silently: "on" with 40 is no brightness. @throws UserError */
function mayHaveValue(verb: string, value: string | undefined): void {
  if (value === undefined || value.toLowerCase() === verb || !valueless.has(verb)) return;
  const others = Object.keys(verbs).filter((one) => !valueless.has(one));
  throw new UserError(`${verb} takes no value. What does: ${listed(others)}.`);
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
