import type { Clock } from "../../kernel/clock.ts";
import type { Tool } from "../../kernel/tool.ts";
import { minecraftBackups, minecraftPrune, minecraftRestore, minecraftZip } from "./backups.ts";
import type { Patience } from "./power.ts";
import { minecraftPower, minecraftSay } from "./power.ts";
import { minecraftStatus } from "./status.ts";
import type { World } from "./world.ts";

/** Every tool of the worlds. */
export const minecraftTools = (worlds: readonly World[], clock: Clock, patience: Patience): Tool[] => [
  minecraftStatus(worlds, clock),
  minecraftPower(worlds, patience),
  minecraftSay(worlds),
  minecraftBackups(worlds, clock),
  minecraftRestore(worlds),
  minecraftZip(worlds),
  minecraftPrune(worlds),
];
