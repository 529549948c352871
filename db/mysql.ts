import type { KyselyPlugin, MysqlPool } from "kysely";
import { CreateTableNode, RawNode } from "kysely";
import { createPool } from "mysql2";

const CONNECT_MS = 10_000;

/** The connections to a MySQL or MariaDB: `mysql://user:password@host/database`. */
export const mysqlPool = (url: string): MysqlPool =>
  createPool({ uri: url, connectTimeout: CONNECT_MS, connectionLimit: 10, charset: "utf8mb4_bin", timezone: "Z" });

/** Tables compare text as SQLite does: byte by byte. A database's own default is mostly blind to case and accents. */
export const exactText: KyselyPlugin = {
  transformQuery: ({ node }) =>
    CreateTableNode.is(node)
      ? { ...node, endModifiers: [...(node.endModifiers ?? []), RawNode.createWithSql(EXACT)] }
      : node,
  transformResult: async ({ result }) => result,
};
const EXACT = "character set utf8mb4 collate utf8mb4_bin";
