import type { JSONRPCRequest, Result, ServerContext } from "@modelcontextprotocol/server";
import { ProtocolError, ProtocolErrorCode, Server } from "@modelcontextprotocol/server";
import type { Log } from "../../kernel/log.ts";
import type { Gate, Principal } from "../gate/types.ts";
import type { Asker, Catalogue, Era, Passed, Passthrough, Progress } from "../hub/door.ts";
import { createAsker } from "./asker.ts";
import type { CallParts } from "./call.ts";
import { callTool } from "./call.ts";

export interface NorthParts extends CallParts {
  catalogue: Catalogue;
  gate: Gate;
  passthrough: Passthrough;
  log: Log;
}
export interface Serving {
  era: Era;
  /** whom a request is for, found anew for each */
  who(context: ServerContext): Principal | Promise<Principal>;
  conversation(principal: Principal): string;
  /** the result of a call that already runs for this request, which gets its client now */
  adopt?(context: ServerContext, asker: Asker): Promise<Result> | undefined;
  /** the one method this server is made for, where it serves one request */
  method?: string;
}

const OTHERS = ["tools/list", "tools/call", "resources/subscribe", "resources/unsubscribe"];
const PASSED: readonly Passed[] = [
  "prompts/list",
  "prompts/get",
  "resources/list",
  "resources/templates/list",
  "resources/read",
  "completion/complete",
  "logging/setLevel",
];
const isServed = (method: string) => OTHERS.includes(method) || PASSED.some((one) => one === method);

/** A server towards one MCP client (or one request of it): the tools its principal sees, and what passes through. */
export function createNorth(parts: NorthParts, { era, who, conversation, adopt, method: only }: Serving): Server {
  const { catalogue, gate, passthrough, log } = parts;
  const server = new Server(
    { name: "steward", version: "0.1.0" },
    { capabilities: capabilitiesOf(passthrough, era), jsonSchemaValidator: { getValidator: unneeded } },
  );
  const watched = new Map<string, () => void>();
  let level: string | undefined;

  const passed = async (method: Passed, params: Record<string, unknown>, context: ServerContext): Promise<Result> => {
    await who(context); // throws for one that is no longer known
    const asker = createAsker({ server, era, context, level });
    if (method === "logging/setLevel" && typeof params.level === "string") level = params.level;
    return passthrough.request(method, params, { signal: context.mcpReq.signal, asker });
  };
  const subscribe = async (uri: unknown) => {
    if (typeof uri !== "string") throw new ProtocolError(ProtocolErrorCode.InvalidParams, "a uri is needed");
    const updated = () => void server.sendResourceUpdated({ uri }).catch(() => {});
    if (!watched.has(uri)) watched.set(uri, await passthrough.subscribe(uri, updated));
    return {};
  };
  const unsubscribe = (uri: unknown) => {
    watched.get(String(uri))?.();
    watched.delete(String(uri));
    return {};
  };

  // A fallback hands requests and results on as they are; the SDK's own handlers would parse each a second time.
  const handle = async (request: JSONRPCRequest, context: ServerContext): Promise<Result> => {
    const { method, params = {} } = request;
    if (method === "tools/list") {
      const tools = gate.visible(await who(context), "all");
      return { tools: tools.map(({ wire, name }) => ({ ...wire, name })) };
    }
    if (method === "tools/call") {
      const principal = await who(context);
      const asker = createAsker({ server, era, context, level });
      const running = adopt?.(context, asker);
      if (running) return running;
      const { signal } = context.mcpReq;
      const onProgress = progressOf(context);
      return callTool(parts, params, { principal, conversation: conversation(principal), asker, signal, onProgress });
    }
    if (method === "resources/subscribe") return subscribe(params.uri);
    if (method === "resources/unsubscribe") return unsubscribe(params.uri);
    const found = PASSED.find((one) => one === method);
    if (found) return passed(found, params, context);
    throw new ProtocolError(ProtocolErrorCode.MethodNotFound, "Method not found");
  };
  // An unknown method is left to the SDK, which knows its HTTP status.
  if (only === undefined || isServed(only)) server.fallbackRequestHandler = handle;
  server.removeRequestHandler("logging/setLevel"); // the SDK's own keeps the level to itself
  server.onerror = (error) => log.warn("mcp client", { error: error.message });

  if (era === "legacy") follow(server, catalogue, passthrough);
  const closed = server.onclose;
  server.onclose = () => {
    closed?.();
    for (const end of watched.values()) end();
  };
  return server;
}

/** Tells a client with a session when lists change, until it goes. */
function follow(server: Server, catalogue: Catalogue, passthrough: Passthrough): void {
  let last = catalogue.tools();
  const told = (sent: Promise<void>) => void sent.catch(() => {}); // it went meanwhile
  const ends = [
    catalogue.onChange(() => {
      if (catalogue.tools() === last) return;
      last = catalogue.tools();
      told(server.sendToolListChanged());
    }),
    passthrough.onChange((list) => {
      const offered = server.getCapabilities();
      if (list === "prompts" && offered.prompts) told(server.sendPromptListChanged());
      if (list === "resources" && offered.resources) told(server.sendResourceListChanged());
    }),
  ];
  server.onclose = () => ends.forEach((end) => end());
}

function capabilitiesOf(passthrough: Passthrough, era: Era) {
  const { prompts, resources, completions, logging } = passthrough.capabilities();
  return {
    tools: { listChanged: true },
    ...(prompts && { prompts: { listChanged: true } }),
    ...(resources && { resources: { listChanged: true, ...(era === "legacy" && { subscribe: true }) } }),
    ...(completions && { completions: {} }),
    ...(logging && { logging: {} }),
  };
}

function progressOf({ mcpReq }: ServerContext): ((progress: Progress) => void) | undefined {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return undefined;
  return (progress) => {
    mcpReq.notify({ method: "notifications/progress", params: { ...progress, progressToken } }).catch(() => {});
  };
}

/** Nothing is validated here: arguments by the servers, answers of clients by those who asked. */
const unneeded = () => {
  throw new Error("the gateway validates no schema");
};
