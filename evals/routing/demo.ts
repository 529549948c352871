import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Domains } from "../../composer/agent/tiers/domains.ts";
import { createDomains } from "../../composer/agent/tiers/domains.ts";
import type { Features } from "../../composer/agent/tiers/types.ts";
import { silentLog } from "../../kernel/log.ts";
import { servers } from "../../mcp-servers/index.ts";

/** Knows which parts of the demo house a sentence is about. */
export async function demoDomains(): Promise<Domains> {
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

/** What a router is told of a sentence that somebody begins with. */
export const featuresOf = (say: string, domains: Domains): Features => ({
  domains: domains(say),
  failedBefore: false,
});
