import type { CallToolResult } from "@modelcontextprotocol/client";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { expect, onTestFinished, test } from "vitest";
import { silentLog } from "../../kernel/log.ts";
import { house, principalOf } from "../gate/testing.ts";
import type { Gate, Principal } from "../gate/types.ts";
import type { Asker, Passthrough } from "../hub/door.ts";
import type { GatewayParts } from "./index.ts";
import { createGateway } from "./index.ts";

const nothing: Passthrough = {
  capabilities: () => ({ prompts: false, resources: false, completions: false, logging: true }),
  request: async () => ({}),
  subscribe: async () => () => {},
  onChange: () => () => {},
};

/** A gateway over the small world of the gate's tests. */
async function gatewayOf(parts: Partial<GatewayParts> = {}) {
  const world = await house();
  let made = 0;
  const random = () => `session${++made}`;
  const gateway = createGateway({ ...world, passthrough: nothing, log: silentLog, random, ...parts });
  onTestFinished(() => gateway.close());
  return { ...world, gateway };
}
type Gateway = Awaited<ReturnType<typeof gatewayOf>>["gateway"];

const url = "http://127.0.0.1/mcp";
const owner = principalOf("owner");
const eras = ["legacy", "auto"] as const;

async function clientOf(gateway: Gateway, principal: Principal, mode: (typeof eras)[number] = "legacy") {
  const options = { capabilities: { elicitation: { form: {} } }, versionNegotiation: { mode } };
  const client = new Client({ name: "test", version: "1.0.0" }, options);
  const fetch = (to: string | URL, init?: RequestInit) => gateway.fetch(new Request(to, init), principal);
  const transport = new StreamableHTTPClientTransport(new URL(url), { fetch });
  await client.connect(transport);
  onTestFinished(() => client.close());
  return { client, transport };
}
const textOf = ({ content: [first] }: Pick<CallToolResult, "content">) => (first?.type === "text" ? first.text : "");
const call = (client: Client, name: string, args = {}) => client.callTool({ name, arguments: args });

const post = (gateway: Gateway, body: unknown, headers: Record<string, string> = {}, principal = owner) =>
  gateway.fetch(
    new Request(url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json, text/event-stream", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    }),
    principal,
  );
const initialize = (gateway: Gateway, principal = owner) => {
  const params = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "t", version: "1" } };
  return post(gateway, { jsonrpc: "2.0", id: 0, method: "initialize", params }, {}, principal);
};
const sessionOf = async (response: Response) => {
  await response.text();
  return response.headers.get("mcp-session-id") ?? "";
};
const calling = (params: object, id = 1) => ({ jsonrpc: "2.0", id, method: "tools/call", params });

test.each(eras)("what is listed is what can be called, for each principal (%s)", async (mode) => {
  const { gateway } = await gatewayOf();
  for (const role of ["owner", "member", "guest", "client"] as const) {
    const { client } = await clientOf(gateway, principalOf(role), mode);
    const { tools } = await client.listTools();
    const names = tools.map(({ name }) => name);
    expect(names).toEqual(
      role === "guest" ? ["lamp_get", "echo"] : ["lamp_set", "door_set", "lamp_get", "safe_set", "echo"],
    );
    expect(JSON.stringify(tools)).not.toContain("steward/");
    expect(textOf(await call(client, "lamp_get"))).toBe("The lamp is on.");
    const said = textOf(await call(client, "lamp_set", { do: "off" }));
    expect(said).toBe(role === "guest" ? "guest has no right to change things with lamp_set." : "The lamp is off.");
    if (role !== "guest") await call(client, "lamp_set", { do: "on" });
  }
});

