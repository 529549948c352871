import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { RequestListener, Server } from "node:http";
import { createServer as createTls, request as secureRequest } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text as allOf } from "node:stream/consumers";
import { afterEach, beforeAll, expect, test } from "vitest";
import { turn } from "../../composer/agent/turn.ts";
import { startHouse } from "../../evals/house.ts";
import type { NamePeers } from "./names-peers.ts";
import { ownAddress, startNamePeers } from "./names-peers.ts";

const own = ownAddress();
let peers: NamePeers;
let house: Awaited<ReturnType<typeof startHouse>>;
const servers: Server[] = [];

beforeAll(async () => {
  peers = await startNamePeers();
  house = await startHouse(peers.settings);
  return async () => {
    await house.close();
    await peers.close();
  };
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A service of the house on a free port. */
async function upstream(answer: RequestListener, secure?: { key: Buffer; cert: Buffer }): Promise<number> {
  const server = secure ? createTls(secure, answer) : createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, own, resolve));
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

/** A request under a name, on a connection of its own. */
function get(
  host: string,
  headers: Record<string, string> = {},
  port = peers.port,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, agent: false, headers: { host, ...headers } });
    sent.once("error", reject);
    sent.once("upgrade", (answer, socket) => {
      socket.destroy();
      resolve({ status: answer.statusCode ?? 0, text: String(answer.headers["x-proof"]) });
    });
    sent.once("response", async (answer) => resolve({ status: answer.statusCode ?? 0, text: await allOf(answer) }));
    sent.end();
  });
}

async function post(path: string, body: object, to = house): Promise<unknown> {
  const headers = { authorization: `Bearer ${to.token}`, "content-type": "application/json" };
  return (await fetch(new URL(path, to.url), { method: "POST", headers, body: JSON.stringify(body) })).json();
}
const ask = async (text: string) => turn.parse(await post("/api/ask", { text }));

/** How long until a name is served, in milliseconds from the sentence. */
async function untilServed(sentence: string, host: string): Promise<number> {
  const began = performance.now();
  await ask(sentence);
  while ((await get(host)).status !== 200) if (performance.now() - began > 5_000) throw new Error("never served");
  return performance.now() - began;
}

test("a name is served, moves with its service, and goes with it", async () => {
  const one = await upstream((request, response) => response.end(`one ${request.headers.host}`));
  const other = await upstream((_, response) => response.end("other"));
  const served = await untilServed(`point films at ${own}:${one}`, "films.server.local");
  process.stdout.write(`a name is served ${Math.round(served)} ms after its sentence\n`);
  // For some milliseconds nginx answers with what it was loaded with before and with what it is loaded with now.
  await expect.poll(() => get("films.server.local")).toEqual({ status: 200, text: "one films.server.local" });
  expect([await peers.dig("films.server.local"), await peers.dig("films.server.local", "AAAA")]).toEqual([
    "127.0.0.1",
    "",
  ]);
  expect(await peers.status("films.server.local", "AAAA")).toBe("NOERROR");

  expect((await ask(`move films to ${own}:${other}`)).say).toBe(
    `films is now at ${own}:${other}, named films.server.local.`,
  );
  await expect.poll(() => get("films.server.local")).toEqual({ status: 200, text: "other" });
  expect((await ask("forget films")).say).toBe("films is out of the catalogue, and films.server.local is gone.");
  await expect.poll(async () => (await get("films.server.local")).status).toBe(404);
});

test("websockets and upstreams with a certificate of their own go through", async () => {
  const port = await upstream((_, response) => response.end("plain"));
  servers
    .at(-1)
    ?.on("upgrade", (_, socket) =>
      socket.end(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Proof: upgraded\r\n\r\n",
      ),
    );
  await untilServed(`point live at ${own}:${port}`, "live.server.local");
  const upgrade = { connection: "Upgrade", upgrade: "websocket" };
  await expect.poll(() => get("live.server.local", upgrade)).toEqual({ status: 101, text: "upgraded" });

  const folder = mkdtempSync(join(tmpdir(), "steward-cert-"));
  const [key, cert] = [join(folder, "key"), join(folder, "cert")];
  const subject = ["-subj", "/CN=box", "-days", "1", "-nodes", "-newkey", "rsa:2048"];
  execFileSync("openssl", ["req", "-x509", ...subject, "-keyout", key, "-out", cert], { stdio: "ignore" });
  const secure = await upstream((_, response) => response.end("secure"), {
    key: readFileSync(key),
    cert: readFileSync(cert),
  });
  rmSync(folder, { recursive: true });
  await post("/api/tools/service_set", { args: { name: "Safe Box", address: `https://${own}:${secure}` } });
  await untilServed("give safe box a name", "safe-box.server.local");
  await expect.poll(() => get("safe-box.server.local")).toEqual({ status: 200, text: "secure" });
});

test("a name is served by https under the certificate of the zone", async () => {
  const port = await upstream((request, response) =>
    response.end(`by ${String(request.headers["x-forwarded-proto"])}`),
  );
  await untilServed(`point safe at ${own}:${port}`, "safe.server.local");
  const host = "safe.server.local";
  const options = { host: "127.0.0.1", port: peers.secure, servername: host, ca: peers.certificate, headers: { host } };
  const served = () =>
    new Promise<string>((resolve, reject) => {
      const sent = secureRequest({ ...options, agent: false }, (answer) => resolve(allOf(answer)));
      sent.once("error", reject).end();
    });
  await expect.poll(served).toBe("by https");
});

