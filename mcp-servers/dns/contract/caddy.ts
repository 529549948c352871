import { expect, test } from "vitest";
import { HostDrift, HostRefused } from "../../../kernel/host/index.ts";
import type { Json } from "../../../kernel/schema.ts";
import { caddyDriver } from "../caddy.ts";
import type { LocalName } from "../names.ts";

/** A Caddy with this configuration (null: none at all), by the URL of its admin API, and a port it may listen on. */
export type StartCaddy = (config: Json) => Promise<{ url: string; listen: string }>;

const name = (label: string, more: Partial<LocalName> = {}): LocalName => ({
  domain: `${label}.server.local`,
  service: label,
  ip: "192.168.0.10",
  port: 3000,
  protocol: "http",
  ...more,
});

/** What a Caddy does with what we send it; the fake and the real one are held to the same. */
export function caddySuite(start: StartCaddy): void {
  const servers = async (url: string): Promise<unknown> => {
    const look = () => fetch(new URL("/config/apps/http/servers", url));
    const answer = await look().catch(look); // it closes what was open when its configuration changes
    return answer.ok ? answer.json() : null;
  };

  test.each<[string, (port: string) => Json]>([
    ["an app of another kind", () => ({ apps: {} })],
    ["an HTTP app without servers", () => ({ apps: { http: {} } })],
    [
      "a server of somebody else",
      (listen) => ({ apps: { http: { servers: { theirs: { listen: [`${listen}1`] } } } } }),
    ],
  ])("with %s, ours is made, changed and emptied, and nothing else is touched", async (_, config) => {
    const probe = await start(config(":1808"));
    const driver = caddyDriver(probe);
    const before = await servers(probe.url);
    await driver.apply([name("a"), name("box", { protocol: "https", port: 9443 }), name("mc", { protocol: "tcp" })], 1);
    const nobody = { handle: [{ handler: "static_response", status_code: 404 }] };
    const ours = { listen: [probe.listen], automatic_https: { disable: true } };
    const route = (host: string, dial: string, more = {}) => ({
      match: [{ host: [host] }],
      handle: [{ handler: "reverse_proxy", upstreams: [{ dial }], ...more }],
      terminal: true,
    });
    const tls = { transport: { protocol: "http", tls: { insecure_skip_verify: true } } };
    const mark = { "@id": expect.stringMatching(/^steward-[0-9a-f]{64}$/) };
    expect(await servers(probe.url)).toEqual({
      ...Object(before),
      steward: {
        ...mark,
        ...ours,
        routes: [
          route("a.server.local", "192.168.0.10:3000"),
          route("box.server.local", "192.168.0.10:9443", tls),
          nobody,
        ],
      },
    });
    expect(await driver.drift()).toEqual([]);
    await driver.apply([], 2);
    expect(await servers(probe.url)).toEqual({ ...Object(before), steward: { ...mark, ...ours, routes: [nobody] } });
  });

  test("what is changed by hand is seen, also after a new start, and not overwritten before it is said so", async () => {
    const { url, listen } = await start({ apps: {} });
    const driver = caddyDriver({ url, listen });
    await driver.apply([name("a")], 1);
    const remove = (path: string) => {
      const send = () => fetch(new URL(path, url), { method: "DELETE" });
      return send().catch(send);
    };
    await remove("/config/apps/http/servers/steward/routes");
    const later = caddyDriver({ url, listen });
    const line = "Caddy's server steward was changed by hand";
    expect([await driver.drift(), await later.drift()]).toEqual([[line], [line]]);
    const edited = await servers(url);
    const drift = await later.apply([name("b")], 2).catch((thrown: unknown) => thrown);
    expect(drift).toBeInstanceOf(HostDrift);
    expect(drift).toMatchObject({ message: line });
    expect(await servers(url)).toEqual(edited);
    await later.apply([name("b")], 2, { overwrite: drift instanceof HostDrift ? drift.files : [] });
    expect([await driver.drift(), await later.drift()]).toEqual([[], []]);
    await remove("/config/apps/http/servers/steward");
    expect(await driver.drift()).toEqual(["Caddy has no server of ours (any more)"]);
  });

  test("what it does not take is its own no, and all is as before", async () => {
    const { url, listen } = await start({ apps: {} });
    await caddyDriver({ url, listen }).apply([name("a")], 1);
    const before = await servers(url);
    const refused = await caddyDriver({ url, listen: "not:an:address" })
      .apply([name("b")], 2)
      .catch((thrown: unknown) => thrown);
    expect(refused).toBeInstanceOf(HostRefused);
    expect(refused).toMatchObject({ message: expect.stringMatching(/^Caddy says: .*not:an:address/) });
    expect(await servers(url)).toEqual(before);
  });
}
