import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createConnection } from "mysql2/promise";
import type { Database } from "./index.ts";
import { openDatabase } from "./index.ts";

/** Where a database can be: the settings of it, and how it is taken away. */
interface Place {
  settings: { STEWARD_DATA: string; DATABASE_URL?: string };
  clear(): Promise<void>;
}

/** A new, empty database: in memory; on the server of STEWARD_TEST_MYSQL where that is set, so that one suite runs on both. */
export async function freshDatabase(): Promise<Database> {
  if (!process.env["STEWARD_TEST_MYSQL"]) return openDatabase({ file: ":memory:" });
  const { settings, clear } = await freshPlace();
  const { kysely, close } = await openDatabase(settings);
  return { kysely, close: () => close().then(clear) };
}

/** A place for a database that other processes open too: a folder, or a name on the server. Nothing is there yet. */
export async function freshPlace(): Promise<Place> {
  const server = process.env["STEWARD_TEST_MYSQL"];
  if (!server) {
    const folder = await mkdtemp(join(tmpdir(), "steward-place-"));
    return { settings: { STEWARD_DATA: folder }, clear: () => rm(folder, { recursive: true }) };
  }
  const name = `test_${randomBytes(6).toString("hex")}`;
  const administer = async (statement: string) => {
    const connection = await createConnection({ uri: server });
    await connection.query(statement);
    await connection.end();
  };
  await administer(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    settings: { STEWARD_DATA: "", DATABASE_URL: url.href },
    clear: () => administer(`drop database ${name}`),
  };
}
