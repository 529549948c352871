import { join, resolve } from "node:path";
import { Kysely, SqliteDialect } from "kysely";
import { Migrator } from "kysely/migration";
import { z } from "zod";
import { UserError, messageOf } from "../kernel/errors.ts";
import { migrations } from "./migrations.ts";
import type { Db, Schema } from "./schema.ts";
import { sqliteFile } from "./sqlite.ts";

export type { Db } from "./schema.ts";

export interface Database {
  kysely: Db;
  close(): Promise<void>;
}

/** The settings a server with a database declares. */
export const databaseSettings = {
  STEWARD_DATA: z.string().default("./data"),
};

type Where = { file: string } | { STEWARD_DATA: string };

/** Those that are open in this process, by file: a second opening shares the first, as a lock between two would block both. */
const shared = new Map<string, { users: number; database: Promise<Database> }>();

/**
 * Opens the database of a file (or ":memory:"), or that of the settings, and brings its schema up to date.
 * @throws UserError when it cannot be opened or its schema not be brought up to date
 */
export async function openDatabase(where: Where): Promise<Database> {
  const file = "file" in where ? where.file : join(where.STEWARD_DATA, "steward.db");
  if (file === ":memory:") return open(file);
  const key = resolve(file);
  const entry = shared.get(key) ?? { users: 0, database: open(file) };
  shared.set(key, entry);
  entry.users++;
  const leave = async (closing?: Database) => {
    if (--entry.users > 0) return;
    if (shared.get(key) === entry) shared.delete(key);
    await closing?.close();
  };
  try {
    const database = await entry.database;
    let isOpen = true;
    return {
      kysely: database.kysely,
      async close() {
        if (!isOpen) return;
        isOpen = false;
        await leave(database);
      },
    };
  } catch (fault) {
    await leave();
    throw fault;
  }
}

async function open(file: string): Promise<Database> {
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
