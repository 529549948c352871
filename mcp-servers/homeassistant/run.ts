import { z } from "zod";
import type { Tool } from "../../kernel/tool.ts";
import { askWhich, done, tool } from "../../kernel/tool.ts";
import { countedThings, namesOf } from "./describe.ts";
import type { Home } from "./home.ts";
import { difference } from "./snapshot.ts";
import { meant, stateOf, targetsOf } from "./targets.ts";

const RUNS = ["scene", "script", "automation"];
const WAYS = new Set(["lock", "cover", "valve", "alarm_control_panel"]);
/** Milliseconds in which the devices of a scene or script are watched for what they become. */
const SETTLE = 400;

/** `home_run`: scenes, scripts and automations. */
export const homeRun = (home: Home): Tool =>
  tool({
    name: "home_run",
    description: "Run a scene or script",
    risk: "write",
    input: { name: z.string() },
    plan({ name }, context) {
      const found = meant(home, name, RUNS, context);
      if ("ask" in found) return found;
      const things = found.targets.map(({ thing }) => thing);
      if (things.length > 1)
        return askWhich(
          `Which one: ${namesOf(things)}?`,
          things.map((thing) => thing.name),
        );
      return { targets: things.map(({ id }) => id), summary: `Run ${namesOf(things)}` };
    },
    async run({ targets: ids }, { signal }) {
      const targets = targetsOf(home, ids);
      const world = home.entries().flatMap((thing) => {
        const now = home.get(thing.id);
        return now && !RUNS.includes(thing.domain) && thing.domain !== "sensor" ? [{ thing, now }] : [];
      });
      const changedNow = () => world.filter(({ thing, now }) => stateOf(home, thing) !== now);
      for (const { thing } of targets) {
        const service = thing.domain === "automation" ? "automation.trigger" : `${thing.domain}.turn_on`;
        await home.call(service, [thing.id], {}, signal);
      }
      // What it does cannot be known beforehand: what changes while it runs is told, and can be taken back.
      await home.until(() => changedNow().length > 0, SETTLE, signal);
      const touched = changedNow();
      const { changed, undo } = difference(
        home,
        touched.filter(({ thing }) => !WAYS.has(thing.domain) || thing.domain === "cover"),
      );
      const count = Object.keys(Object(changed.after)).length;
      const what = count > 0 ? `, ${countedThings(touched.map(({ thing }) => thing))} changed` : "";
      return done(`${namesOf(targets.map(({ thing }) => thing))} ${verbOf(targets)}${what}.`, {
        changed,
        ...(undo && { undo }),
      });
    },
  });

const verbOf = (targets: readonly { thing: { domain: string } }[]) =>
  targets[0]?.thing.domain === "scene" ? "is set" : "has run";
