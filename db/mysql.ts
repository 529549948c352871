import type { DatabaseConnection, KyselyConfig, KyselyPlugin } from "kysely";
import { CompiledQuery, CreateTableNode, MysqlDialect, RawNode } from "kysely";
import { createPool } from "mysql2";

const CONNECT_MS = 10_000;

// Whatever the server is set to: what does not fit is refused and never cut, and a backslash means what the driver takes it for.
const MODE = CompiledQuery.raw("set sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'");

/** A MySQL or MariaDB by its URL: `mysql://user:password@host/database`. */
export function mysql(url: string): KyselyConfig {
  const options = { connectTimeout: CONNECT_MS, connectionLimit: 10, charset: "utf8mb4_bin", timezone: "Z" };
  const pool = createPool({ uri: url, ...options });
  const onCreateConnection = async (connection: DatabaseConnection) => void (await connection.executeQuery(MODE));
  return { dialect: new MysqlDialect({ pool, onCreateConnection }), plugins: [exactText] };
}

/** Tables compare text as SQLite does, byte by byte (a server's default is mostly blind to case and accents), and have transactions. */
const exactText: KyselyPlugin = {
  transformQuery: ({ node }) =>
    CreateTableNode.is(node)
      ? { ...node, endModifiers: [...(node.endModifiers ?? []), RawNode.createWithSql(EXACT)] }
      : node,
  transformResult: async ({ result }) => result,
};
const EXACT = "engine = innodb character set utf8mb4 collate utf8mb4_bin";
