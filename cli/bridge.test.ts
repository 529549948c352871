import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { createComposer } from "../composer/index.ts";
import { systemClock } from "../kernel/clock.ts";
import { silentLog } from "../kernel/log.ts";
import { done, tool } from "../kernel/tool.ts";
import { defineServer } from "../kernel/server.ts";
import type { Bridge } from "./bridge.ts";
import { createBridge } from "./bridge.ts";

const bell = tool({
  name: "bell_ring",
  description: "Ring the bell",
  risk: "write",
  input: {},
  run: () => done("Ding."),
});
const definition = defineServer({ name: "bell", settings: {}, start: () => ({ tools: [bell] }) });

let bridge: Bridge;
let lines: string[];
let notes: string[];
/** from now on the composer does not know the session it gave */
let forget: () => void;
/** resolves once so many lines have come */
let come: (count: number) => Promise<unknown[]>;

async function opened(token?: string) {
  const data = mkdtempSync(join(tmpdir(), "steward-bridge-"));
  const composer = await createComposer({
    source: { STEWARD_DATA: data },
    definitions: [definition],
    clock: systemClock,
    log: silentLog,
  });
  await composer.ready;
  lines = [];
  notes = [];
  let last: string | undefined;
  let forgotten: string | undefined;
  forget = () => {
    forgotten = last;
  };
  let arrived = () => {};
  come = async (count) => {
    while (lines.length < count) await new Promise<void>((resolve) => (arrived = resolve));
    return lines.map((line) => JSON.parse(line));
  };
  bridge = createBridge({
    url: new URL("http://127.0.0.1/mcp"),
    token: token ?? composer.ownerToken,
    fetch: async (url, options) => {
      const headers = new Headers(options?.headers);
      if (headers.has("mcp-session-id") && headers.get("mcp-session-id") === forgotten)
        headers.set("mcp-session-id", "of-before");
      last = headers.get("mcp-session-id") ?? last;
      return composer.app.request(String(url), { ...options, headers });
    },
    write: (line) => {
      lines.push(line);
      arrived();
    },
    note: (line) => notes.push(line),
  });
  return async () => {
    await bridge.close();
    await composer.close();
    rmSync(data, { recursive: true });
  };
}

const say = (message: object) => bridge.take(JSON.stringify({ jsonrpc: "2.0", ...message }));

beforeEach(() => opened());

test("a session of 2025-11-25 goes through: what follows initialize waits for it", async () => {
  const clientInfo = { name: "test", version: "1" };
  say({ id: 1, method: "initialize", params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo } });
  say({ method: "notifications/initialized" });
  say({ id: "two", method: "tools/call", params: { name: "bell_ring", arguments: {} } });
  const [first, second] = await come(2);
  expect(first).toMatchObject({ id: 1, result: { protocolVersion: "2025-11-25", serverInfo: { name: "steward" } } });
  expect(second).toMatchObject({ id: "two", result: { content: [{ type: "text", text: "Ding." }] } });
});

test("a session that the composer has forgotten is opened anew, and the request is answered", async () => {
  const clientInfo = { name: "test", version: "1" };
  say({ id: 1, method: "initialize", params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo } });
  say({ method: "notifications/initialized" });
  say({ id: 2, method: "tools/call", params: { name: "bell_ring", arguments: {} } });
  await come(2);
  forget();
  say({ id: 3, method: "tools/call", params: { name: "bell_ring", arguments: {} } });
  expect((await come(3))[2]).toMatchObject({ id: 3, result: { content: [{ text: "Ding." }] } });
});

test("a request of 2026-07-28 needs no session", async () => {
  const _meta = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": { name: "test", version: "1" },
    "io.modelcontextprotocol/clientCapabilities": {},
  };
  say({ id: 1, method: "tools/call", params: { name: "bell_ring", arguments: {}, _meta } });
  expect(await come(1)).toMatchObject([{ id: 1, result: { content: [{ text: "Ding." }] } }]);
});

test("what is no message is answered as such, and an empty line not at all", async () => {
  bridge.take("");
  bridge.take("hello");
  expect(await come(1)).toEqual([{ jsonrpc: "2.0", id: null, error: { code: -32700, message: "Parse error" } }]);
});

test("a request the composer refuses gets its answer, with its id", async () => {
  const close = await opened("nobody-knows-this-token");
  say({ id: 7, method: "tools/list" });
  expect(await come(1)).toMatchObject([
    { id: 7, error: { code: -32000, message: expect.stringMatching(/^The composer answered 401: /) } },
  ]);
  await close();
});
