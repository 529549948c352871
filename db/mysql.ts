import type { KyselyConfig, KyselyPlugin } from "kysely";
import { CreateTableNode, MysqlDialect, RawNode } from "kysely";
import { createPool } from "mysql2";

const CONNECT_MS = 10_000;

/** A MySQL or MariaDB by its URL: `mysql://user:password@host/database`. */
export function mysql(url: string): KyselyConfig {
  const options = { connectTimeout: CONNECT_MS, connectionLimit: 10, charset: "utf8mb4_bin", timezone: "Z" };
  return { dialect: new MysqlDialect({ pool: createPool({ uri: url, ...options }) }), plugins: [exactText] };
}

/** Tables compare text as SQLite does: byte by byte. A database's own default is mostly blind to case and accents. */
const exactText: KyselyPlugin = {
  transformQuery: ({ node }) =>
    CreateTableNode.is(node)
      ? { ...node, endModifiers: [...(node.endModifiers ?? []), RawNode.createWithSql(EXACT)] }
      : node,
  transformResult: async ({ result }) => result,
};
const EXACT = "character set utf8mb4 collate utf8mb4_bin";
