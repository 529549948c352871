import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import type { DialectAdapter, SqliteDatabase, SqliteStatement } from "kysely";
import { SqliteAdapter, SqliteDialect } from "kysely";

const MOST = 200;

/** A file by node:sqlite, or ":memory:". */
export const sqliteDialect = (file: string): SqliteDialect => new FileDialect({ database: sqliteFile(file) });

// Migrations in a transaction, as SQLite can: a crash leaves none half done, and who starts at the same time waits.
class FileDialect extends SqliteDialect {
  override createAdapter(): DialectAdapter {
    return new FileAdapter();
  }
}
class FileAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** As kysely wants it; statements are prepared once a text. */
function sqliteFile(file: string): SqliteDatabase {
  const database = new DatabaseSync(file);
  // The timeout first: switching to WAL takes a lock another process may hold.
  database.exec("pragma busy_timeout = 5000");
  database.exec("pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on");
  const prepared = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = prepared.get(sql);
      if (known) return known;
      if (prepared.size >= MOST) prepared.clear();
      // The write lock from the beginning: a transaction that reads first and finds another's write is refused for good.
      const fresh = statement(database, sql === "begin" ? "begin immediate" : sql);
      prepared.set(sql, fresh);
      return fresh;
    },
  };
}

function statement(database: DatabaseSync, sql: string): SqliteStatement {
  const prepared = database.prepare(sql);
  return {
    reader: prepared.columns().length > 0,
    all: (values) => prepared.all(...values.map(bindable)),
    run: (values) => prepared.run(...values.map(bindable)),
    iterate: (values) => prepared.iterate(...values.map(bindable)),
  };
}

function bindable(value: unknown): SQLInputValue {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "bigint")
    return value;
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`A ${typeof value} cannot be a parameter: text, numbers, bytes and null can`);
}
