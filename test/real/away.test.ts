import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "../../cli/client.ts";
import type { Client } from "../../cli/client.ts";
import { host as command } from "../../cli/host.ts";
import { openHouse } from "../../cli/open-house.ts";
import { turn } from "../../composer/agent/turn.ts";
import { takeFolder } from "../../composer/lock.ts";
import type { Sshd } from "./sshd.ts";
import { startSshd } from "./sshd.ts";

const script = resolve(import.meta.dirname, "../../deploy/host/steward-host");
let sshd: Sshd;
let data: string;
let folder: string;
let client: Client;
let close: () => Promise<void>;

/** A house whose nginx runs on another machine, which is reached by ssh. */
beforeAll(async () => {
  sshd = await startSshd();
  data = mkdtempSync(join(tmpdir(), "steward-away-"));
  folder = join(sshd.folder, "nginx");
  const rules = join(sshd.folder, "rules");
  for (const one of [rules, folder]) mkdirSync(one);
  writeFileSync(join(rules, "nginx"), `folder=${folder}\n`);
  await sshd.own(folder);
  const url = `ssh://${sshd.user}@127.0.0.1:${sshd.port}`;
  const source = { STEWARD_DATA: data, STEWARD_HOSTS: `pi=${url}`, DNS_PROXY: "nginx", DNS_PROXY_HOST: "pi" };
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const nobody = () => Promise.reject(new Error("no composer is asked"));
  await command({ args: ["add", "pi", url], source, client: nobody, print, note: print });
  const key = /install '([^']+)'/.exec(lines.join("\n"))?.[1] ?? "";
  await sshd.allow(key, `sh ${script} ${rules}`);
  const lock = takeFolder(data);
  if (!lock) throw new Error("a new folder is taken");
  const house = await openHouse({ source, port: 0, lock });
  close = house.close;
  client = await connect({ ...source, STEWARD_URL: house.url }, print);
});
afterAll(async () => {
  await close();
  await sshd.close();
  rmSync(data, { recursive: true });
});

const ask = async (text: string) => turn.parse((await client.request("POST", "/api/ask", { text })).body).say;
const files = () => readdirSync(folder).filter((name) => !name.startsWith("."));
const doctor = async () => {
  const { body } = await client.request("GET", "/api/doctor");
  return JSON.stringify(body);
};

test("a change is made on the other machine; while that is away it is saved and says so, and is there on its return", async () => {
  expect(files()).toContain("grafana.server.local.conf");
  expect(await ask("give portainer a name")).toBe("portainer.server.local now points at 192.168.0.10:9443.");
  expect(files()).toContain("portainer.server.local.conf");

  await sshd.stop();
  expect(await ask("point stats at grafana")).toBe("Saved; pi is away.");
  expect(await ask("move portainer to 192.168.0.11:9443")).toBe("Saved; pi is away.");
  expect(await doctor()).toMatch(/the names wait: pi is away/);
  expect(files()).toContain("grafana.server.local.conf");

  await sshd.start();
  await expect.poll(files, { timeout: 20_000 }).toContain("stats.server.local.conf");
  expect(files()).not.toContain("grafana.server.local.conf");
  expect(readFileSync(join(folder, "portainer.server.local.conf"), "utf8")).toContain("https://192.168.0.11:9443;");
  await expect.poll(doctor, { timeout: 10_000 }).toMatch(/4 names in server\.local, served by nginx/);
});
