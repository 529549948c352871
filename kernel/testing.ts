import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { createMcpHandler } from "@modelcontextprotocol/server";
import { mcpFactory } from "./mcp.ts";
import type { JsonObject } from "./schema.ts";
import type { Parts, RunningServer } from "./server.ts";
import { runServer } from "./server.ts";
import { silentLog } from "./log.ts";
import { systemClock } from "./clock.ts";

/** A client that speaks the real protocol (2026-07-28) with a running server in this process. */
export async function connectClient(running: RunningServer): Promise<Client> {
  const handler = createMcpHandler(mcpFactory(running));
  const client = new Client({ name: "test", version: "1.0.0" }, { versionNegotiation: { mode: "auto" } });
  const fetch = (url: string | URL, init?: RequestInit) => handler.fetch(new Request(url, init));
  await client.connect(new StreamableHTTPClientTransport(new URL("http://in.process/mcp"), { fetch }));
  return client;
}

/** Calls one tool through the real protocol: its text, whether it failed, and the composer's `_meta`. */
export async function callTool(
  running: RunningServer,
  name: string,
  args: JsonObject,
  meta: Record<string, unknown> = {},
) {
  const client = await connectClient(running);
  try {
    const result = await client.callTool({ name, arguments: args, _meta: meta });
    const text = result.content.map((block) => (block.type === "text" ? block.text : `[${block.type}]`)).join("\n");
    return { text, failed: result.isError === true, meta: result._meta ?? {} };
  } finally {
    await client.close();
  }
}

/** A server of these parts, running in this process with a silent log. */
export const serverOf = (parts: Parts, name = "test"): RunningServer => runServer(name, parts, systemClock, silentLog);
