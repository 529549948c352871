import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Migration } from "kysely/migration";

// A text column ends at 64 KB on MySQL; SQLite takes any name with "text" in it.
const LONG_TEXT = sql`mediumtext`;

/**
 * In order of name, never edited after landing. Each is one DDL step that may run again, since a crash between
 * the step and its note leaves it done but unknown; an index is a unique constraint, as `create index if not exists`
 * is no MySQL. Seen to hold on MariaDB 10.11 too, in a database made with `character set utf8mb4`.
 */
export const migrations: Record<string, Migration> = {
  "0001-turns": {
    up: (db: Kysely<unknown>) =>
      db.schema
        .createTable("turns")
        .ifNotExists()
        .addColumn("id", "varchar(64)", (column) => column.primaryKey())
        .addColumn("principal", "varchar(128)", (column) => column.notNull())
        .addColumn("channel", "varchar(16)", (column) => column.notNull())
        .addColumn("conversation", "varchar(128)", (column) => column.notNull())
        .addColumn("sentence", "text", (column) => column.notNull())
        .addColumn("at", "bigint", (column) => column.notNull())
        .addColumn("answer", LONG_TEXT, (column) => column.notNull())
        .addColumn("undo", LONG_TEXT, (column) => column.notNull())
        .addColumn("undo_state", "varchar(16)", (column) => column.notNull())
        .addUniqueConstraint("turns_by_time", ["at", "id"])
        .addUniqueConstraint("turns_by_principal", ["principal", "at", "id"])
        .execute(),
  },
  "0002-approvals": {
    up: (db: Kysely<unknown>) =>
      db.schema
        .createTable("approvals")
        .ifNotExists()
        .addColumn("id", "varchar(64)", (column) => column.primaryKey())
        .addColumn("turn", "varchar(64)", (column) => column.notNull())
        .addColumn("principal", "varchar(128)", (column) => column.notNull())
        .addColumn("request", LONG_TEXT, (column) => column.notNull())
        .addColumn("hash", "varchar(64)", (column) => column.notNull())
        .addColumn("state", "varchar(16)", (column) => column.notNull())
        .addColumn("expires", "bigint", (column) => column.notNull())
        .execute(),
  },
  "0003-principals": {
    up: (db: Kysely<unknown>) =>
      db.schema
        .createTable("principals")
        .ifNotExists()
        .addColumn("id", "varchar(128)", (column) => column.primaryKey())
        .addColumn("name", "varchar(128)", (column) => column.notNull())
        .addColumn("role", "varchar(16)", (column) => column.notNull())
        .addColumn("ceiling", "varchar(16)", (column) => column.notNull())
        .addColumn("created", "bigint", (column) => column.notNull())
        .execute(),
  },
  "0004-credentials": {
    up: (db: Kysely<unknown>) =>
      db.schema
        .createTable("credentials")
        .ifNotExists()
        .addColumn("hash", "varchar(64)", (column) => column.primaryKey())
        .addColumn("id", "varchar(64)", (column) => column.notNull().unique())
        .addColumn("kind", "varchar(16)", (column) => column.notNull())
        .addColumn("principal", "varchar(128)", (column) => column.notNull())
        .addColumn("label", "varchar(128)", (column) => column.notNull())
        .addColumn("purpose", "varchar(16)", (column) => column.notNull())
        .addColumn("ceiling", "varchar(16)", (column) => column.notNull())
        .addColumn("created", "bigint", (column) => column.notNull())
        .addColumn("expires", "bigint")
        .addUniqueConstraint("credentials_by_principal", ["principal", "id"])
        .execute(),
  },
  "0005-services": {
    up: (db: Kysely<unknown>) =>
      db.schema
        .createTable("services")
        .ifNotExists()
        .addColumn("key", "varchar(63)", (column) => column.primaryKey())
        .addColumn("name", "varchar(80)", (column) => column.notNull())
        .addColumn("owner", "varchar(80)", (column) => column.notNull())
        .addColumn("description", "text", (column) => column.notNull())
        .addColumn("ip", "varchar(45)")
        .addColumn("port", "integer")
        .addColumn("protocol", "varchar(8)", (column) => column.notNull())
        .addColumn("transport", "varchar(8)", (column) => column.notNull())
        .addColumn("domain", "varchar(253)", (column) => column.unique())
        .addColumn("notes", "text", (column) => column.notNull())
        .addColumn("example", "integer", (column) => column.notNull())
        .addColumn("created_at", "bigint", (column) => column.notNull())
        .addColumn("updated_at", "bigint", (column) => column.notNull())
        .addUniqueConstraint("services_by_socket", ["ip", "port", "transport"])
        .execute(),
  },
  "0006-service-tags": {
    up: (db: Kysely<unknown>) =>
      db.schema
        .createTable("service_tags")
        .ifNotExists()
        .addColumn("service", "varchar(63)", (column) => column.notNull())
        .addColumn("tag", "varchar(40)", (column) => column.notNull())
        .addPrimaryKeyConstraint("service_tags_key", ["service", "tag"])
        .execute(),
  },
  "0007-generations": {
    up: (db: Kysely<unknown>) =>
      db.schema
        .createTable("generations")
        .ifNotExists()
        .addColumn("scope", "varchar(32)", (column) => column.primaryKey())
        .addColumn("desired", "bigint", (column) => column.notNull())
        .addColumn("applied", "bigint", (column) => column.notNull())
        .addColumn("turn", "varchar(64)")
        .addColumn("problem", "text")
        .addColumn("refused", "integer", (column) => column.notNull())
        .addColumn("changed_at", "bigint", (column) => column.notNull())
        .addColumn("applied_at", "bigint")
        .execute(),
  },
  "0008-passwords": {
    up: (db: Kysely<unknown>) =>
      db.schema
        .createTable("passwords")
        .ifNotExists()
        .addColumn("principal", "varchar(128)", (column) => column.primaryKey())
        .addColumn("hash", "varchar(255)", (column) => column.notNull())
        .addColumn("changed", "bigint", (column) => column.notNull())
        .execute(),
  },
  "0009-machines": {
    up: (db: Kysely<unknown>) =>
      db.schema
        .createTable("machines")
        .ifNotExists()
        .addColumn("name", "varchar(128)", (column) => column.notNull())
        .addColumn("host", "varchar(64)", (column) => column.notNull())
        .addColumn("display_name", "varchar(128)", (column) => column.notNull())
        .addColumn("owner", "varchar(80)", (column) => column.notNull())
        .addColumn("desktop_host", "varchar(253)")
        .addColumn("desktop_port", "integer")
        .addColumn("desktop_protocol", "varchar(8)", (column) => column.notNull())
        .addColumn("guacamole_id", "varchar(80)")
        .addColumn("credentials", "text")
        .addColumn("network", "varchar(80)")
        .addColumn("created_at", "bigint", (column) => column.notNull())
        .addColumn("updated_at", "bigint", (column) => column.notNull())
        .addPrimaryKeyConstraint("machines_key", ["name", "host"])
        .execute(),
  },
  "0010-tasks": {
    up: (db: Kysely<unknown>) =>
      db.schema
        .createTable("tasks")
        .ifNotExists()
        .addColumn("key", "varchar(128)", (column) => column.primaryKey())
        .addColumn("name", "varchar(128)", (column) => column.notNull())
        .addColumn("owner", "varchar(128)", (column) => column.notNull())
        .addColumn("due", "varchar(255)", (column) => column.notNull())
        .addColumn("what", LONG_TEXT, (column) => column.notNull())
        .addColumn("enabled", "integer", (column) => column.notNull())
        .addColumn("created_at", "bigint", (column) => column.notNull())
        .addColumn("updated_at", "bigint", (column) => column.notNull())
        .execute(),
  },
  "0011-task-options": addColumnOnce("tasks", "options", LONG_TEXT),
  "0012-task-next": addColumnOnce("tasks", "next_at", "bigint"),
  "0013-runs": {
    up: (db: Kysely<unknown>) =>
      db.schema
        .createTable("runs")
        .ifNotExists()
        .addColumn("id", "varchar(64)", (column) => column.primaryKey())
        .addColumn("task", "varchar(128)", (column) => column.notNull())
        .addColumn("due", "bigint", (column) => column.notNull())
        .addColumn("name", "varchar(128)", (column) => column.notNull())
        .addColumn("owner", "varchar(128)", (column) => column.notNull())
        .addColumn("what", LONG_TEXT, (column) => column.notNull())
        .addColumn("options", LONG_TEXT)
        .addColumn("state", "varchar(16)", (column) => column.notNull())
        .addColumn("holder", "varchar(64)", (column) => column.notNull())
        .addColumn("lease", "bigint", (column) => column.notNull())
        .addColumn("tries", "integer", (column) => column.notNull())
        .addColumn("turn", "varchar(64)")
        .addColumn("result", LONG_TEXT)
        .addColumn("verified", "integer", (column) => column.notNull())
        .addColumn("started_at", "bigint")
        .addColumn("ended_at", "bigint")
        .addUniqueConstraint("runs_by_due", ["task", "due"])
        .addUniqueConstraint("runs_by_state", ["state", "lease", "id"])
        .execute(),
  },
  "0014-audit": {
    up: (db: Kysely<unknown>) =>
      db.schema
        .createTable("audit")
        .ifNotExists()
        .addColumn("chain", "varchar(64)", (column) => column.notNull())
        .addColumn("seq", "bigint", (column) => column.notNull())
        .addColumn("at", "bigint", (column) => column.notNull())
        .addColumn("turn", "varchar(64)")
        .addColumn("record", LONG_TEXT, (column) => column.notNull())
        .addPrimaryKeyConstraint("audit_key", ["chain", "seq"])
        .addUniqueConstraint("audit_by_time", ["at", "chain", "seq"])
        .addUniqueConstraint("audit_by_turn", ["turn", "chain", "seq"])
        .execute(),
  },
  "0020-spending": {
    up: (db: Kysely<unknown>) =>
      db.schema
        .createTable("spending")
        .ifNotExists()
        .addColumn("month", "varchar(7)", (column) => column.primaryKey())
        .addColumn("micros", "bigint", (column) => column.notNull())
        .execute(),
  },
};

/** A column that may be empty; it is looked for first, as `add column if not exists` is no MySQL and no SQLite. */
function addColumnOnce(table: string, column: string, type: "bigint" | typeof LONG_TEXT): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const tables = await db.introspection.getTables();
      const isThere = tables.some(({ name, columns }) => name === table && columns.some((one) => one.name === column));
      if (!isThere) await db.schema.alterTable(table).addColumn(column, type).execute();
    },
  };
}
