import { request } from "node:http";
import { text as allOf } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startHouse } from "../evals/house.ts";

let house: Awaited<ReturnType<typeof startHouse>>;
beforeAll(async () => {
  house = await startHouse({});
});
afterAll(() => house.close());

/** Over a real socket, since only there a GET can have a body. */
function send(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
  const said = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    authorization: `Bearer ${house.token}`,
    ...(said !== undefined && { "content-type": "application/json", "content-length": Buffer.byteLength(said) }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, house.url), { method, headers }, async (answer) => {
      resolve({ status: answer.statusCode ?? 0, body: JSON.parse(await allOf(answer)) });
    });
    sent.once("error", reject).end(said);
  });
}

const GRAFANA = {
  ip: "192.168.0.10",
  port: 3000,
  domain: "grafana.server.local",
  key: "grafana",
  protocol: "http",
};

test("the services are listed in the form of their files, with what is known of their health", async () => {
  const { status, body } = await send("GET", "/api/services");
  expect([status, Array.isArray(body) && body.length]).toEqual([200, 8]);
  expect(body).toContainEqual({
    key: "grafana",
    service_name: "Grafana",
    owner: "",
    description: "Charts",
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    tags: ["monitoring"],
    ip: "192.168.0.10",
    port: 3000,
    domain: "grafana.server.local",
    notes: "",
    protocol: "http",
    health: null,
  });
});

test.each([
  ["?domain=grafana.server.local", undefined],
  ["?domain=Grafana", undefined],
  ["?ip=192.168.0.10&port=3000", undefined],
  ["", { ip: "192.168.0.10", port: 3000 }],
  ["", { domain: "grafana.server.local" }],
  ["?ip=192.168.0.10", { port: "3000" }],
])("a name is found by %s and the body %j of a GET", async (query, body) =>
  expect(await send("GET", `/api/services/dns${query}`, body)).toEqual({ status: 200, body: GRAFANA }),
);

test.each([
  ["GET", "?domain=moon", undefined, 404, "There is no such name."],
  ["GET", "?ip=192.168.0.10&port=9443", undefined, 404, "There is no such name."],
  ["GET", "?ip=192.168.0.10", undefined, 400, "Which name? Say its domain, or ip and port."],
  ["GET", "?domain=a&port=x", undefined, 400, "port: a number"],
  ["GET", "", [1], 400, "The body is no JSON object."],
  ["DELETE", "", { domain: "moon" }, 404, "There is no such name."],
  ["POST", "", { domain: "moon" }, 400, "A name needs ip, port and domain."],
])("%s %s %j is answered %i", async (method, query, body, status, error) =>
  expect(await send(method, `/api/services/dns${query}`, body)).toEqual({ status, body: { error } }),
);

test("a name is given, moved, repeated and taken away", async () => {
  const place = { ip: "192.168.0.10", port: 9443 };
  const PORTAINER = { ...place, domain: "boxes.server.local", key: "portainer", protocol: "https" };
  const say = "boxes.server.local now points at 192.168.0.10:9443.";
  const given = await send("POST", "/api/services/dns", { ...place, domain: "boxes" });
  expect(given).toEqual({ status: 200, body: { ...PORTAINER, say } });
  expect(await send("POST", "/api/services/dns?domain=boxes.server.local&ip=192.168.0.10&port=9443")).toEqual({
    status: 200,
    body: { ...PORTAINER, say: say.replace("now", "already") },
  });
  const edited = await send("POST", "/api/services/dns", { ...place, domain: "containers" });
  expect(edited.body).toMatchObject({ domain: "containers.server.local", key: "portainer" });
  expect(await send("GET", "/api/services/dns?domain=boxes")).toMatchObject({ status: 404 });
  const gone = await send("DELETE", "/api/services/dns?ip=192.168.0.10&port=9443");
  expect(gone).toMatchObject({ status: 200, body: { say: "containers.server.local is gone; Portainer has no name." } });
  expect(await send("DELETE", "/api/services/dns", place)).toMatchObject({ status: 404 });
});

test("an address nothing is known of gets a service with its name", async () => {
  const fresh = { ip: "192.168.0.30", port: 7000, domain: "lab" };
  expect(await send("POST", "/api/services/dns", fresh)).toMatchObject({ status: 200, body: { key: "lab" } });
  expect(await send("POST", "/api/services/dns", { ...fresh, port: 7001 })).toMatchObject({
    status: 200,
    body: { key: "lab", port: 7001, domain: "lab.server.local" },
  });
  const refused = await send("POST", "/api/services/dns", { ...fresh, domain: "a;b" });
  expect(refused).toMatchObject({ status: 422, body: { error: expect.stringMatching(/^"a;b" cannot be part/) } });
  expect(await send("DELETE", "/api/services/dns", { domain: "lab" })).toMatchObject({ status: 200 });
});

test("a service is added and edited by POST, repeated without effect, and its turn is taken back", async () => {
  const body = { service_name: "Paper Less", ip: "192.168.0.10", port: "8000", tags: ["docs"], notes: "Ada's" };
  const made = await send("POST", "/api/services", body);
  expect(made).toMatchObject({
    status: 201,
    body: {
      key: "paper-less",
      port: 8000,
      tags: ["docs"],
      say: "Paper Less is now at 192.168.0.10:8000, without a name.",
    },
  });
  expect(await send("POST", "/api/services", body)).toMatchObject({
    status: 200,
    body: { key: "paper-less", say: "Paper Less is already at 192.168.0.10:8000, without a name." },
  });
  const edited = await send("POST", "/api/services", { key: "paper-less", port: 8001 });
  expect(edited).toMatchObject({ status: 200, body: { port: 8001, tags: ["docs"], notes: "Ada's" } });
  const turns = await send("GET", "/api/turns?limit=1");
  const [{ turn }] = Object(turns.body);
  expect((await send("POST", `/api/turns/${turn}/undo`, {})).body).toMatchObject({
    say: "Paper Less is back as it was.",
  });
});

test.each([
  [{ ip: "192.168.0.10" }, 400, "key: which service? A key or a service_name."],
  [{ key: "x", port: 0 }, 400, "port: 1 to 65535"],
  [{ key: "x", colour: "red" }, 400, 'Unrecognized key: "colour"'],
  [
    { key: "x", ip: "192.168.0.10", port: 3000 },
    422,
    "Grafana is already at 192.168.0.10:3000: an address has one service.",
  ],
])("POST %j is answered %i", async (body, status, error) =>
  expect(await send("POST", "/api/services", body)).toEqual({ status, body: { error } }),
);

test("the export is YAML that can be imported", async () => {
  const { body } = await send("GET", "/api/services/export");
  const { text } = Object(body);
  expect(text).toMatch(/^services:\n {2}- key: grafana\n {4}service_name: Grafana\n/);
  const imported = await send("POST", "/api/tools/service_import", { args: { text }, dryRun: true });
  expect(imported.body).toMatchObject({
    say: expect.stringMatching(/^Would do: Services: 0 new, 0 changed and \d+ as they were/),
  });
});
