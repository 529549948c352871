import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { generationOf } from "../../db/generations.ts";
import type { Database } from "../../db/index.ts";
import { openDatabase } from "../../db/index.ts";
import type { Saved } from "../../db/services/index.ts";
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

const service = (name: string, port: number | null, more: Partial<Saved> = {}): Saved => ({
  key: name.toLowerCase().replaceAll(/\W/g, ""),
  name,
  owner: "",
  description: "",
  tags: [],
  ip: "192.168.0.10",
  port,
  protocol: "http",
  domain: null,
  notes: "",
  example: true,
  ...more,
});

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), "steward-dns-"));
  database = await openDatabase({ STEWARD_DATA: data });
  await saveService(database.kysely, service("Grafana", 3000, { domain: "grafana.server.local" }));
  await saveService(database.kysely, service("Pi-hole", 8080, { ip: "192.168.0.170" }));
  await saveService(database.kysely, service("Minecraft", 25_565, { protocol: "tcp" }));
  await saveService(database.kysely, service("Plan", null, { ip: null }));
  running = await server.start({ STEWARD_DATA: data }, { log: silentLog });
  return async () => {
    await running.close();
    await database.close();
    rmSync(data, { recursive: true });
  };
});

const context = (more: JsonObject = {}) => ({ [META.context]: { principal: "owner", owner: true, ...more } });
const call = (name: string, args: JsonObject, more?: JsonObject) => callTool(running, name, args, context(more));
const say = async (name: string, args: JsonObject, more?: JsonObject) => (await call(name, args, more)).text;
const domains = async () =>
  (await listServices(database.kysely)).flatMap(({ key, domain }) => (domain === null ? [] : [`${key} ${domain}`]));
const files = () => readdirSync(join(data, "names")).filter((name) => !name.startsWith("."));
const file = (name: string) => readFileSync(join(data, "names", name), "utf8");

async function undo(meta: Record<string, unknown>, more?: JsonObject): Promise<string> {
  const [first] = z.array(step).parse(meta[META.undo]);
  return say(first?.tool ?? "", first?.args ?? {}, more);
}

test("names that are wanted are there when the server is", () => {
  expect(files()).toEqual(["00-nobody.conf", "grafana.server.local.conf", "hosts"]);
  expect(file("hosts")).toBe("# Written by Steward.\n192.168.0.10 grafana.server.local\n");
});

test.each([
  [
    { name: "stats", target: "grafana" },
    "stats.server.local now points at 192.168.0.10:3000.",
    "grafana stats.server.local",
  ],
  [
    { name: "the Pi-hole", target: "pi hole" },
    "pihole.server.local now points at 192.168.0.170:8080.",
    "pihole pihole.server.local",
  ],
  [
    { name: "ads", target: "192.168.0.170:8080" },
    "ads.server.local now points at 192.168.0.170:8080.",
    "pihole ads.server.local",
  ],
  [
    { name: "Block World", target: "minecraft" },
    "block-world.server.local now points at 192.168.0.10:25565.",
    "minecraft block-world.server.local",
  ],
  [
    { name: "a.b.server.local", target: "grafana.server.local" },
    "a.b.server.local now points at 192.168.0.10:3000.",
    "grafana a.b.server.local",
  ],
  [
    { name: "grafana", target: "pi-hole" },
    "grafana.server.local now points at 192.168.0.170:8080.",
    "pihole grafana.server.local",
  ],
  [
    { name: "grafana", target: "192.168.0.11:3001" },
    "grafana.server.local now points at 192.168.0.11:3001.",
    "grafana grafana.server.local",
  ],
  [
    { name: "films", target: "192.168.0.20:8096" },
    "films.server.local now points at 192.168.0.20:8096.",
    "films films.server.local",
  ],
])("%j says %s, and is taken back", async (args, sentence, row) => {
  const before = await listServices(database.kysely);
  const { text, meta } = await call("dns_set", args);
  expect(text).toBe(sentence);
  expect(await domains()).toContain(row);
  const domain = row.split(" ")[1] ?? "";
  expect(file("hosts")).toContain(` ${domain}\n`);
  expect(await say("dns_set", args)).toBe(sentence.replace("now", "already"));
  expect(await undo(meta)).toMatch(/ (is named|are) as before\.$/);
  const without = (services: typeof before) => services.map(({ updatedAt: _, ...rest }) => rest);
  expect(without(await listServices(database.kysely))).toEqual(without(before));
  expect(files()).toEqual(["00-nobody.conf", "grafana.server.local.conf", "hosts"]);
});

