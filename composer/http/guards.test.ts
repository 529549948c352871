import { expect, test } from "vitest";
import { z } from "zod";
import { OWN_ORIGIN, smallHouse } from "../testing.ts";

/** Every route, one of each kind. */
const ROUTES = [
  ["GET", "/health"],
  ["GET", "/"],
  ["GET", "/page.js"],
  ["GET", "/kernel/browser.js"],
  ["POST", "/api/login"],
  ["GET", "/api/me"],
  ["POST", "/api/ask"],
  ["GET", "/api/turns"],
  ["POST", "/api/turns/last/undo"],
  ["GET", "/api/approvals"],
  ["POST", "/api/approvals/x"],
  ["GET", "/api/audit"],
  ["GET", "/api/tools"],
  ["POST", "/api/tools/lamp_get"],
  ["GET", "/api/names"],
  ["GET", "/api/doctor"],
  ["POST", "/api/links"],
  ["GET", "/api/tokens"],
  ["POST", "/mcp"],
  ["GET", "/mcp"],
  ["DELETE", "/mcp"],
] as const;
const OPEN = ["/health", "/", "/page.js", "/kernel/browser.js", "/api/login"];

test("a Host that is not ours is refused on every route", async () => {
  const { json, app } = await smallHouse();
  const error = "This composer is not called that: set STEWARD_ALLOWED_HOSTS to the names it is reached by.";
  for (const [method, path] of ROUTES) {
    const named = await json(method, path, { headers: { host: "evil.example" } });
    expect([path, named]).toEqual([path, { status: 403, body: { error } }]);
    expect((await app.request(`http://evil.example${path}`, { method })).status).toBe(403);
    // "GET http://evil.example/ HTTP/1.1" with a Host of ours: both count
    const headers = { host: "localhost" };
    expect((await app.request(`http://evil.example${path}`, { method, headers })).status).toBe(403);
  }
});

test.each(["https://evil.example", "http://localhost:81", "http://localhost.evil.example", "null", "nonsense", ""])(
  "an Origin of %j is refused on every route",
  async (origin) => {
    const { json } = await smallHouse();
    for (const [method, path] of ROUTES) {
      const answer = await json(method, path, { headers: { origin, accept: "text/event-stream" } });
      const error = "Pages of another origin are not served here.";
      expect([path, answer]).toEqual([path, { status: 403, body: { error } }]);
    }
  },
);

test("without a token nothing answers but /health, the page and the sign-in", async () => {
  const { request } = await smallHouse();
  for (const [method, path] of ROUTES) {
    const { status } = await request(method, path, { token: null });
    expect([path, status]).toEqual([path, path === "/api/login" ? 415 : OPEN.includes(path) ? 200 : 401]);
  }
});

test.each([
  ["a wrong token", { authorization: "Bearer wrong" }],
  ["no token in the header", { authorization: "Bearer" }],
  ["another scheme", { authorization: "Basic b3duZXI6" }],
  ["a cookie that is no session", { cookie: "steward_session=wrong" }],
])("%s is nobody", async (_, headers) => {
  const { json } = await smallHouse();
  expect(await json("GET", "/api/me", { token: null, headers })).toEqual({
    status: 401,
    body: { error: "Sign in first: a bearer token, or the link that `npm start` prints." },
  });
});

test("?token= is taken on /mcp alone, for a token made for it", async () => {
  const { request, program, ownerToken } = await smallHouse();
  const [mcp, api] = [await program("mcp"), await program("api")];
  const body = {
    jsonrpc: "2.0",
    id: 1,
    method: "initialize",
    params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "t", version: "1" } },
  };
  const initialize = async (token: string) => {
    const headers = { accept: "application/json, text/event-stream" };
    return (await request("POST", `/mcp?token=${token}`, { token: null, headers, body })).status;
  };
  expect(await initialize(mcp)).toBe(200);
  expect(await initialize(api)).toBe(401);
  expect(await initialize(ownerToken)).toBe(401);
  for (const token of [mcp, api, ownerToken]) {
    expect((await request("GET", `/api/me?token=${token}`, { token: null })).status).toBe(401);
  }
  expect((await request("GET", "/api/me", { token: mcp })).status).toBe(401);
  expect((await request("GET", "/api/me", { token: api })).status).toBe(200);
});

test("a revoked token is nobody at once", async () => {
  const { json, read, program } = await smallHouse();
  const token = await program("api");
  const [id] = await read(z.array(z.object({ id: z.string() }).transform((one) => one.id)), "GET", "/api/tokens");
  expect((await json("DELETE", `/api/tokens/${id}`)).body).toEqual({ ok: true });
  expect((await json("GET", "/api/me", { token })).status).toBe(401);
});

