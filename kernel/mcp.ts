import type { CallToolResult, McpServerFactory, Tool as McpTool } from "@modelcontextprotocol/server";
import { ProtocolError, ProtocolErrorCode, Server } from "@modelcontextprotocol/server";
import { z } from "zod";
import type { Json } from "./schema.ts";
import type { Outcome, RunningServer } from "./server.ts";
import type { Ask, Tool } from "./tool.ts";
import type { Plan } from "./wire.ts";
import { META, NAMES_URI, callContext, plan } from "./wire.ts";

const STRANGER = { principal: "mcp", owner: false };
const pinned = plan.omit({ args: true });
const toolMeta = z.object({
  [META.context]: callContext.default(STRANGER),
  [META.plan]: z.boolean().default(false),
  [META.planned]: pinned.optional(),
});
const listMeta = z.object({ [META.people]: z.boolean().default(false) });

/** A factory of MCP servers over one running server, for both protocol eras and every transport. */
export function mcpFactory(running: RunningServer): McpServerFactory {
  return () => {
    const server = new Server(
      { name: running.name, version: "1.0.0" },
      { capabilities: { tools: { listChanged: true }, resources: { subscribe: true } } },
    );
    server.setRequestHandler("tools/list", ({ params }) => {
      const forPeople = listMeta.parse(params?._meta ?? {})[META.people];
      const tools = [...running.tools.values()].filter((tool) => forPeople || tool.audience === "all");
      return {
        tools: tools.map(listing),
        ...(running.phrases.length > 0 && { _meta: { [META.phrases]: running.phrases } }),
      };
    });
    server.setRequestHandler("tools/call", ({ params }, context) => {
      const meta = toolMeta.safeParse(params._meta ?? {});
      if (!meta.success) throw new ProtocolError(ProtocolErrorCode.InvalidParams, "steward _meta is malformed");
      return dispatch(running, params, meta.data, context.mcpReq.signal);
    });
    server.setRequestHandler("resources/list", () => ({ resources: [{ uri: NAMES_URI, name: "names" }] }));
    server.setRequestHandler("resources/read", ({ params }) => {
      if (params.uri !== NAMES_URI) throw new ProtocolError(ProtocolErrorCode.InvalidParams, "no such resource");
      return { contents: [{ uri: NAMES_URI, mimeType: "application/json", text: JSON.stringify(running.names()) }] };
    });
    tellNames(server, running);
    return server;
  };
}

/** Tells a client that asked for it when the names change, until it goes; 2026-era and stateless clients read anew. */
function tellNames(server: Server, running: RunningServer): void {
  let stop = () => {};
  server.setRequestHandler("resources/subscribe", ({ params: { uri } }) => {
    stop();
    if (uri === NAMES_URI) stop = running.onNames(() => void server.sendResourceUpdated({ uri }).catch(() => {}));
    return {};
  });
  server.setRequestHandler("resources/unsubscribe", () => {
    stop();
    return {};
  });
  server.onclose = () => stop();
}

async function dispatch(
  running: RunningServer,
  { name, arguments: args }: { name: string; arguments?: Record<string, unknown> | undefined },
  meta: z.infer<typeof toolMeta>,
  signal: AbortSignal,
): Promise<CallToolResult> {
  const context = meta[META.context];
  if (meta[META.plan]) return planResult(await running.plan(name, args, context, signal));
  return callResult(await running.call(name, args, context, { planned: meta[META.planned], signal }));
}

/** The entry of a tool in tools/list; what the composer alone reads is in `_meta`. */
export function listing({ name, description, inputSchema, risk, audience }: Tool): McpTool {
  return {
    name,
    description,
    inputSchema: { ...inputSchema, type: "object" },
    annotations: { readOnlyHint: risk === "read", destructiveHint: risk === "danger" },
    _meta: { [META.risk]: risk, ...(audience === "people" && { [META.people]: true }) },
  };
}

const said = (text: string, isError: boolean, meta: Record<string, unknown> = {}): CallToolResult => ({
  content: [{ type: "text", text }],
  ...(isError && { isError }),
  ...(Object.keys(meta).length > 0 && { _meta: meta }),
});
const asked = ({ ask }: Ask) => said(ask.question, true, { [META.ask]: ask });

/** An outcome as an MCP result: one sentence, and what the composer alone reads. */
export function callResult(outcome: Outcome): CallToolResult {
  if ("fault" in outcome) return said(outcome.fault, true);
  if ("ask" in outcome) return asked(outcome);
  const { ok, say, changed, data, undo } = outcome;
  const meta: Record<string, Json | object | undefined> = {
    [META.changed]: changed,
    [META.data]: data,
    [META.undo]: undo,
  };
  return said(say, !ok, Object.fromEntries(Object.entries(meta).filter(([, value]) => value !== undefined)));
}

function planResult(planned: Plan | Ask | { fault: string }): CallToolResult {
  if ("fault" in planned) return said(planned.fault, true);
  if ("ask" in planned) return asked(planned);
  return said(planned.summary, false, { [META.plan]: planned });
}