test("a name is removed by its service, by itself, or by where it points", async () => {
  for (const name of ["grafana", "grafana.server.local", "192.168.0.10:3000"]) {
    const { text, meta } = await call("dns_remove", { name });
    expect(text).toBe("grafana.server.local is gone; Grafana has no name.");
    expect(files()).toEqual(["00-nobody.conf", "hosts"]);
    expect(await undo(meta)).toBe("Grafana is named as before.");
    expect(files()).toEqual(["00-nobody.conf", "grafana.server.local.conf", "hosts"]);
  }
});

test.each([
  ["dns_set", { name: "*", target: "grafana" }, /^"\*" cannot be part of a name\./],
  ["dns_set", { name: "a;b", target: "grafana" }, /^"a;b" cannot be part of a name\./],
  ["dns_set", { name: "a.example.org", target: "grafana" }, /is outside server\.local/],
  ["dns_set", { name: "server.local", target: "grafana" }, /is the zone itself/],
  ["dns_set", { name: "x".repeat(64), target: "grafana" }, /is too long/],
  ["dns_set", { name: "x", target: "127.0.0.1:80" }, /is a loopback address/],
  ["dns_set", { name: "x", target: "169.254.169.254:80" }, /is a metadata address/],
  ["dns_set", { name: "x", target: "192.168.0.9:70000" }, /is no port/],
  ["dns_set", { name: "x", target: "192.168.0.9" }, "Say the port too, such as 192.168.0.9:3000."],
  ["dns_set", { name: "x", target: "moon" }, 'I know no service "moon".'],
  [
    "dns_set",
    { name: "x", target: "plan" },
    "Plan has no address that a name could point at: say it first (service_set).",
  ],
  ["dns_remove", { name: "moon" }, 'I know no service "moon".'],
  ["dns_remove", { name: "pi-hole" }, "Pi-hole has no name."],
])("%s %j is refused in words, and nothing is changed", async (name, args, why) => {
  const before = [await listServices(database.kysely), files(), await generationOf(database.kysely, NAMES)];
  const { text, failed } = await call(name, args);
  expect(failed).toBe(true);
  expect(text).toMatch(why);
  expect([await listServices(database.kysely), files(), await generationOf(database.kysely, NAMES)]).toEqual(before);
});

test("taking back what changed since asks first", async () => {
  const { meta } = await call("dns_set", { name: "stats", target: "grafana" });
  await call("dns_set", { name: "charts", target: "grafana" });
  expect(await undo(meta)).toBe("Grafana changed since. Put back all the same?");
  expect(await undo(meta, { confirmed: true })).toBe("Grafana is named as before.");
  expect(await domains()).toEqual(["grafana grafana.server.local"]);
});

test("a file that was changed by hand is named, waits with what is new, and is repaired with what it held kept aside", async () => {
  const path = join(data, "names", "grafana.server.local.conf");
  writeFileSync(path, "mine");
  writeFileSync(join(data, "names", "other.conf"), "foreign");
  expect(await say("dns_set", { name: "ads", target: "pi-hole" })).toBe(
    "ads.server.local now points at 192.168.0.170:8080.",
  );
  expect(await running.doctor(true)).toMatchObject([
    { ok: true, text: expect.stringMatching(/^2 names in server\.local/) },
    { ok: false, text: expect.stringMatching(/^grafana\.server\.local\.conf was changed by hand; to repair/) },
    { ok: false, text: expect.stringMatching(/^other\.conf is not ours/) },
  ]);
  await saveService(database.kysely, service("Grafana", 3001, { domain: "grafana.server.local" }));
  expect(await say("dns_reconcile", {})).toBe(
    "The names are not as wanted: grafana.server.local.conf was changed by hand",
  );
  expect(readFileSync(path, "utf8")).toBe("mine");
  expect(await say("dns_reconcile", { repair: true })).toBe("The names are as wanted, but other.conf is not ours.");
  expect(file("grafana.server.local.conf")).toContain("proxy_pass http://192.168.0.10:3001;");
  const [aside = ""] = files().filter((name) => name.includes(".edited-"));
  expect([file(aside), file("other.conf")]).toEqual(["mine", "foreign"]);
});

