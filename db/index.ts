import { Kysely, SqliteDialect } from "kysely";
import { Migrator } from "kysely/migration";
import { UserError, messageOf } from "../kernel/errors.ts";
import { migrations } from "./migrations.ts";
import type { Db, Schema } from "./schema.ts";
import { sqliteFile } from "./sqlite.ts";

export type { Db } from "./schema.ts";

export interface Database {
  kysely: Db;
  close(): Promise<void>;
}

/**
 * Opens the database of a file (or ":memory:") and brings its schema up to date.
 * @throws UserError when the file cannot be opened or its schema not be brought up to date
 */
export async function openDatabase({ file }: { file: string }): Promise<Database> {
  try {
    const kysely = new Kysely<Schema>({ dialect: new SqliteDialect({ database: sqliteFile(file) }) });
    const close = () => kysely.destroy();
    await migrate(kysely).catch((fault: unknown) => close().then(() => Promise.reject(fault)));
    return { kysely, close };
  } catch (fault) {
    throw new UserError(`The database ${file} cannot be used: ${messageOf(fault)}`, { cause: fault });
  }
}

/** Runs what is missing of the migrations, or of those given. @throws what the failing step threw */
export async function migrate(db: Db, steps = migrations): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => steps } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
