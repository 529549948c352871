import type { Result, ServerContext } from "@modelcontextprotocol/server";
import { createMcpHandler, isInitializeRequest, isLegacyRequest } from "@modelcontextprotocol/server";
import type { StdioServerHandle } from "@modelcontextprotocol/server/stdio";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import type { Clock } from "../../kernel/clock.ts";
import type { Principal } from "../gate/types.ts";
import type { Asker } from "../hub/door.ts";
import { faultResponse, readBody } from "./body.ts";
import { callTool } from "./call.ts";
import type { NorthParts, Serving } from "./north.ts";
import { createNorth } from "./north.ts";
import { answerQuickly, quickCall } from "./quick.ts";
import { createSessions } from "./sessions.ts";

export interface GatewayParts extends NorthParts {
  clock: Clock;
  /** headers of every answer */
  headers?: Readonly<Record<string, string>>;
}
export interface Gateway {
  /** Answers a request to /mcp. Who asks was found by the caller, as were Host and Origin. `body` is its JSON where that is parsed. */
  fetch(request: Request, principal: Principal, body?: unknown): Promise<Response>;
  /** Speaks over this process's stdin and stdout; `who` is asked for each request, and throws when there is nobody any more. */
  stdio(who: () => Principal | Promise<Principal>): StdioServerHandle;
  close(): Promise<void>;
}

/** MCP towards clients, in both eras: sessions for 2025-11-25 and before, stateless for 2026-07-28. */
export function createGateway(parts: GatewayParts): Gateway {
  const { catalogue, clock, random } = parts;
  const principals = new WeakMap<Request, Principal>();
  const methods = new WeakMap<Request, string>();
  const who = ({ http }: ServerContext) => {
    const principal = http?.req && principals.get(http.req);
    if (!principal) throw new Error("a request without a principal");
    return principal;
  };
  const north = (serving: Omit<Serving, "who">, by: Serving["who"] = who) =>
    createNorth(parts, { ...serving, who: by });
  const adoptions = new WeakMap<Request, (asker: Asker) => Promise<Result>>();
  const adopt: Serving["adopt"] = ({ http }, asker) => http?.req && adoptions.get(http.req)?.(asker);
  const conversation = (session: string) => (principal: Principal) => `mcp:${principal.id}:${session}`;
  const sessions = createSessions(clock, random);
  const modern = createMcpHandler(
    ({ era, requestInfo }) => {
      const method = requestInfo && methods.get(requestInfo);
      return north({ era, conversation: conversation("stateless"), method });
    },
    { legacy: "reject", onerror: (error) => parts.log.warn("mcp client", { error: error.message }) },
  );
  let last = catalogue.tools();
  const unfollow = [
    catalogue.onChange(() => {
      if (catalogue.tools() === last) return;
      last = catalogue.tools();
      modern.notify.toolsChanged();
    }),
    parts.passthrough.onChange((list) => {
      if (list === "prompts") modern.notify.promptsChanged();
      else modern.notify.resourcesChanged();
    }),
  ];

  // Given its headers at once: a finished answer is slow to change, and calls are what has to be quick.
  const finished = new WeakSet<Response>();
  const plain = (json: string, session: string) => {
    const own = { "content-type": "application/json", "mcp-session-id": session };
    const answer = new Response(json, { headers: { ...parts.headers, ...own } });
    finished.add(answer);
    return answer;
  };

  const legacy = async (request: Request, principal: Principal, parsedBody: unknown) => {
    const id = request.headers.get("mcp-session-id");
    if (id !== null) {
      const session = sessions.find(id, principal.id);
      if (!session) return faultResponse(404, -32001, "There is no such session.");
      const { method, params } = Object(parsedBody);
      if (method === "notifications/cancelled") session.calls.get(Object(params).requestId)?.abort();
      const whole = () => session.transport.handleRequest(request, { parsedBody });
      const call = quickCall(request, parsedBody);
      if (!call) return whole();
      const run: Parameters<typeof answerQuickly>[2] = (calling) =>
        callTool(parts, call.params, { principal, conversation: session.conversation, ...calling });
      const stream: Parameters<typeof answerQuickly>[3] = (adopted) => {
        adoptions.set(request, adopted);
        return whole();
      };
      return answerQuickly(session, call, run, stream, plain);
    }
    if (!isInitializeRequest(parsedBody)) return faultResponse(400, -32000, "A session is needed: initialize first.");
    const talk = `mcp:${principal.id}:${random()}`;
    const server = north({ era: "legacy", conversation: () => talk, adopt });
    const transport = await sessions.open(principal.id, talk, server);
    const answer = await transport.handleRequest(request, { parsedBody });
    if (transport.sessionId === undefined) await transport.close(); // refused before it became a session
    return answer;
  };

  const serve: Gateway["fetch"] = async (request, principal, given) => {
    principals.set(request, principal);
    const read = request.method === "POST" && given === undefined ? await readBody(request) : { body: given };
    if ("refused" in read) return read.refused;
    const { body } = read;
    const isSession = request.headers.has("mcp-session-id") && quickCall(request, body) !== undefined;
    if (isSession || (await isLegacyRequest(request, body))) return legacy(request, principal, body);
    const { method } = Object(body);
    if (typeof method === "string") methods.set(request, method);
    return modern.fetch(request, { parsedBody: body });
  };

  return {
    async fetch(request, principal, given) {
      const answer = await serve(request, principal, given);
      if (!finished.has(answer))
        for (const [name, value] of Object.entries(parts.headers ?? {})) answer.headers.set(name, value);
      return answer;
    },
    stdio: (by) => serveStdio(({ era }) => north({ era, conversation: conversation("stdio") }, by)),
    async close() {
      for (const end of unfollow) end();
      sessions.close();
      await modern.close();
    },
  };
}
