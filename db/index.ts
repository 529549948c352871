import { join, resolve } from "node:path";
import type { KyselyConfig } from "kysely";
import { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { z } from "zod";
import { UserError, messageOf } from "../kernel/errors.ts";
import { migrations } from "./migrations.ts";
import type { Db, Schema } from "./schema.ts";
import { sqliteDialect } from "./sqlite.ts";

export type { Db } from "./schema.ts";

export interface Database {
  kysely: Db;
  close(): Promise<void>;
}

const MUST = "must be mysql://USER:PASSWORD@HOST/DATABASE; unset, a file in STEWARD_DATA";

/** The settings of whoever uses the database. */
export const databaseSettings = {
  STEWARD_DATA: z.string().default("./data"),
  DATABASE_URL: z
    .url(MUST)
    .regex(/^mysql:\/\/[^/]+\/[^/?]+/, MUST)
    .optional(),
};

type Where = { file: string } | { STEWARD_DATA: string; DATABASE_URL?: string | undefined };

/** Those that are open in this process: a second opening shares the first, as a lock between two would block both. */
const shared = new Map<string, { users: number; database: Promise<Database> }>();

/**
 * Opens the database of the settings, or of a file (or ":memory:"), and brings its schema up to date.
 * @throws UserError when it cannot be opened or its schema not be brought up to date
 */
export async function openDatabase(where: Where): Promise<Database> {
  if ("file" in where && where.file === ":memory:") return openFile(where.file);
  const url = "file" in where ? undefined : where.DATABASE_URL;
  const file = "file" in where ? where.file : join(where.STEWARD_DATA, "steward.db");
  const key = url ?? resolve(file);
  const entry = shared.get(key) ?? { users: 0, database: url === undefined ? openFile(file) : openServer(url) };
  shared.set(key, entry);
  entry.users++;
  const leave = async (database?: Database) => {
    if (--entry.users > 0) return;
    if (shared.get(key) === entry) shared.delete(key);
    await database?.close();
  };
  const database = await entry.database.catch((fault: unknown) => leave().then(() => Promise.reject(fault)));
  let left: Promise<void> | undefined;
  return { kysely: database.kysely, close: () => (left ??= leave(database)) };
}

const openFile = (file: string) => opened(file, () => ({ dialect: sqliteDialect(file) }));

async function openServer(url: string): Promise<Database> {
  const { host, pathname } = new URL(url);
  const { mysql } = await import("./mysql.ts"); // only those who have one wait for its driver
  return opened(`mysql://${host}${pathname}`, () => mysql(url));
}

/** `name` is how it is called in a fault: without its password. */
async function opened(name: string, open: () => KyselyConfig): Promise<Database> {
  try {
    const kysely = new Kysely<Schema>(open());
    const close = () => kysely.destroy();
    await migrate(kysely).catch((fault: unknown) => close().then(() => Promise.reject(fault)));
    return { kysely, close };
  } catch (fault) {
    throw new UserError(`The database ${name} cannot be used: ${messageOf(fault)}`, { cause: fault });
  }
}

/** Runs what is missing of the migrations, or of those given. @throws what the failing step threw */
export async function migrate(db: Db, steps = migrations): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => steps } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
