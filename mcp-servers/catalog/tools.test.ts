import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { markApplied, markProblem, onRaised } from "../../db/generations.ts";
import type { Database } from "../../db/index.ts";
import { openDatabase } from "../../db/index.ts";
import { NAMES, listServices, saveService } from "../../db/services/index.ts";
import { silentLog } from "../../kernel/log.ts";
import type { JsonObject } from "../../kernel/schema.ts";
import type { RunningServer } from "../../kernel/server.ts";
import { callTool } from "../../kernel/testing.ts";
import { META, step } from "../../kernel/wire.ts";
import server from "./server.ts";

let data: string;
let running: RunningServer;
let database: Database;
/** what becomes of names: applied at once, unless a test says otherwise */
let follow: (generation: number) => Promise<void>;

const context = (more: JsonObject = {}) => ({ [META.context]: { principal: "owner", owner: true, ...more } });
const call = (name: string, args: JsonObject, more?: JsonObject) => callTool(running, name, args, context(more));
const say = async (name: string, args: JsonObject, more?: JsonObject) => (await call(name, args, more)).text;
const keys = async () => (await listServices(database.kysely)).map(({ key }) => key);
const domains = async () =>
  (await listServices(database.kysely)).flatMap(({ key, domain }) => (domain === null ? [] : [`${key} ${domain}`]));
const DEMO = ["grafana", "home-assistant", "jellyfin", "jellyseerr", "pihole", "portainer", "wireguard", "zigbee2mqtt"];

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), "steward-catalog-"));
  running = await server.start({ STEWARD_DATA: data }, { log: silentLog });
  database = await openDatabase({ STEWARD_DATA: data });
  const { kysely } = database;
  follow = (generation) => markApplied(kysely, NAMES, generation);
  const stop = onRaised(kysely, NAMES, async () => {
    const { desired } = await kysely.selectFrom("generations").select("desired").executeTakeFirstOrThrow();
    await follow(desired);
  });
  return async () => {
    stop();
    await database.close();
    await running.close();
    rmSync(data, { recursive: true });
  };
});

/** Takes back what a call did, by the steps it gave. */
async function undo(meta: Record<string, unknown>, more?: JsonObject): Promise<string> {
  const [first] = z.array(step).parse(meta[META.undo]);
  return say(first?.tool ?? "", first?.args ?? {}, more);
}

test.each([
  ["grafana", "Grafana is at 192.168.0.10:3000, named grafana.server.local."],
  ["the Pi-hole", "Pi-hole is at 192.168.0.170:8080, named pihole.server.local."],
  ["pihole", "Pi-hole is at 192.168.0.170:8080, named pihole.server.local."],
  ["jellyfin.server.local", "Jellyfin is at 192.168.0.10:8096, named jellyfin.server.local."],
  ["192.168.0.10:9443", "Portainer is at 192.168.0.10:9443 (https), without a name."],
  ["port 51820", "WireGuard is at 192.168.0.170:51820 (udp), without a name."],
  ["5055", "Jellyseerr is at 192.168.0.10:5055, without a name."],
  ["home asistant", "Home Assistant is at 192.168.0.10:8123, without a name."],
  ["zigbee", "Zigbee2MQTT is at 192.168.0.170:8090, without a name."],
  ["media", "2 services:\nJellyfin at 192.168.0.10:8096, jellyfin.server.local\nJellyseerr at 192.168.0.10:5055"],
  ["jellyfin up", "Nobody looks whether Jellyfin answers: it is an example of the demo house."],
  ["moon", 'I know no service called "moon".'],
])("%s is found", async (name, sentence) => expect(await say("service_find", { name })).toBe(sentence));

