import { randomBytes } from "node:crypto";
import { createConnection } from "mysql2/promise";
import type { Database } from "./index.ts";
import { openDatabase } from "./index.ts";

/** A new, empty database: in memory; on the server of STEWARD_TEST_MYSQL where that is set, so that one suite runs on both. */
export async function freshDatabase(): Promise<Database> {
  const server = process.env["STEWARD_TEST_MYSQL"];
  if (!server) return openDatabase({ file: ":memory:" });
  const name = `test_${randomBytes(6).toString("hex")}`;
  const administer = async (statement: string) => {
    const connection = await createConnection({ uri: server });
    await connection.query(statement);
    await connection.end();
  };
  await administer(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const { kysely, close } = await openDatabase({ STEWARD_DATA: "", DATABASE_URL: url.href });
  return {
    kysely,
    async close() {
      await close();
      await administer(`drop database ${name}`);
    },
  };
}
