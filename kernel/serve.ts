import type { AddressInfo } from "node:net";
import { createHash, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createMcpHandler } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { UserError } from "./errors.ts";
import { mcpFactory } from "./mcp.ts";
import type { RunningServer } from "./server.ts";

/** Whether two secrets are the same, in a time that does not tell how far they agree. */
export function sameSecret(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

/** Serves one server over this process's stdin and stdout until stdin ends. */
export function overStdio(running: RunningServer): void {
  serveStdio(mcpFactory(running));
  process.stdin.once("end", () => void running.close().finally(() => process.exit(0)));
}

/**
 * Serves one server on http://127.0.0.1:port/mcp for the holder of the bearer token; port 0 takes any free one.
 * @throws UserError when the token is shorter than 16 characters
 */
export async function overHttp(running: RunningServer, { port, token }: { port: number; token: string }) {
  if (token.length < 16) throw new UserError("STEWARD_SERVER_TOKEN: at least 16 characters");
  const handler = createMcpHandler(mcpFactory(running));
  const answer = (request: Request) => {
    const given = request.headers.get("authorization")?.replace(/^Bearer /i, "") ?? "";
    if (!sameSecret(given, token)) return new Response("A bearer token is needed.\n", { status: 401 });
    if (request.headers.has("origin")) return new Response("Browsers are not served here.\n", { status: 403 });
    if (new URL(request.url).pathname !== "/mcp") return new Response("MCP is at /mcp.\n", { status: 404 });
    return handler.fetch(request);
  };
  const listener = createServer(getRequestListener(answer, { overrideGlobalObjects: false }));
  await new Promise<void>((resolve, reject) => listener.once("error", reject).listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${portOf(listener.address())}/mcp`,
    async close() {
      await handler.close();
      listener.closeAllConnections();
      await new Promise((resolve) => listener.close(resolve));
      await running.close();
    },
  };
}

/** The port of a listening server. */
export function portOf(address: AddressInfo | string | null): number {
  return typeof address === "object" && address ? address.port : 0;
}