test("the names of a configuration are shown, adopted, and given back", async () => {
  const text = `
    server { server_name ads.server.local; location / { proxy_pass http://192.168.0.170:8080; } }
    server { server_name films.server.local; location / { proxy_pass http://192.168.0.20:8096; } }
    server { server_name grafana.server.local; location / { proxy_pass http://192.168.0.10:3000; } }
    server { server_name *.server.local; location / { proxy_pass http://192.168.0.10:1; } }`;
  const shown = `3 names, 2 of them new; 1 left as it is.
ads.server.local → 192.168.0.170:8080
films.server.local → 192.168.0.20:8096
grafana.server.local → 192.168.0.10:3000
left: line 5: *.server.local is a pattern, not a name`;
  const { text: said, meta } = await call("dns_import", { text });
  expect(said).toBe(shown);
  expect(await domains()).toEqual([
    "films films.server.local",
    "grafana grafana.server.local",
    "pihole ads.server.local",
  ]);
  expect(await say("dns_import", { text })).toBe(shown.replace("2 of them new", "0 of them new"));
  expect(await undo(meta)).toBe("2 names are as before.");
  expect(await domains()).toEqual(["grafana grafana.server.local"]);
});

test("an adopted name is taken from an example, and left where somebody chose it", async () => {
  const text = "server { server_name grafana.server.local; location / { proxy_pass http://192.168.0.5:3000; } }";
  expect(await say("dns_import", { text })).toMatch(
    /^1 name, .* 0 left as they are\.\ngrafana\.server\.local → 192\.168\.0\.5:3000$/,
  );
  expect(await domains()).toEqual(["grafana-2 grafana.server.local"]);
  const other = text.replace("192.168.0.5", "192.168.0.6");
  expect(await say("dns_import", { text: other })).toBe(
    "0 names, 0 of them new; 1 left as it is.\nleft: grafana.server.local is the name of grafana-2 already",
  );
});

test("a file that is gone is written again", async () => {
  rmSync(join(data, "names", "grafana.server.local.conf"));
  expect(await say("dns_reconcile", {})).toBe("The names are as wanted.");
  expect(files()).toEqual(["00-nobody.conf", "grafana.server.local.conf", "hosts"]);
});

test.each([
  [{ DNS_PROXY: "nginx" }, "DNS_PROXY=nginx needs NGINX_INCLUDE_DIR: a folder for us alone, which nginx includes."],
  [{ DNS_RESOLVER: "dnsmasq" }, "DNS_RESOLVER=dnsmasq needs DNSMASQ_FILE: a file for us alone in a folder it reads."],
  [{ DNS_RESOLVER: "pihole" }, "DNS_RESOLVER=pihole needs PIHOLE_URL, and PIHOLE_PASSWORD: an app password."],
  [{ DNS_PROXY: "apache" }, "Settings need attention: DNS_PROXY: must be files, nginx or caddy (see .env.example)"],
])("the settings %j are refused in words", async (settings, why) => {
  await expect(server.start({ STEWARD_DATA: data, ...settings }, { log: silentLog })).rejects.toThrow(why);
});

test("the tools cost few tokens", () => {
  const cost = [...running.tools.values()]
    .filter(({ audience }) => audience === "all")
    .map(({ name, description, inputSchema }) => encode(name + description + JSON.stringify(inputSchema)).length);
  expect(cost.reduce((sum, tokens) => sum + tokens)).toBeLessThanOrEqual(60);
});
