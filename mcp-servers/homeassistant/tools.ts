import type { Tool } from "../../kernel/tool.ts";
import { homeGet } from "./get.ts";
import type { Home } from "./home.ts";
import { homeList } from "./list.ts";
import { homePlay } from "./play.ts";
import { homeRestore } from "./restore.ts";
import { homeRun } from "./run.ts";
import { homeSet } from "./set.ts";

/** Every tool of the home. */
export const homeTools = (home: Home): Tool[] =>
  [homeSet, homeGet, homeRun, homeList, homePlay, homeRestore].map((make) => make(home));
