import type { Server as HttpServer, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import type { CallToolResult } from "@modelcontextprotocol/client";
import { expect, onTestFinished, test } from "vitest";
import { overHttp, portOf } from "../../kernel/serve.ts";
import { serverOf } from "../../kernel/testing.ts";
import { done, tool } from "../../kernel/tool.ts";
import { callOf, hubOf, until } from "./testing.ts";

const token = "0123456789abcdef";
const headers = { Authorization: `Bearer ${token}` };
const textOf = ({ content: [first] }: CallToolResult) => (first?.type === "text" ? first.text : "");
const lamp = tool({ name: "lamp_get", description: "Look", risk: "read", input: {}, run: () => done("It is on.") });
const dim = tool({ name: "lamp_set", description: "Set", risk: "write", input: {}, run: () => done("It is dim.") });
const open = async (port = 0) => {
  const served = await overHttp(serverOf({ tools: [lamp, dim] }, "lamp"), { port, token });
  return { ...served, port: Number(new URL(served.url).port) };
};

test("a server behind a URL is listed and called with its headers, and comes back after a restart", async () => {
  const first = await open();
  const { hub } = await hubOf({ lamp: { url: first.url, headers, trust: true } });
  expect(hub.catalogue.tools().map(({ name }) => name)).toEqual(["lamp_get", "lamp_set"]);
  expect(textOf(await hub.transports.call(callOf("lamp_get")))).toBe("It is on.");
  await first.close();
  const lost = textOf(await hub.transports.call(callOf("lamp_get")));
  expect(lost).toMatch(/^lamp is not reachable|^lamp went away/);
  expect(hub.catalogue.tools()).toHaveLength(2);
  const second = await open(first.port);
  onTestFinished(() => second.close());
  await until(() => hub.catalogue.health().lamp === "ok");
  expect(textOf(await hub.transports.call(callOf("lamp_set")))).toBe("It is dim.");
});

test("a wrong token is said by the doctor", async () => {
  const served = await open();
  onTestFinished(() => served.close());
  const { hub } = await hubOf({ lamp: { url: served.url, trust: true } });
  expect(await hub.doctor(true)).toEqual([{ part: "lamp", ok: false, text: "not reachable: answered HTTP 401" }]);
});

/** An HTTP server that answers as a test wants. */
async function listening(answer: Parameters<typeof createServer>[1]): Promise<string> {
  const server: HttpServer = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${portOf(server.address())}/mcp`;
}

test("a redirect is not followed: headers go where they were configured for", async () => {
  let followed = false;
  const other = await listening((_request, response) => {
    followed = true;
    response.end("{}");
  });
  const url = await listening((_request, response) => response.writeHead(307, { location: other }).end());
  const { hub } = await hubOf({ far: { url, headers } });
  expect(hub.catalogue.tools()).toEqual([]);
  expect(followed).toBe(false);
});

/** A server of 2025 that drops the connection of the first call, and lets `later` answer those after it. */
function dropping(later: (response: ServerResponse, id: unknown) => void): Promise<string> {
  let calls = 0;
  const tools = [{ name: "look", inputSchema: { type: "object" }, annotations: { readOnlyHint: true } }];
  const results: Record<string, object> = {
    initialize: { protocolVersion: "2025-11-25", capabilities: { tools: {} }, serverInfo: { name: "d", version: "1" } },
    "tools/list": { tools },
  };
  return listening((request, response) => {
    void text(request).then((body) => {
      if (body === "") return response.writeHead(405).end();
      const { id, method } = JSON.parse(body);
      if (method === "tools/call") return (calls += 1) === 1 ? request.socket.destroy() : later(response, id);
      if (id === undefined) return response.writeHead(202).end();
      const result = results[method];
      const answer = result ? { result } : { error: { code: -32601, message: "Method not found" } };
      response.setHeader("content-type", "application/json").end(JSON.stringify({ jsonrpc: "2.0", id, ...answer }));
    });
  });
}

test("a read whose server went away is sent once more", async () => {
  const url = await dropping((response, id) => {
    const result = { content: [{ type: "text", text: "seen" }] };
    response.setHeader("content-type", "application/json").end(JSON.stringify({ jsonrpc: "2.0", id, result }));
  });
  const { hub } = await hubOf({ far: { url, trust: true } });
  expect(textOf(await hub.transports.call(callOf("look")))).toBe("seen");
});

test("a read that is sent once more and not answered soon does not hold its caller to the deadline", async () => {
  const url = await dropping(() => {});
  const { hub } = await hubOf({ far: { url, trust: true } });
  const call = callOf("look", {}, 20_000);
  expect(textOf(await hub.transports.call(call))).toMatch(/^far went away \(.*\)\.$/);
  expect(call.signal.aborted).toBe(false);
});