test.each(eras)("results carry nothing of ours, questions and approvals are one sentence (%s)", async (mode) => {
  const kept: string[] = [];
  const { gateway, gate } = await gatewayOf({
    approvalUrl: (id) => `http://house/approve/${id}`,
    keep: async (request, executed) => void kept.push(...executed.map(({ tool }) => `${request.channel} ${tool}`)),
  });
  const { client } = await clientOf(gateway, principalOf("client"), mode);
  const lamp = await call(client, "lamp_set", { do: "off" });
  expect({ ...lamp, _meta: undefined }).toMatchObject({ content: [{ type: "text", text: "The lamp is off." }] });
  expect(JSON.stringify(lamp)).not.toContain("steward/");
  expect(await call(client, "lamp_set", { do: "both" })).toMatchObject({
    isError: true,
    content: [{ type: "text", text: "Which lamp? (left or right)" }],
  });
  const door = await call(client, "door_set", { do: "unlock" });
  const [approval] = await gate.approvals.list(owner);
  expect(textOf(door)).toBe(
    `Waits for an approval: unlock the door (locked), within 60 s: http://house/approve/${approval?.id} or steward approve ${approval?.id}`,
  );
  expect(textOf(await call(client, "nothing"))).toBe(
    'There is no tool "nothing". Known: lamp_set, door_set, lamp_get, safe_set and echo.',
  );
  expect(textOf(await call(client, "lamp_restore"))).toContain('There is no tool "lamp_restore".');
  expect(kept).toEqual(["mcp lamp_set", "mcp door_set"]);
});

test("a session id is no credential: to another principal it is not there", async () => {
  const { gateway, world } = await gatewayOf();
  const session = await sessionOf(await initialize(gateway));
  const lamp = calling({ name: "lamp_set", arguments: { do: "off" } });
  const others = await post(gateway, lamp, { "mcp-session-id": session }, principalOf("member"));
  expect([others.status, await others.json()]).toEqual([
    404,
    { jsonrpc: "2.0", error: { code: -32001, message: "There is no such session." }, id: null },
  ]);
  expect(world.calls).toEqual([]);
  const own = await post(gateway, lamp, { "mcp-session-id": session });
  expect(await own.json()).toMatchObject({ id: 1, result: { content: [{ text: "The lamp is off." }] } });
});

test("rights are those of the request, not of the session's beginning", async () => {
  const { gateway } = await gatewayOf();
  const session = await sessionOf(await initialize(gateway));
  const lowered = principalOf("owner", { ceiling: "read" });
  const answer = await post(
    gateway,
    calling({ name: "lamp_set", arguments: { do: "off" } }),
    { "mcp-session-id": session },
    lowered,
  );
  expect(await answer.json()).toMatchObject({ result: { isError: true } });
});

test("sessions are forgotten when they are many, or old", async () => {
  const { gateway, clock } = await gatewayOf();
  const first = await sessionOf(await initialize(gateway));
  const isThere = async (session: string) =>
    (await post(gateway, calling({ name: "lamp_get" }), { "mcp-session-id": session })).status === 200;
  expect(await isThere(first)).toBe(true);
  for (let index = 0; index < 256; index += 1) await sessionOf(await initialize(gateway));
  expect(await isThere(first)).toBe(false);
  const last = await sessionOf(await initialize(gateway));
  clock.time += 31 * 60_000;
  expect(await isThere(last)).toBe(false);
});

