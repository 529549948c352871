import { z } from "zod";
import { listed } from "../../kernel/text.ts";
import type { Tool } from "../../kernel/tool.ts";
import { askWhich, tool } from "../../kernel/tool.ts";
import type { Action, Target } from "./actions.ts";
import { blind } from "./actions.ts";
import { textOf, textsOf } from "./attributes.ts";
import type { Home } from "./home.ts";
import { perform } from "./perform.ts";
import { PLAYERS, isUnnamed, player } from "./player.ts";
import { meant, mustBeThere, targetsOf } from "./targets.ts";

const VERBS = ["play", "pause", "stop", "next", "previous", "shuffle"] as const;

/** `home_play`: music and television. */
export const homePlay = (home: Home): Tool =>
  tool({
    name: "home_play",
    description: "Play media",
    risk: "write",
    input: {
      do: z.enum(VERBS),
      name: z.string().optional(),
      /** a title, or a source of the player */
      what: z.string().optional(),
    },
    plan(input, context) {
      mustBeThere(home);
      const { name = "" } = input;
      const found = isUnnamed(input.name) ? player(home, context) : meant(home, name, PLAYERS, context);
      if ("ask" in found) return found;
      const { targets } = found;
      for (const target of targets) actionOf(target, input.do, input.what);
      const names = targets.map(({ thing }) => thing.name);
      if (targets.length > 1 && !found.group) return askWhich(`Which one: ${listed(names, "or")}?`, names);
      return {
        targets: targets.map(({ thing }) => thing.id),
        summary: `${listed(names)}: ${[input.do, input.what].filter(Boolean).join(" ")}`,
      };
    },
    run({ args, targets: ids }, context) {
      const planned = targetsOf(home, ids).map((target) => ({
        ...target,
        action: actionOf(target, args.do, args.what),
      }));
      return perform(home, planned, context);
    },
  });

// "Some music" names no title.
const ANYTHING = /^((some|the|any|my) )?(music|songs?|tunes?|something|anything|radio|media)$/i;

function actionOf({ now }: Target, verb: (typeof VERBS)[number], said: string | undefined): Action {
  const sources = textsOf(now, "source_list");
  const isSource = (what: string) => sources.some((source) => source.toLowerCase() === what.toLowerCase());
  const what = said !== undefined && ANYTHING.test(said.trim()) && !isSource(said) ? undefined : said;
  const known = what === undefined ? undefined : sources.find((source) => source.toLowerCase() === what.toLowerCase());
  // A source that is chosen already is asked to play.
  const isChosen = now.state !== "off" && textOf(now, "source") === known;
  if (verb === "play" && known !== undefined && !isChosen) {
    const reached: Action["reached"] = (state) => textOf(state, "source") === known;
    return { service: "media_player.select_source", data: { source: known }, reached };
  }
  if (verb === "play" && what !== undefined && known === undefined) {
    return {
      service: "media_player.play_media",
      data: { media_content_id: what, media_content_type: "music" },
      always: true,
      reached: ({ state }) => state === "playing",
    };
  }
  const states: Record<string, readonly [service: string, states: readonly string[]]> = {
    play: ["media_player.media_play", ["playing"]],
    pause: ["media_player.media_pause", ["paused"]],
    stop: ["media_player.media_stop", ["idle", "off", "standby"]],
  };
  const plain = states[verb];
  if (plain) return { service: plain[0], reached: ({ state }) => plain[1].includes(state) };
  if (verb === "shuffle")
    return {
      service: "media_player.shuffle_set",
      data: { shuffle: true },
      reached: ({ attributes }) => attributes["shuffle"] === true,
    };
  return blind(verb === "next" ? "media_player.media_next_track" : "media_player.media_previous_track");
}
