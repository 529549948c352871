import { listed } from "../../kernel/text.ts";
import type { Result } from "../../kernel/tool.ts";
import { done, failed } from "../../kernel/tool.ts";
import type { Effect } from "./effects.ts";
import { spoken, titleOf } from "./say.ts";

/** What effects came to together: one sentence, states before and after, and the way back. */
export function outcomeOf(effects: readonly Effect[]): Result {
  const say = spoken(sayAll(effects));
  const undo = effects.flatMap((effect) => effect.undo ?? []).toReversed();
  const changed = effects.filter(({ before, after, undo: back }) => before !== after || back !== undefined);
  const states = (side: "before" | "after") =>
    Object.fromEntries(changed.map((effect) => [effect.machine.title, effect[side]]));
  const extra = changed.length > 0 ? { changed: { before: states("before"), after: states("after") }, undo } : {};
  return effects.every(({ ok }) => ok) ? done(say, extra) : failed(say, extra);
}

/** What is the same of several is said once: "a and b are off." */
function sayAll(effects: readonly Effect[]): string {
  const rest = (effect: Effect) => effect.say.replace(titleOf(effect.machine), "").trim();
  const groups = Map.groupBy(effects, rest);
  return [...groups]
    .flatMap(([said, some]) =>
      some.length > 1 && said.startsWith("is ")
        ? [`${listed(some.map(({ machine }) => titleOf(machine)))} are ${said.slice(3)}`]
        : some.map(({ say }) => say),
    )
    .join(" ");
}
