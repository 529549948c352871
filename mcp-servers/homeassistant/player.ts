import { listed } from "../../kernel/text.ts";
import type { Context } from "../../kernel/tool.ts";
import { askWhich } from "../../kernel/tool.ts";
import type { Home } from "./home.ts";
import { kindsOf } from "./kinds.ts";
import type { Meant } from "./targets.ts";
import { seen } from "./targets.ts";

/** What stands for the player that is meant without a name: "what song is this", "louder". */
const UNNAMED = /^(the )?(media )?player$/i;
export const PLAYERS: readonly string[] = kindsOf(["media_player"]);
const MOST_NAMES = 8;

/** Whether no player in particular is named. */
export const isUnnamed = (name: string | undefined): boolean => name === undefined || UNNAMED.test(name.trim());

/** The player meant when none is named: the one in the speaker's room, else the one that plays, that is on, or the only one. */
export function player(home: Home, context: Context): Meant {
  const found = seen(home, "all media players", PLAYERS, context);
  if ("ask" in found) return found;
  const all = found.targets;
  const here = all.filter(({ thing }) => context.area !== undefined && thing.area === context.area);
  const playing = all.filter(({ now }) => now.state === "playing");
  const paused = all.filter(({ now }) => now.state === "paused");
  const awake = all.filter(({ now }) => !["off", "standby", "unavailable"].includes(now.state));
  for (const some of [here, playing, paused, awake, all]) if (some.length === 1) return { targets: some, group: false };
  const names = (playing.length > 0 ? playing : all).map(({ thing }) => thing.name).slice(0, MOST_NAMES);
  return askWhich(`On which one: ${listed(names, "or")}?`, names);
}
