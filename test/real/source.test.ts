import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import bcrypt from "bcryptjs";
import { createConnection } from "mysql2/promise";
import { beforeAll, expect, test } from "vitest";
import { connect } from "../../cli/client.ts";
import { exporting } from "../../cli/export.ts";
import { importing } from "../../cli/import.ts";
import { openHouse } from "../../cli/open-house.ts";
import type { Command } from "../../cli/terminal.ts";
import { takeFolder } from "../../composer/lock.ts";
import { startMariaDb } from "./mariadb.ts";

let url: string;
let house: string;
let source: Record<string, string>;

/** Of "correct horse". */
const HASH = bcrypt.hashSync("correct horse", 4);

/** The tables as such a manager makes them, and rights to read them only. */
const TABLES = [
  "create table service (id bigint auto_increment primary key, `key` varchar(255) unique, service_name varchar(255), owner varchar(255), description text, created_at datetime(6), ip varchar(45), port int not null, domain varchar(255), notes text)",
  "create table service_tags (service_id bigint not null, tags varchar(255))",
  "create table users (id bigint primary key, username varchar(80), password varchar(100))",
  "create table virtual_machine (id bigint primary key, name varchar(80), vm_port int, novnc_port int, base_path varchar(80))",
  "create table tool_schedule (id bigint primary key, tool_name varchar(80), arguments json, cron varchar(80), enabled bit(1))",
  "insert into service values (1, 'tv', 'TV', 'ada', 'Films\\nand series', '2025-01-02 03:04:05.250000', '192.168.0.20', 8096, 'tv.server.local', null), (2, 'vpn', 'Way Home', null, null, null, '192.168.0.21', 51820, null, 'UDP only'), (3, 'plan', 'Plan', null, null, null, null, 0, null, '')",
  "insert into service_tags values (1, 'media'), (1, 'tv')",
  `insert into users values (1, 'ada', '${HASH}'), (2, 'old', 'plain text')`,
  "insert into virtual_machine values (1, 'windows-lab', 3391, 6081, '/lab'), (2, 'main-endeavouros', 3389, 6080, '/main')",
  `insert into tool_schedule values (4, 'vm_power', '{"name":"windows-lab","do":"stop"}', '0 0 23 * * *', b'1')`,
  "create user reader@'127.0.0.1' identified by 'look-only'",
  "grant select on steward.* to reader@'127.0.0.1'",
];

beforeAll(async () => {
  const maria = await startMariaDb();
  const connection = await createConnection({ uri: maria.url });
  for (const statement of TABLES) await connection.query(statement);
  await connection.end();
  url = maria.url.replace("root@", "reader:look-only@");
  const folder = mkdtempSync(join(tmpdir(), "steward-source-"));
  source = { STEWARD_DATA: folder };
  const lock = takeFolder(folder);
  if (!lock) throw new Error("a new folder is taken");
  const opened = await openHouse({ source, port: 0, lock });
  house = opened.url;
  return async () => {
    await opened.close();
    await maria.close();
    rmSync(folder, { recursive: true });
  };
});

async function run(command: Command, ...args: string[]) {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const client = await connect(source, print);
  const code = await command({ args, source, client: async () => client, print, note: print });
  return [code ?? 0, ...lines.filter((line) => !line.startsWith("none ·"))];
}

const signedIn = async (name: string, password: string) => {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(new URL("/api/login", house), {
    method: "POST",
    headers,
    body: JSON.stringify({ name, password }),
  });
  return answer.status;
};

test("a source is shown, taken over, and twice is no change", async () => {
  expect(await run(importing, "source", url, "--dry-run")).toEqual([
    0,
    "Would do: Services: 3 new, 0 changed, 0 as they were and 8 examples gone.",
    "Would do: Machines: 0 new, 2 changed and 0 as they were.",
    "Would do: Tasks: 1 new, 0 changed and 0 as they were.",
    "Would do: people: 1 new and 0 as they were. They sign in with their passwords, as members.",
    "Left: 1 person. old: its password is no bcrypt hash.",
  ]);
  expect(await run(importing, "source", url)).toEqual([
    0,
    "Services: 3 new, 0 changed, 0 as they were and 8 examples gone.",
    "Machines: 0 new, 2 changed and 0 as they were.",
    "Tasks: 1 new, 0 changed and 0 as they were.",
    "People: 1 new and 0 as they were. They sign in with their passwords, as members.",
    "Left: 1 person. old: its password is no bcrypt hash.",
  ]);
  expect(await run(importing, "source", url)).toEqual([
    0,
    "Services: 0 new, 0 changed and 3 as they were.",
    "Machines: 0 new, 0 changed and 2 as they were.",
    "Tasks: 0 new, 0 changed and 1 as they were.",
    "People: 0 new and 1 as they were. They sign in with their passwords, as members.",
    "Left: 1 person. old: its password is no bcrypt hash.",
  ]);
  expect(await signedIn("ada", "correct horse")).toBe(200);
  expect(await signedIn("ada", "wrong horse")).toBe(401);
  const [, text] = await run(exporting, "services");
  expect(text).toBe(`services:
  - key: plan
    service_name: Plan
    owner: ""
    description: ""
    created_at: ${/key: plan[^]*?created_at: (\S+)/.exec(String(text))?.[1]}
    tags: []
    ip: null
    port: null
    domain: null
    notes: ""
  - key: tv
    service_name: TV
    owner: ada
    description: Films and series
    created_at: 2025-01-02T03:04:05.250Z
    tags:
      - media
      - tv
    ip: 192.168.0.20
    port: 8096
    domain: tv.server.local
    notes: ""
  - key: vpn
    service_name: Way Home
    owner: ""
    description: ""
    created_at: ${/key: vpn[^]*?created_at: (\S+)/.exec(String(text))?.[1]}
    tags: []
    ip: 192.168.0.21
    port: 51820/udp
    domain: null
    notes: UDP only`);
});

test("a source that does not let us in is told without the password", async () => {
  await expect(run(importing, "source", url.replace("look-only", "wrong"))).rejects.toThrow(
    /^The source 127\.0\.0\.1:\d+\/steward cannot be reached: Access denied for user 'reader'@'[^']+' \(using password: YES\)$/,
  );
});
