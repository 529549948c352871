import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDomains } from "../../composer/agent/tiers/domains.ts";
import { silentLog } from "../../kernel/log.ts";
import { servers } from "../../mcp-servers/index.ts";

/** Knows which servers of the demo house a sentence touches. */
export async function demoDomains() {
  const data = mkdtempSync(join(tmpdir(), "steward-routing-"));
  const language = await Promise.all(
    servers.map(async (definition) => {
      const running = await definition.start({ STEWARD_DATA: data }, { log: silentLog });
      const said = { phrases: running.phrases, names: running.names(), tools: [...running.tools.keys()] };
      await running.close();
      return { server: definition.name, ...said };
    }),
  );
  rmSync(data, { recursive: true });
  return createDomains(language);
}