test("whether a service answers is told as far as it is known", async () => {
  const own = Object.values(networkInterfaces())
    .flatMap((some) => some ?? [])
    .find(({ family }) => family === "IPv4");
  const closed = await new Promise<number>((resolve) => {
    const server = createServer().listen(0, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
  const blank = { owner: "", description: "", tags: [], notes: "", domain: null, example: false };
  const place = { ip: own?.address ?? "", port: closed, protocol: "tcp" as const };
  await saveService(database.kysely, { ...blank, ...place, key: "shut", name: "Shut" });
  const settings = { STEWARD_DATA: data, STEWARD_HEALTH_RANGES: own?.address ?? "" };
  const looking = await server.start(settings, { log: silentLog });
  const ask = async (name: string) => (await callTool(looking, "service_find", { name }, context())).text;
  await expect.poll(() => ask("is shut up?")).toMatch(/^No, Shut does not answer at .* \(tcp\), without a name\.$/);
  expect(await ask("all services")).toMatch(/^9 services:/);
  await looking.close();
});

test("what was not looked at yet, or may not be, says so", async () => {
  for (const address of ["8.8.8.8:53", "8.8.4.4:80"]) {
    await call("service_set", { name: "far", address, protocol: address.endsWith("53") ? "udp" : "tcp" });
    expect(await say("service_find", { name: "far up" })).toBe(
      "Nobody looks whether far answers: it has no address that may be asked.",
    );
  }
  await call("service_set", { name: "near", address: "192.168.0.99:80" });
  expect(await say("service_find", { name: "near up" })).toBe("near was not looked at yet; ask again in a moment.");
});

test("all of them are a list", async () => {
  const { text, meta } = await call("service_find", { name: "all services" });
  expect(text.split("\n")).toEqual([
    "8 services:",
    expect.stringMatching(/^Grafana at /),
    ...Array(7).fill(expect.any(String)),
  ]);
  expect(meta[META.data]).toMatchObject({
    services: expect.arrayContaining([
      expect.objectContaining({ key: "grafana", port: 3000, tags: ["monitoring"], example: true, health: null }),
    ]),
  });
});

test("a service is added at an address, and taken back", async () => {
  const { text, meta } = await call("service_set", { name: "paperless", address: "192.168.0.10:8000", notes: "Ada's" });
  expect(text).toBe("paperless is now at 192.168.0.10:8000, without a name.");
  expect(await say("service_find", { name: "paperless" })).toBe("paperless is at 192.168.0.10:8000, without a name.");
  expect(await undo(meta)).toBe("paperless is out of the catalogue again.");
  expect(await keys()).toEqual(DEMO);
});

test.each([
  [
    { name: "grafana", address: "192.168.0.11:3000" },
    "Grafana is now at 192.168.0.11:3000, named grafana.server.local.",
  ],
  [{ name: "grafana", address: 3001 }, "Grafana is now at 192.168.0.10:3001, named grafana.server.local."],
  [{ name: "grafana", address: "192.168.0.11" }, "Grafana is now at 192.168.0.11:3000, named grafana.server.local."],
  [
    { name: "jellyseerr", address: "https://192.168.0.10:5056/" },
    "Jellyseerr is now at 192.168.0.10:5056 (https), without a name.",
  ],
  [{ name: "portainer", protocol: "HTTP" }, "Portainer is now at 192.168.0.10:9443, without a name."],
  [
    { name: "grafana", address: "192.168.0.10:3000" },
    "Grafana is already at 192.168.0.10:3000, named grafana.server.local.",
  ],
])("%j says %s", async (args, sentence) => {
  const { text, meta } = await call("service_set", args);
  expect(text).toBe(sentence);
  const before = await domains();
  if (META.undo in meta) expect(await undo(meta)).toBe(`${text.split(" ")[0]} is back as it was.`);
  expect(await domains()).toEqual(before);
});

test.each([
  ["service_set", { name: "x", address: "127.0.0.1:80" }, /^127\.0\.0\.1 is a loopback address/],
  ["service_set", { name: "x", address: "192.168.0.10:70000" }, '"70000" is no port. Allowed: 1 to 65535.'],
  [
    "service_set",
    { name: "x", address: "192.168.0.10:3000" },
    "Grafana is already at 192.168.0.10:3000: an address has one service.",
  ],
  [
    "service_set",
    { name: "grafana", protocol: "gopher" },
    '"gopher" is no protocol. Allowed: http, https, tcp or udp.',
  ],
  [
    "service_set",
    { name: "moon", notes: "x" },
    'I know no service called "moon". To add it, say its address, such as 192.168.0.10:8000.',
  ],
  ["service_set", { name: "!!", address: "192.168.0.10:1" }, '"!!" is no key: it needs letters a to z or digits.'],
  ["service_set", { name: "services", notes: "x" }, "One service at a time: say its name."],
  ["service_remove", { name: "moon" }, 'I know no service called "moon".'],
  [
    "service_edit",
    { key: "grafana", domain: "jellyfin" },
    "jellyfin.server.local is already the name of Jellyfin: a name has one service.",
  ],
  [
    "service_edit",
    { key: "grafana", ip: "192.168.0.1:80" },
    "ip: 192.168.0.1:80 has a port, which is a field of its own.",
  ],
  ["service_edit", { key: "grafana", domain: "a;b" }, /^domain: "a;b" cannot be part of a name\./],
  ["service_import", { text: "- key: a\n  port: [1]" }, "Entry 1 (a): port must be text."],
  ["service_discover", {}, "No Docker is configured: set DOCKER_HOST=unix:///var/run/docker.sock."],
])("%s %j is refused in words, and nothing is changed", async (name, args, why) => {
  const before = await listServices(database.kysely);
  const { text, failed } = await call(name, args);
  expect(failed).toBe(true);
  expect(text).toMatch(why);
  expect(await listServices(database.kysely)).toEqual(before);
});

test("a name almost like one that is there is asked about before it is added", async () => {
  const args = { name: "graphana", address: "192.168.0.10:3333" };
  expect(await say("service_set", args)).toBe("There is Grafana. Is graphana another service, to be added?");
  expect(await keys()).toEqual(DEMO);
  expect(await say("service_set", args, { confirmed: true })).toBe(
    "graphana is now at 192.168.0.10:3333, without a name.",
  );
});

test("a service that is removed takes its name with it, and undo brings both back", async () => {
  const { text, meta } = await call("service_remove", { name: "grafana" });
  expect(text).toBe("Grafana is out of the catalogue, and grafana.server.local is gone.");
  expect(await domains()).toEqual(["jellyfin jellyfin.server.local", "pihole pihole.server.local"]);
  expect(await undo(meta)).toBe("Grafana is back as it was.");
  expect((await listServices(database.kysely)).find(({ key }) => key === "grafana")).toMatchObject({
    domain: "grafana.server.local",
    tags: ["monitoring"],
    example: true,
  });
});

test("several are never removed at once", async () => {
  expect(await say("service_remove", { name: "media" })).toBe("Which one: Jellyfin or Jellyseerr?");
});

test("taking back what changed since asks first", async () => {
  const { meta } = await call("service_set", { name: "grafana", address: 3001 });
  await say("service_set", { name: "grafana", address: 3002 });
  expect(await undo(meta)).toBe("Grafana changed since. Put back all the same?");
  expect(await undo(meta, { confirmed: true })).toBe("Grafana is back as it was.");
  expect(await say("service_find", { name: "grafana" })).toBe(
    "Grafana is at 192.168.0.10:3000, named grafana.server.local.",
  );
});

test("a change that the names refuse is not kept", async () => {
  follow = async (generation) => {
    const moved = (await listServices(database.kysely)).some(({ port }) => port === 3001);
    await (moved
      ? markProblem(database.kysely, NAMES, "nginx says no.", { refused: true })
      : markApplied(database.kysely, NAMES, generation));
  };
  const { text, failed } = await call("service_set", { name: "grafana", address: 3001 });
  expect({ text, failed }).toEqual({ text: "Nothing was changed: nginx says no.", failed: true });
  expect(await say("service_find", { name: "grafana" })).toBe(
    "Grafana is at 192.168.0.10:3000, named grafana.server.local.",
  );
});

test("a change that waits for somebody who is away is kept, and says so", async () => {
  follow = () => markProblem(database.kysely, NAMES, "the Pi is away");
  expect(await say("service_set", { name: "grafana", address: 3001 })).toBe("Saved; the Pi is away.");
  expect(await say("service_set", { name: "jellyseerr", address: 5056 })).toBe(
    "Jellyseerr is now at 192.168.0.10:5056, without a name.", // it has no name that could wait
  );
});

test("any field is edited by key, and a key that is not there is added", async () => {
  const fields = {
    owner: "Ada",
    tags: ["b", "a", "a"],
    description: "two\nlines",
    notes: "one\ntwo",
    domain: "charts",
  };
  expect(await say("service_edit", { key: "grafana", ...fields })).toBe(
    "Grafana is now at 192.168.0.10:3000, named charts.server.local.",
  );
  const after = (await listServices(database.kysely)).find(({ key }) => key === "grafana");
  expect(after).toMatchObject({
    owner: "Ada",
    tags: ["a", "b"],
    description: "two lines",
    notes: "one\ntwo",
    example: false,
  });
  expect(await say("service_edit", { key: "New One", ip: "192.168.0.9" })).toBe(
    "New One is now at 192.168.0.9, without a name.",
  );
  expect(await say("service_edit", { key: "new-one", ip: null })).toBe(
    "New One is now in the catalogue without an address.",
  );
});

const OWN = `
- {key: grafana, service_name: Grafana, ip: 192.168.0.10, port: 3000, domain: jellyfin}
- {key: tv, service_name: TV, ip: 192.168.0.20, port: 8096}`;

test("an import takes the examples away, twice changes nothing, and is taken back whole", async () => {
  const { text, meta } = await call("service_import", { text: OWN });
  expect(text).toBe("Services: 1 new, 1 changed, 0 as they were and 7 examples gone.");
  expect(await domains()).toEqual(["grafana jellyfin.server.local"]);
  expect(await say("service_import", { text: OWN })).toBe("Services: 0 new, 0 changed and 2 as they were.");
  const kept = await listServices(database.kysely);
  const { meta: exported } = await call("service_export", {});
  const { text: yaml } = z.object({ text: z.string() }).parse(exported[META.data]);
  expect(await say("service_import", { text: yaml })).toBe("Services: 0 new, 0 changed and 2 as they were.");
  expect(await listServices(database.kysely)).toEqual(kept);
  expect(await undo(meta)).toBe("9 services are back as they were.");
  expect([await keys(), (await domains()).length]).toEqual([DEMO, 3]);
});

test("services of a file may change places", async () => {
  await say("service_import", { text: OWN });
  const text = `
- {key: grafana, service_name: Grafana, ip: 192.168.0.20, port: 8096}
- {key: tv, service_name: TV, ip: 192.168.0.10, port: 3000, domain: jellyfin}`;
  expect(await say("service_import", { text })).toBe("Services: 0 new, 2 changed and 0 as they were.");
  expect(await domains()).toEqual(["tv jellyfin.server.local"]);
});

test("a field nobody knows is told", async () => {
  expect(await say("service_import", { text: "- {key: a, icon: x}" })).toBe(
    "Services: 1 new, 0 changed, 0 as they were and 8 examples gone. Not taken over: icon.",
  );
});

test("a catalogue that was emptied stays empty", async () => {
  await database.kysely.deleteFrom("services").execute();
  await running.close();
  running = await server.start({ STEWARD_DATA: data }, { log: silentLog });
  expect(await say("service_find", { name: "services" })).toBe("There are no services.");
});

test("names follow what is added and removed, and health says what is demo", async () => {
  const told: string[] = [];
  running.onNames(() =>
    told.push(
      running
        .names()
        .map(({ name }) => name)
        .join(),
    ),
  );
  expect(running.health()).toBe("demo");
  await say("service_set", { name: "paperless", address: "192.168.0.10:8000" });
  expect(running.names().find(({ name }) => name === "paperless")).toEqual({
    kind: "service",
    name: "paperless",
    aliases: [],
    tool: "service_find",
  });
  expect(told).toHaveLength(1);
  expect(running.health()).toBe("ok");
  expect(await running.doctor(true)).toEqual([
    {
      part: "catalog",
      ok: true,
      text: "8 services of the demo house; yours: npm run -s steward -- import services FILE, which takes these away",
    },
  ]);
});

test("the tools cost few tokens", () => {
  const cost = [...running.tools.values()]
    .filter(({ audience }) => audience === "all")
    .map(({ name, description, inputSchema }) => encode(name + description + JSON.stringify(inputSchema)).length);
  expect(Math.max(...cost)).toBeLessThanOrEqual(60);
  expect(cost.reduce((sum, tokens) => sum + tokens)).toBeLessThanOrEqual(85);
});