test("a body that is too long, no JSON, or too deep is refused in one line", async () => {
  const { gateway } = await gatewayOf();
  const session = { "mcp-session-id": await sessionOf(await initialize(gateway)) };
  const long = await post(
    gateway,
    JSON.stringify(calling({ name: "echo", arguments: { text: "x".repeat(4 << 20) } })),
    session,
  );
  expect([long.status, await long.json()]).toEqual([
    413,
    { jsonrpc: "2.0", error: { code: -32600, message: "A body has at most 4194304 bytes." }, id: null },
  ]);
  const broken = await post(gateway, "{", session);
  expect([broken.status, await broken.json()]).toMatchObject([400, { error: { code: -32700 } }]);
  const deep = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"a":${"[".repeat(1e5)}${"]".repeat(1e5)}}}}`;
  const answer = await post(gateway, deep, session);
  expect(await answer.json()).toMatchObject({
    result: { isError: true, content: [{ text: "The arguments are nested more than 64 levels deep." }] },
  });
  const nameless = await post(gateway, calling({ arguments: [] }), session);
  expect(await nameless.json()).toEqual({
    jsonrpc: "2.0",
    id: 1,
    error: { code: -32602, message: "tools/call needs a name and an object of arguments" },
  });
});

/** A gate whose one tool does what the test wants with the client behind the call. */
async function gatewayAsking(act: (asker: Asker, signal: AbortSignal) => Promise<string>) {
  const { catalogue } = await house();
  const tool = catalogue.find("echo");
  if (!tool) throw new Error("no echo");
  const plan = { targets: [], risk: "read" as const, args: {}, summary: "" };
  const gate: Gate = {
    visible: () => [tool],
    plan: async () => ({ steps: [{ tool, plan }] }),
    async execute(_request, _steps, { asker, signal = AbortSignal.timeout(5_000) } = {}) {
      const text = asker ? await act(asker, signal) : "";
      const raw: CallToolResult = { content: [{ type: "text", text }] };
      return [{ server: "s", tool: "echo", args: {}, risk: "read", result: text, ok: true, ms: 0, raw }];
    },
    approvals: {
      list: async () => [],
      decide: async () => ({ denied: true }),
      ask: () => Promise.reject(new Error("nobody asks here")),
      asked: async () => "gone",
    },
  };
  return gatewayOf({ gate });
}

test("a server asks the client behind its call, and tells it what it logs", async () => {
  const { gateway } = await gatewayAsking(async (asker, signal) => {
    asker.notify("notifications/message", { level: "info", data: "working" });
    asker.notify("notifications/message", { level: "debug", data: "too much" });
    const { action } = await asker.request("elicitation/create", { message: "Sure?", requestedSchema: form }, signal);
    const sampling = await asker.request("sampling/createMessage", {}, signal).catch((fault: Error) => fault.message);
    return `${String(action)}; ${String(sampling)}`;
  });
  const form = { type: "object", properties: { yes: { type: "boolean" } } };
  const { client } = await clientOf(gateway, owner);
  const logged: unknown[] = [];
  client.setNotificationHandler("notifications/message", ({ params }) => void logged.push(params.data));
  client.setRequestHandler("elicitation/create", async () => ({ action: "accept", content: { yes: true } }));
  await client.setLoggingLevel("info");
  expect(textOf(await call(client, "echo"))).toBe("accept; The client cannot answer sampling/createMessage.");
  expect(logged).toEqual(["working"]);
});

test("a call that the client cancels is cancelled where it runs", async () => {
  const begun = Promise.withResolvers<void>();
  const { gateway } = await gatewayAsking(
    (_asker, signal) =>
      new Promise((resolve) => {
        signal.addEventListener("abort", () => resolve("cancelled"));
        begun.resolve();
      }),
  );
  const session = { "mcp-session-id": await sessionOf(await initialize(gateway)) };
  const answer = post(gateway, calling({ name: "echo" }, 7), session);
  await begun.promise;
  await post(gateway, { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 7 } }, session);
  expect(await (await answer).json()).toMatchObject({ id: 7, result: { content: [{ text: "cancelled" }] } });
});

test("a client that initializes twice, and anew for each call, is served", async () => {
  const { gateway } = await gatewayOf();
  for (let index = 0; index < 20; index += 1) {
    await sessionOf(await initialize(gateway));
    const session = await sessionOf(await initialize(gateway));
    const answer = await post(gateway, calling({ name: "lamp_get" }), { "mcp-session-id": session });
    expect(await answer.json()).toMatchObject({ result: { content: [{ text: "The lamp is on." }] } });
  }
});
