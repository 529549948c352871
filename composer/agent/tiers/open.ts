import type { Db } from "../../../db/index.ts";
import type { Clock } from "../../../kernel/clock.ts";
import type { Log } from "../../../kernel/log.ts";
import type { Finding } from "../../../kernel/server.ts";
import type { Prefix } from "../models/model.ts";
import { cloudFinding, hasCloud, openCloud } from "./cloud.ts";
import { localFinding, openLocal } from "./local.ts";
import type { HeldModel } from "./memory.ts";
import { createPrivacy } from "./privacy.ts";
import { createRouter } from "./router.ts";
import type { ModelSettings } from "./settings.ts";
import type { Tiers } from "./types.ts";

export interface OpenParts {
  settings: ModelSettings & { STEWARD_DATA: string };
  /** what stands before every local sentence, as the tools are now */
  prefix(): Prefix;
  db: Db;
  clock: Clock;
  log: Log;
  fetch?: typeof globalThis.fetch | undefined;
}

/** The models of the house, and what is to be known of them beside sentences. */
export interface OpenTiers {
  tiers: Tiers;
  /** the local model's memory; undefined where there is none */
  memory: HeldModel | undefined;
  /** one word a model that is set up: "ok", "warming", "unloaded", "unreachable", "misconfigured", "off" */
  health(): Record<string, string>;
  doctor(): Promise<Finding[]>;
  /** loads the local model and has it read the tools, once they are there */
  start(): void;
  close(): Promise<void>;
}

/** Opens the models that the settings name. @throws UserError where they contradict each other */
export function openTiers(parts: OpenParts): OpenTiers {
  const { settings } = parts;
  const local = openLocal(parts);
  const cloud = openCloud(parts);
  const cloudWord = () => (!cloud ? "off" : cloud.breaker.isOpen() ? "unreachable" : "ok");
  return {
    tiers: {
      local,
      cloud,
      router: createRouter(),
      privacy: createPrivacy({ words: settings.STEWARD_PRIVATE_WORDS, tools: settings.STEWARD_PRIVATE_TOOLS }),
    },
    memory: local?.memory,
    health: () => ({
      ...(local && { "local model": local.memory.health().word }),
      ...(hasCloud(settings) && { "cloud model": cloudWord() }),
    }),
    doctor: async () => [localFinding(local), await cloudFinding(settings, cloud)],
    start: () => void local?.memory.look(),
    close: async () => local?.memory.close(),
  };
}
