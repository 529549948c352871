import { homeContract } from "../../../mcp-servers/homeassistant/contract.ts";
import { z } from "zod";
import { parseSettings, readEnvironment } from "../../../kernel/config.ts";
import { startHome2024 } from "./start-2024.ts";
import { startHome2026 } from "./start-2026.ts";

const { STEWARD_TEST_HA } = parseSettings(
  { STEWARD_TEST_HA: z.enum(["2024", "2026"]).default("2024") },
  readEnvironment(),
);
const start = STEWARD_TEST_HA === "2026" ? startHome2026 : startHome2024;

homeContract(`Home Assistant ${STEWARD_TEST_HA}`, async () => {
  const { url, token, stop } = await start();
  return { url, token, close: stop };
});
