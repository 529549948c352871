import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { overHttp, sameSecret } from "./serve.ts";
import { serverOf } from "./testing.ts";
import { done, tool } from "./tool.ts";

const token = "0123456789abcdef";
const ping = tool({ name: "test_ping", description: "Ping", risk: "read", input: {}, run: () => done("pong") });
let served: Awaited<ReturnType<typeof overHttp>>;
beforeAll(async () => {
  served = await overHttp(serverOf({ tools: [ping] }), { port: 0, token });
});
afterAll(() => served.close());

test.each(["legacy", "auto"] as const)("the holder of the token is served (%s era)", async (mode) => {
  const client = new Client({ name: "t", version: "1" }, { versionNegotiation: { mode } });
  const headers = { authorization: `Bearer ${token}` };
  await client.connect(new StreamableHTTPClientTransport(new URL(served.url), { requestInit: { headers } }));
  expect((await client.callTool({ name: "test_ping", arguments: {} })).content).toEqual([
    { type: "text", text: "pong" },
  ]);
  await client.close();
});

test.each([
  [{}, 401],
  [{ authorization: "Bearer wrong" }, 401],
  [{ authorization: `Bearer ${token}`, origin: "http://evil.example" }, 403],
])("a request with %j gets %i", async (headers, status) => {
  expect((await fetch(served.url, { method: "POST", headers })).status).toBe(status);
});

test("a short token is refused at start", async () => {
  await expect(overHttp(serverOf({ tools: [] }), { port: 0, token: "short" })).rejects.toThrow(
    "at least 16 characters",
  );
});

test("secrets are compared whole", () => {
  expect([sameSecret("a", "a"), sameSecret("a", "ab"), sameSecret("", "a")]).toEqual([true, false, false]);
});
