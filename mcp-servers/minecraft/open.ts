import type { RealParts } from "./real.ts";
import { realWorld } from "./real.ts";
import { readWorlds } from "./settings.ts";
import type { World } from "./world.ts";

/** The worlds of a file. @throws UserError naming what is wrong in it */
export const openWorlds = (file: string, parts: RealParts): World[] =>
  readWorlds(file).map((set) => realWorld(set, parts));
