import { z } from "zod";
import type { Tool } from "../../kernel/tool.ts";
import { done, tool } from "../../kernel/tool.ts";
import type { Target } from "./actions.ts";
import { answer } from "./answers.ts";
import type { Home } from "./home.ts";
import { isUnnamed, player } from "./player.ts";
import { kindsAbout } from "./asked.ts";
import { seen, seenTargets } from "./targets.ts";

/** `home_get`: the state of anything, whether it is so, which are, how many. */
export const homeGet = (home: Home): Tool =>
  tool({
    name: "home_get",
    description: "Ask for a state",
    risk: "read",
    input: { name: z.string(), what: z.string().optional() },
    plan({ name, what }, context) {
      const found = isUnnamed(name) ? player(home, context) : seen(home, name, kindsAbout(what), context);
      if ("ask" in found) return found;
      return { targets: found.targets.map(({ thing }) => thing.id), summary: `Look at ${name}` };
    },
    run({ args, targets: ids }) {
      const targets: Target[] = seenTargets(home, ids);
      const isCurrent = home.isCurrent();
      const { say, holds } = answer(targets, args.what, args.name);
      const things = targets.map(({ thing, now }) => ({
        name: thing.name,
        kind: thing.kind,
        area: thing.area ?? null,
        state: now.state,
        stale: !isCurrent,
      }));
      // What was seen before the home went away decides nothing.
      const data = { ...(isCurrent && holds !== undefined && { holds }), things };
      return done(isCurrent ? say : `Home Assistant is away. What I saw last: ${say}`, { data });
    },
  });