test("a change by cookie needs our own Origin and JSON; a look does not", async () => {
  const { json, browser, world } = await smallHouse();
  const cookie = await browser();
  const change = async (headers: Record<string, string>, body: unknown = { text: "turn on the left lamp" }) =>
    json("POST", "/api/ask", { token: null, cookie, headers, body });
  expect(await change({})).toEqual({
    status: 403,
    body: { error: "A change by cookie needs the Origin of our own page." },
  });
  expect(await change({ origin: OWN_ORIGIN, "content-type": "text/plain" })).toEqual({
    status: 415,
    body: { error: "A change by cookie needs content-type: application/json." },
  });
  expect(world.lamps["left lamp"]).toBe("off");
  expect((await change({ origin: OWN_ORIGIN })).body).toMatchObject({ say: "The left lamp is on." });
  expect((await json("GET", "/api/me", { token: null, cookie })).body).toEqual({
    id: "owner",
    name: "Owner",
    role: "owner",
    ceiling: "danger",
    use: "cookie",
  });
  expect((await json("POST", "/mcp", { token: null, cookie, headers: { origin: OWN_ORIGIN } })).status).toBe(401);
});

test("a body has at most 1 MB on /api and 4 MB on /mcp", async () => {
  const { json } = await smallHouse();
  const text = "x".repeat(4 * 1024 * 1024);
  expect(await json("POST", "/api/ask", { body: { text } })).toEqual({
    status: 413,
    body: { error: "A body has at most 1 MB here." },
  });
  expect(await json("POST", "/mcp", { body: { text } })).toEqual({
    status: 413,
    body: { error: "A body has at most 4 MB here." },
  });
  expect((await json("POST", "/api/login", { token: null, body: { code: text } })).status).toBe(413);
});

const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;

test.each([
  ["no JSON", "/api/ask", "{text", 400, "The body is not JSON."],
  ["a JSON of another shape", "/api/ask", "[]", 400, "Invalid input: expected object, received array"],
  ["nothing said", "/api/ask", '{"text":"  "}', 400, "text: say something"],
  ["an unknown field", "/api/ask", '{"text":"a","say":1}', 400, 'Unrecognized key: "say"'],
  ["a tier there is none of", "/api/ask", '{"text":"a","tier":"gpt"}', 400, "tier: phrases, local or cloud"],
  [
    "too long a sentence",
    "/api/ask",
    JSON.stringify({ text: "a ".repeat(1500) }),
    400,
    "text: at most 2,000 characters",
  ],
  ["another decision", "/api/approvals/x", '{"decision":"maybe"}', 400, "decision: approve or deny"],
  ["a token for nothing known", "/api/tokens", '{"principal":"a","use":"all"}', 400, "use: api, mcp, stdio or voice"],
  ["a tool that is not there", "/api/tools/nothing", "{}", 404, "There is no such tool: GET /api/tools lists them."],
  ["a route that is not there", "/api/nothing", "{}", 404, "There is nothing here."],
])("%s is refused in one line", async (_, path, body, status, error) => {
  const { json } = await smallHouse();
  expect(await json("POST", path, { body })).toEqual({ status, body: { error } });
});

test.each([100, 5_000, 100_000])("JSON %i deep is refused in one line, wherever it stands", async (depth) => {
  const { json, world } = await smallHouse();
  for (const [path, body] of [
    ["/api/ask", deep(depth)],
    ["/api/ask", `{"text":${deep(depth)}}`],
    ["/api/tools/note_add", `{"args":{"text":${deep(depth)}}}`],
    ["/api/login", deep(depth)],
  ] as const) {
    const answer = await json("POST", path, { body });
    expect([400, 422]).toContain(answer.status);
    expect(answer.body).toEqual({ error: expect.stringMatching(/^(?!.*RangeError).{1,300}$/) });
  }
  expect(world.notes).toEqual([]);
});

test("control and bidi characters of a sentence reach nobody", async () => {
  const { ask, json } = await smallHouse();
  const turn = await ask("turn on\u202e the \u0000left\u200b\n lamp");
  expect(turn.say).toBe("The left lamp is on.");
  expect((await json("GET", "/api/turns")).body).toMatchObject([{ sentence: "turn on the left lamp" }]);
});

test("a bug is a reference for the caller and a line in the log", async () => {
  const { json, logged } = await smallHouse();
  const { status, body } = await json("POST", "/api/tools/note_add", { body: { args: { text: "bug" } } });
  expect(status).toBe(200);
  expect(body).toMatchObject({ say: expect.stringMatching(/reference/) });
  expect(JSON.stringify(body)).not.toContain("secret of the code");
  expect(
    logged.map(({ fields }) => fields?.["error"]).some((error) => String(error).includes("a secret of the code")),
  ).toBe(true);
});

test("every answer carries the headers that keep other pages out", async () => {
  const { request } = await smallHouse();
  for (const [method, path] of [...ROUTES, ["GET", "/nothing"]] as const) {
    const { headers } = await request(method, path, { token: path === "/api/me" ? null : undefined });
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cache-control")).toMatch(/no-store|no-cache/);
  }
});
