import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
let source: Record<string, string>;

/** The tables as such a manager makes them, and rights to read them only. */
const TABLES = [
  "create table service (id bigint auto_increment primary key, `key` varchar(255) unique, service_name varchar(255), owner varchar(255), description text, created_at datetime(6), ip varchar(45), port int not null, domain varchar(255), notes text)",
  "create table service_tags (service_id bigint not null, tags varchar(255))",
  "create table users (id bigint primary key, username varchar(80), password varchar(100))",
  "create table virtual_machine (id bigint primary key, name varchar(80))",
  "insert into service values (1, 'tv', 'TV', 'ada', 'Films\\nand series', '2025-01-02 03:04:05.250000', '192.168.0.20', 8096, 'tv.server.local', null), (2, 'vpn', 'Way Home', null, null, null, '192.168.0.21', 51820, null, 'UDP only'), (3, 'plan', 'Plan', null, null, null, null, 0, null, '')",
  "insert into service_tags values (1, 'media'), (1, 'tv')",
  "insert into users values (1, 'ada', '$2a$10$abcdefghijklmnopqrstuv')",
  "insert into virtual_machine values (1, 'lab'), (2, 'main')",
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
  const house = await openHouse({ source, port: 0, lock });
  return async () => {
    await house.close();
    await maria.close();
    rmSync(folder, { recursive: true });
  };
});

async function run(command: Command, ...args: string[]) {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const client = await connect(source, print);
  const code = await command({ args, source, client: async () => client, print, note: print });
  return [code ?? 0, ...lines.slice(0, 2)];
}

const LEFT =
  "Left where they are, as there is no place for them here yet: 2 machines (virtual_machine) and 1 user (users).";

test("a source is shown, taken over, and twice is no change", async () => {
  expect(await run(importing, "source", url, "--dry-run")).toEqual([
    0,
    LEFT,
    "Would do: Services: 3 new, 0 changed, 0 as they were and 8 examples gone.",
  ]);
  const [, , taken] = await run(importing, "source", url);
  expect(taken).toMatch(/^Services: 3 new, 0 changed, 0 as they were and 8 examples gone\./);
  expect(await run(importing, "source", url)).toEqual([0, LEFT, "Services: 0 new, 0 changed and 3 as they were."]);
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
