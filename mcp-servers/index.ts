import type { ServerDefinition } from "../kernel/server.ts";
import catalog from "./catalog/server.ts";
import dns from "./dns/server.ts";
import homeassistant from "./homeassistant/server.ts";
import minecraft from "./minecraft/server.ts";
import scheduler from "./scheduler/server.ts";
import vm from "./vm/server.ts";

/** Every server of the house, one line each. */
export const servers: readonly ServerDefinition[] = [homeassistant, vm, minecraft, catalog, dns, scheduler];