test("what is no HTTP is found at its own address", async () => {
  await post("/api/tools/service_edit", {
    args: { key: "mc", ip: "192.168.0.44", port: 25565, protocol: "tcp", domain: "mc" },
  });
  expect(await peers.dig("mc.server.local")).toBe("192.168.0.44");
  expect(await peers.dig("unknown.server.local")).toBe("127.0.0.1");
  expect(readdirSync(peers.include)).not.toContain("mc.server.local.conf");
});

test("what nginx refuses is not kept, and what it serves goes on", async () => {
  const port = await upstream((_, response) => response.end("kept"));
  await untilServed(`point kept at ${own}:${port}`, "kept.server.local");
  const broken = join(peers.include, "broken.conf");
  writeFileSync(broken, "no_such_directive on;");
  const { say } = await ask(`point worse at ${own}:${port + 1}`);
  rmSync(broken);
  expect(say).toMatch(/^Nothing was changed: \w+ failed: .*no_such_directive/);
  expect(readdirSync(peers.include)).not.toContain("worse.server.local.conf");
  expect(await post("/api/tools/service_find", { args: { name: "worse" } })).toMatchObject({
    error: expect.stringMatching("I know no service"),
  });
  await expect.poll(() => get("kept.server.local")).toEqual({ status: 200, text: "kept" });
});

test("while nginx is away a change is saved and says so, and comes when it is back", async () => {
  const port = await upstream((_, response) => response.end("later"));
  await peers.stopNginx();
  const { say } = await ask(`point later at ${own}:${port}`);
  expect(say).toMatch(/^Saved; \w+ failed: nginx: /);
  await peers.startNginx();
  await expect
    .poll(async () => (await get("later.server.local").catch(() => ({ text: "" }))).text, { timeout: 10_000 })
    .toBe("later");
});

/** Fresh connections around one reload: so many before it, and after its answer. */
const LOAD = 2_500;
const VISITORS = 8;

test("thousands of fresh connections around one reload lose none", async () => {
  const port = await upstream((_, response) => response.end("there"));
  await untilServed(`point steady at ${own}:${port}`, "steady.server.local");
  let left = LOAD;
  const seen: Record<string, number> = {};
  const visitor = async () => {
    for (; left > 0; left--) {
      const came = await get("steady.server.local").then(({ status, text }) => `${status} ${text}`, String);
      seen[came] = (seen[came] ?? 0) + 1;
    }
  };
  // Until nothing answers that was loaded before the name was.
  await expect
    .poll(async () =>
      (await Promise.all(Array.from({ length: 20 }, () => get("steady.server.local")))).every(
        ({ status }) => status === 200,
      ),
    )
    .toBe(true);
  const visitors = () => Promise.all(Array.from({ length: VISITORS }, visitor));
  const half = visitors();
  await expect.poll(() => left, { timeout: 60_000, interval: 5 }).toBeLessThan(LOAD / 2);
  const changing = ask(`point extra at ${own}:${port + 1}`).then(() => (left += LOAD / 2));
  await Promise.all([half, changing]);
  await visitors();
  process.stdout.write(`around one reload: ${JSON.stringify(seen)}\n`);
  expect(Object.keys(seen)).toEqual(["200 there"]);
  expect(seen["200 there"]).toBeGreaterThanOrEqual(LOAD);
}, 120_000);

test("with an authority named, a service of https is passed on to under its own name alone", async () => {
  const strict = await startNamePeers();
  const { NGINX_CERTIFICATE: authority = "" } = strict.settings;
  const believing = await startHouse({ ...strict.settings, DNS_UPSTREAM_CA: authority });
  try {
    const trusted = await upstream((_, response) => response.end("trusted"), {
      key: strict.key,
      cert: strict.certificate,
    });
    const stranger = await upstream((_, response) => response.end("stranger"), {
      key: peers.key,
      cert: peers.certificate,
    });
    for (const [key, to] of [
      ["trusted", trusted],
      ["stranger", stranger],
    ] as const)
      await post(
        "/api/tools/service_edit",
        { args: { key, ip: own, port: to, protocol: "https", domain: key } },
        believing,
      );
    await expect.poll(() => get("trusted.server.local", {}, strict.port)).toEqual({ status: 200, text: "trusted" });
    await expect.poll(async () => (await get("stranger.server.local", {}, strict.port)).status).toBe(502);
  } finally {
    await believing.close();
    await strict.close();
  }
});

test("two hundred services are rendered and applied as one change", async () => {
  const lines = Array.from(
    { length: 200 },
    (_, at) => `- {key: many${at}, ip: 192.168.7.${at + 1}, port: 80, domain: many${at}}`,
  );
  const began = performance.now();
  const came = await post("/api/tools/service_import", { args: { text: lines.join("\n") } });
  const ms = performance.now() - began;
  expect(came).toMatchObject({ say: expect.stringMatching(/^Services: 200 new, .*[^;]$/) });
  expect(readdirSync(peers.include).filter((name) => name.startsWith("many"))).toHaveLength(200);
  process.stdout.write(`200 services are rendered and applied in ${Math.round(ms)} ms\n`);
});
