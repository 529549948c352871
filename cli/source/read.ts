import { createConnection } from "mysql2/promise";
import { z } from "zod";
import { PeerError, UserError, messageOf } from "../../kernel/errors.ts";
import { listed } from "../../kernel/text.ts";
import type { Row, SourceEntry, SourceUser } from "./tables.ts";
import { entriesOf, machinesOf, schedulesOf, usersOf } from "./tables.ts";

/** Answers one statement with its rows. */
export type Query = (sql: string) => Promise<Row[]>;

/** What the tables of a source hold. */
export interface Source {
  entries: SourceEntry[];
  machines: SourceEntry[];
  schedules: SourceEntry[];
  users: SourceUser[];
}

const MOST = 2_000;
const WAIT_MS = 10_000;
const SERVICES = "service";

/**
 * Reads a manager's own database; nothing is written there, as the session itself is read-only.
 * @throws UserError when it is none, or is away, without the password of its URL
 */
export async function readSource(url: string): Promise<Source> {
  const where = URL.parse(url);
  if (where?.protocol !== "mysql:" || where.pathname.length < 2)
    throw new UserError("A source is mysql://USER:PASSWORD@HOST/DATABASE.");
  const place = `${where.host}${where.pathname}`;
  const connection = await createConnection({ uri: url, dateStrings: true, connectTimeout: WAIT_MS }).catch(
    (thrown: unknown) => {
      throw new PeerError(`The source ${place} cannot be reached: ${messageOf(thrown)}`);
    },
  );
  try {
    const query: Query = async (sql) =>
      z.array(z.record(z.string(), z.unknown())).parse((await connection.query(sql))[0]);
    await connection.query("set session transaction read only");
    await connection.query("start transaction with consistent snapshot, read only");
    return await sourceOf(query);
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    throw new PeerError(`The source ${place} cannot be read: ${messageOf(thrown)}`);
  } finally {
    connection.destroy();
  }
}

/** What is there, by queries that look only. @throws UserError when there is no table of services */
export async function sourceOf(query: Query): Promise<Source> {
  const all = await query("select table_name as name from information_schema.tables where table_schema = database()");
  const tables = new Set(all.map(({ name }) => String(name)));
  if (!tables.has(SERVICES)) {
    const has = listed([...tables].toSorted().slice(0, 10)) || "none";
    throw new UserError(`There is no table ${SERVICES} in this database: is it a manager's? Its tables: ${has}.`);
  }
  const rows = async (table: string, most = MOST) => {
    if (!tables.has(table)) return [];
    const found = await query(`select * from \`${table}\` limit ${most + 1}`);
    if (found.length > most) throw new UserError(`The source has more than ${most} rows in its table ${table}.`);
    return found;
  };
  return {
    entries: entriesOf(await rows(SERVICES), await rows("service_tags", MOST * 30)),
    machines: machinesOf(await rows("virtual_machine")),
    schedules: schedulesOf(await rows("tool_schedule")),
    users: usersOf([...(await rows("users")), ...(await rows("user"))]),
  };
}
