import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text as allOf } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { overHttp, startHouse } from "../../evals/house.ts";
import { caddyDriver } from "../../mcp-servers/dns/caddy.ts";
import type { StartCaddy } from "../../mcp-servers/dns/contract/caddy.ts";
import { caddySuite } from "../../mcp-servers/dns/contract/caddy.ts";
import { ownAddress } from "./names-peers.ts";
import { freePort } from "./ports.ts";

const start: StartCaddy = async (config) => {
  const folder = mkdtempSync(join(tmpdir(), "steward-caddy-"));
  const [admin, port] = [await freePort(), await freePort()];
  const file = join(folder, "caddy.json");
  writeFileSync(file, JSON.stringify({ admin: { listen: `127.0.0.1:${admin}` }, ...Object(config) }));
  const env = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder };
  const child = spawn("caddy", ["run", "--config", file], { env, stdio: "ignore" });
  onTestFinished(async () => {
    child.kill("SIGTERM");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    rmSync(folder, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${admin}`;
  await expect
    .poll(
      () =>
        fetch(`${url}/config/`).then(
          ({ ok }) => ok,
          () => false,
        ),
      { timeout: 10_000 },
    )
    .toBe(true);
  return { url, listen: `127.0.0.1:${port}` };
};

caddySuite(start);

/** What is served under a name: its status and its text. */
const answerOf = (listen: string, host: string) =>
  new Promise<string>((resolve, reject) => {
    const [, to = ""] = listen.split(":");
    request({ host: "127.0.0.1", port: Number(to), agent: false, headers: { host } }, async (answer) =>
      resolve(`${answer.statusCode} ${await allOf(answer)}`),
    )
      .once("error", reject)
      .end();
  });

test("a name is served, and one that is gone is not", async () => {
  const ip = ownAddress();
  const upstream = createServer((asked, response) => response.end(`for ${asked.headers.host}`));
  await new Promise<void>((resolve) => upstream.listen(0, ip, resolve));
  onTestFinished(() => void upstream.close());
  const address = upstream.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const { url, listen } = await start({ apps: {} });
  const driver = caddyDriver({ url, listen });
  const get = (host: string) => answerOf(listen, host);
  await driver.apply([{ domain: "a.server.local", service: "a", ip, port, protocol: "http" }], 1);
  expect([await get("a.server.local"), await get("b.server.local")]).toEqual(["200 for a.server.local", "404 "]);
  await driver.apply([], 2);
  expect(await get("a.server.local")).toBe("404 ");
});

test("by settings alone a sentence gives a name that Caddy serves", async () => {
  const ip = ownAddress();
  const upstream = createServer((_, response) => response.end("films"));
  await new Promise<void>((resolve) => upstream.listen(0, ip, resolve));
  onTestFinished(() => void upstream.close());
  const address = upstream.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const { url, listen } = await start({ apps: {} });
  const house = await startHouse({ DNS_PROXY: "caddy", CADDY_ADMIN_URL: url, CADDY_LISTEN: listen });
  onTestFinished(house.close);
  const { say } = await overHttp(house).ask(`point films at ${ip}:${port}`, undefined, false);
  expect(say).toBe(`films.server.local now points at ${ip}:${port}.`);
  expect(await answerOf(listen, "films.server.local")).toBe("200 films");
});
