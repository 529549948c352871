import type { Db } from "../../db/index.ts";

/** A member of the house as the owner sees them. */
export interface Person {
  id: string;
  name: string;
  /** epoch milliseconds */
  created: number;
  /** signs in with a password; false: by links and tokens alone */
  hasPassword: boolean;
}

export async function peopleOf(db: Db): Promise<Person[]> {
  const rows = await db
    .selectFrom("principals")
    .leftJoin("passwords", "passwords.principal", "principals.id")
    .select(["principals.id", "principals.name", "principals.created", "passwords.hash"])
    .where("principals.role", "=", "member")
    .orderBy("principals.id")
    .execute();
  return rows.map(({ hash, ...person }) => ({ ...person, created: Number(person.created), hasPassword: !!hash }));
}

/** What a principal is, whoever it is. */
export async function roleOf(db: Db, id: string): Promise<string | undefined> {
  return (await db.selectFrom("principals").select("role").where("id", "=", id).executeTakeFirst())?.role;
}

export async function passwordOf(db: Db, principal: string): Promise<string | undefined> {
  const row = await db.selectFrom("passwords").select("hash").where("principal", "=", principal).executeTakeFirst();
  return row?.hash;
}

/** Keeps a member's password; with `instead` only where that hash is still the kept one. */
export async function keepPassword(db: Db, principal: string, hash: string, now: number, instead?: string) {
  if (instead === undefined) {
    await db.deleteFrom("passwords").where("principal", "=", principal).execute();
    await db.insertInto("passwords").values({ principal, hash, changed: now }).execute();
    return;
  }
  await db
    .updateTable("passwords")
    .set({ hash, changed: now })
    .where("principal", "=", principal)
    .where("hash", "=", instead)
    .execute();
}

/** Ends every session of a person. */
export async function dropSessions(db: Db, principal: string): Promise<void> {
  await db.deleteFrom("credentials").where("principal", "=", principal).where("kind", "=", "session").execute();
}

/** A member with all that lets them in. */
export async function dropPerson(db: Db, id: string): Promise<void> {
  await db.deleteFrom("credentials").where("principal", "=", id).execute();
  await db.deleteFrom("passwords").where("principal", "=", id).execute();
  await db.deleteFrom("principals").where("id", "=", id).where("role", "=", "member").execute();
}
