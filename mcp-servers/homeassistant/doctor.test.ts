import { afterEach, expect, test } from "vitest";
import { once } from "node:events";
import { createServer } from "node:http";
import { silentLog } from "../../kernel/log.ts";
import { portOf } from "../../kernel/serve.ts";
import { examine } from "./doctor.ts";
import { demoHouse } from "./demo/demo-house.ts";
import type { Faults } from "./demo/faults.ts";
import { startDemoHome } from "./demo/server.ts";
import { followHome } from "./home.ts";
import { openLink } from "./link.ts";

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

async function finding(url: string, token = "demo", ask: typeof fetch = fetch) {
  const link = await openLink({ url, token, log: silentLog, deadline: 500, retry: 60_000 });
  const home = await followHome(link, silentLog);
  open.push(home);
  const [found] = await examine(home, url, false, ask);
  return { ok: found?.ok, text: found?.text.replace(url, "URL") };
}

async function demo(faults: Faults = {}, hide = 0) {
  const entities = demoHouse.entities.map((entity, index) => ({ ...entity, exposed: index >= hide }));
  const home = await startDemoHome({ home: { ...demoHouse, entities }, faults });
  open.push(home);
  return home.url;
}

const failing = (code: string, message: string): typeof fetch => {
  const cause = Object.assign(new Error(message), { code });
  return () => Promise.reject(new TypeError("fetch failed", { cause }));
};

test("counts what the home shows and what it hides", async () => {
  expect(await finding(await demo({}, 3))).toEqual({
    ok: true,
    text: "URL is reached; 23 of 26 entities are exposed to assistants.",
  });
});

test("tells a home that shows nothing", async () => {
  expect(await finding(await demo({}, 99))).toEqual({
    ok: false,
    text: "URL is reached; 0 of 26 entities are exposed to assistants. Expose some under Settings, Voice assistants, Expose.",
  });
});

test("tells a refused token", async () => {
  expect(await finding(await demo(), "wrong")).toEqual({
    ok: false,
    text: "URL refuses HASS_TOKEN: make a new long-lived access token in your Home Assistant profile.",
  });
});

test("tells a home that is still starting", async () => {
  expect(await finding(await demo({ starting: true }))).toEqual({
    ok: false,
    text: "URL is still starting: its registries are not there yet.",
  });
});

test("tells a URL where nobody answers", async () => {
  const url = "http://127.0.0.1:9";
  expect(await finding(url, "demo", failing("ECONNREFUSED", "connect ECONNREFUSED 127.0.0.1:9"))).toEqual({
    ok: false,
    text: "URL cannot be reached (connect ECONNREFUSED 127.0.0.1:9): is HASS_URL right, and is Home Assistant running?",
  });
});

test("tells TLS trouble", async () => {
  const url = "https://127.0.0.1:9";
  expect(await finding(url, "demo", failing("DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate"))).toEqual({
    ok: false,
    text: "URL: TLS trouble (self-signed certificate). Use http://, or a certificate this machine trusts (NODE_EXTRA_CA_CERTS).",
  });
});

test.each([
  [404, "URL is no Home Assistant (it answers 404 at /api/): HASS_URL is http://HOST:8123, without a path."],
  [401, "URL answers, but its WebSocket does not: look for a proxy in between that does not pass WebSockets."],
])("tells a server that answers %i and takes no WebSocket", async (status, text) => {
  const server = createServer((_, response) => response.writeHead(status).end());
  await once(server.listen(0, "127.0.0.1"), "listening");
  open.push(server);
  expect(await finding(`http://127.0.0.1:${portOf(server.address())}`)).toEqual({ ok: false, text });
});
