import { z } from "zod";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../kernel/clock.ts";
import { silentLog } from "../kernel/log.ts";
import { defineServer } from "../kernel/server.ts";
import { done, tool } from "../kernel/tool.ts";
import { createComposer } from "./index.ts";
import { scratch, smallHouse } from "./testing.ts";

const hello = tool({
  name: "slow_hello",
  description: "Say hello",
  risk: "read",
  input: {},
  run: () => done("Hello."),
});

test("requests are answered before the servers are there: /health says starting, a question waits", async () => {
  const { promise: there, resolve: arrive } = Promise.withResolvers<void>();
  const slow = defineServer({
    name: "slow",
    settings: {},
    start: async () => {
      await there;
      return { tools: [hello], health: () => "demo" };
    },
  });
  const source = { STEWARD_DATA: scratch() };
  const composer = await createComposer({ source, definitions: [slow], clock: systemClock, log: silentLog });
  onTestFinished(() => composer.close());
  const health = async (): Promise<unknown> => (await composer.app.request("/health")).json();
  expect(await health()).toMatchObject({ status: "starting" });
  const headers = { authorization: `Bearer ${composer.ownerToken}` };
  const call = composer.app.request("/api/tools/slow_hello", { method: "POST", headers });
  arrive();
  expect(await (await call).json()).toMatchObject({ say: "Hello." });
  expect(await health()).toEqual({ status: "ok", parts: { slow: "demo" } });
});

test("a server that cannot start leaves the house degraded, and the rest of it at work", async () => {
  const broken = defineServer({
    name: "broken",
    settings: {},
    start: () => {
      throw new Error("no disk");
    },
  });
  const kind = defineServer({ name: "kind", settings: {}, start: () => ({ tools: [hello] }) });
  const source = { STEWARD_DATA: scratch() };
  const composer = await createComposer({ source, definitions: [broken, kind], clock: systemClock, log: silentLog });
  onTestFinished(() => composer.close());
  await composer.ready;
  expect(composer.health().status).toBe("degraded");
  const headers = { authorization: `Bearer ${composer.ownerToken}` };
  const answer = await composer.app.request("/api/tools/slow_hello", { method: "POST", headers });
  expect(await answer.json()).toMatchObject({ say: "Hello." });
});

test("MCP clients get the same tools through the same gate, and what they did can be taken back", async () => {
  const { request, program, read, json, world } = await smallHouse();
  const token = await program("mcp");
  const headers = { accept: "application/json, text/event-stream" };
  const mcp = async (id: number, method: string, params: object, more: Record<string, string> = {}) => {
    const body = { jsonrpc: "2.0", id, method, params };
    const answer = await request("POST", "/mcp", { token, headers: { ...headers, ...more }, body });
    return { session: answer.headers.get("mcp-session-id") ?? "", text: await answer.text() };
  };
  const clientInfo = { name: "test", version: "1" };
  const { session } = await mcp(1, "initialize", { protocolVersion: "2025-11-25", capabilities: {}, clientInfo });
  const inside = { "mcp-session-id": session, "mcp-protocol-version": "2025-11-25" };
  const listed = await mcp(2, "tools/list", {}, inside);
  expect(listed.text).toContain('"lamp_set"');
  expect(listed.text).not.toContain("lamp_restore");
  expect(listed.text).not.toContain("steward/");
  const called = await mcp(3, "tools/call", { name: "lamp_set", arguments: { name: "left", do: "on" } }, inside);
  expect(called.text).toContain("The left lamp is on.");
  const [turn] = Object((await json("GET", "/api/turns")).body);
  expect(turn).toMatchObject({ principal: "a-mcp", channel: "mcp", undoable: true });
  await json("POST", `/api/turns/${turn.turn}/undo`);
  expect(world.lamps["left lamp"]).toBe("off");
  const danger = await mcp(4, "tools/call", { name: "door_set", arguments: { do: "unlock" } }, inside);
  expect(danger.text).toMatch(/Waits for an approval: .*, within 60 s: http:\/\/localhost\/\S* or steward approve/);
  expect(world.door).toBe("locked");
  const waiting = await read(z.array(z.object({ id: z.string() })), "GET", "/api/approvals");
  await json("POST", `/api/approvals/${waiting[0]?.id}`, { body: { decision: "approve" } });
  expect(world.door).toBe("unlocked");
});

test("phrases that do not compile take sentences with them, and nothing else", async () => {
  const odd = defineServer({
    name: "odd",
    settings: {},
    start: () => ({
      tools: [hello],
      names: {
        list: () => {
          throw new Error("no names");
        },
        onChange: () => () => {},
      },
    }),
  });
  const logged: string[] = [];
  const log = { ...silentLog, error: (message: string) => void logged.push(message) };
  const source = { STEWARD_DATA: scratch() };
  const composer = await createComposer({ source, definitions: [odd], clock: systemClock, log });
  onTestFinished(() => composer.close());
  await composer.ready;
  expect(logged).toEqual(["phrases do not compile"]);
  expect(composer.health().status).toBe("ok");
  const headers = { authorization: `Bearer ${composer.ownerToken}`, "content-type": "application/json" };
  const post = (path: string, body: object) =>
    composer.app.request(path, { method: "POST", headers, body: JSON.stringify(body) });
  expect(await (await post("/api/tools/slow_hello", {})).json()).toMatchObject({ say: "Hello." });
  const asked = await post("/api/ask", { text: "hello" });
  expect([asked.status, await asked.json()]).toEqual([
    500,
    { error: expect.stringMatching(/^Something went wrong here \(reference \S+ in the log\)\.$/) },
  ]);
});
