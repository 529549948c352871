import { z } from "zod";
import { parseSettings, readEnvironment } from "../../../kernel/config.ts";
import type { ContractHome } from "../../../mcp-servers/homeassistant/contract.ts";
import { startHome2024 } from "./start-2024.ts";
import { startHome2026 } from "./start-2026.ts";

const { STEWARD_TEST_HA: year } = parseSettings(
  { STEWARD_TEST_HA: z.enum(["2024", "2026"]).default("2024") },
  readEnvironment(),
);

/** The real home this run is about: `STEWARD_TEST_HA`, 2024 unless told otherwise. */
export const chosenHome = {
  year,
  name: `Home Assistant ${year}`,
  async start(): Promise<ContractHome> {
    const { url, token, stop } = await (year === "2026" ? startHome2026() : startHome2024());
    return { url, token, close: stop };
  },
};
