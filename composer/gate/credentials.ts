import type { Db } from "../../db/index.ts";
import type { CredentialsTable } from "../../db/schema.ts";

type Row = CredentialsTable;
/** A credential with the person or program it stands for. */
export interface Holder extends Row {
  name: string;
  role: string;
  most: string;
}

/** Keeps a principal; one that is there already stays as it is. */
export async function keepPrincipal(
  db: Db,
  row: { id: string; name: string; role: string; ceiling: string; created: number },
): Promise<void> {
  // Looked up first: "insert or ignore" is spelled differently by each database.
  const known = await db.selectFrom("principals").select("id").where("id", "=", row.id).executeTakeFirst();
  if (!known) await db.insertInto("principals").values(row).execute();
}

/** What a principal is and may, where it is known. */
export const roleAndCeiling = (db: Db, id: string) =>
  db.selectFrom("principals").select(["name", "role", "ceiling"]).where("id", "=", id).executeTakeFirst();

export async function keepCredential(db: Db, row: Row): Promise<void> {
  await db.insertInto("credentials").values(row).execute();
}

/** Who holds the secret of this hash now; nothing once it has expired or its principal is gone. */
export async function holderOf(db: Db, hash: string, now: number): Promise<Holder | undefined> {
  return holders(db, now).where("credentials.hash", "=", hash).executeTakeFirst();
}

/** The same by the public id of the credential: who that is still has to be shown. */
export async function holderById(db: Db, id: string, now: number): Promise<Holder | undefined> {
  return holders(db, now).where("credentials.id", "=", id).executeTakeFirst();
}

const holders = (db: Db, now: number) =>
  db
    .selectFrom("credentials")
    .innerJoin("principals", "principals.id", "credentials.principal")
    .selectAll("credentials")
    .select(["principals.name", "principals.role", "principals.ceiling as most"])
    .where((where) => where.or([where("credentials.expires", "is", null), where("credentials.expires", ">", now)]));

/** Takes a credential away by its hash; true for the one caller that did. */
export async function useUp(db: Db, hash: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom("credentials").where("hash", "=", hash).executeTakeFirst();
  return numDeletedRows === 1n;
}

export async function dropExpired(db: Db, now: number): Promise<void> {
  await db.deleteFrom("credentials").where("expires", "<=", now).execute();
}

/** What has no secret: the right of a program's tasks to run while none of its connections is open. */
export const STANDING = "standing";

export async function hasStanding(db: Db, principal: string): Promise<boolean> {
  const own = db.selectFrom("credentials").select("id").where("principal", "=", principal);
  return (await own.where("kind", "=", STANDING).executeTakeFirst()) !== undefined;
}

/** The tokens without their hashes, oldest first, and what has no secret. */
export async function tokensOf(db: Db) {
  return db
    .selectFrom("credentials")
    .select(["id", "principal", "label", "purpose", "ceiling", "created", "expires"])
    .where("kind", "in", ["token", STANDING])
    .orderBy("created")
    .orderBy("id")
    .execute();
}

export async function dropToken(db: Db, id: string): Promise<string | undefined> {
  const row = await db.selectFrom("credentials").select("principal").where("id", "=", id).executeTakeFirst();
  if (row) await db.deleteFrom("credentials").where("id", "=", id).execute();
  return row?.principal;
}

const ORDER = ["read", "write", "danger"];
/** The lower of two risks. */
export const lower = (one: string, other: string): string =>
  ORDER[Math.min(ORDER.indexOf(one), ORDER.indexOf(other))] ?? "";

/**
 * A principal with the rights they have now, whoever asks: of a program no more than each of its tokens gives, and
 * nothing once it has none.
 */
export async function rightsOf(db: Db, id: string, now: number) {
  const row = await db
    .selectFrom("principals")
    .select(["id", "name", "role", "ceiling"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (row?.role !== "client") return row;
  const tokens = await db
    .selectFrom("credentials")
    .select("ceiling")
    .where("principal", "=", id)
    .where("kind", "in", ["token", STANDING])
    .where((where) => where.or([where("expires", "is", null), where("expires", ">", now)]))
    .execute();
  if (tokens.length === 0) return undefined;
  return { ...row, ceiling: tokens.reduce((least, { ceiling }) => lower(least, ceiling), row.ceiling) };
}
