import { UserError } from "../../kernel/errors.ts";
import { showAddress } from "../../kernel/net/address.ts";
import { raise } from "../generations.ts";
import type { Db, ServicesTable } from "../schema.ts";
import { transact } from "../transact.ts";

/** What a service speaks. */
export const PROTOCOLS = ["http", "https", "tcp", "udp"] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** A service of the catalogue. */
export interface Service {
  /** slug, lower-case, at most 63 characters */
  key: string;
  name: string;
  owner: string;
  description: string;
  /** lower-case, in order, each once */
  tags: string[];
  ip: string | null;
  port: number | null;
  protocol: Protocol;
  /** whole, lower-case; null without a name */
  domain: string | null;
  notes: string;
  /** of the demo house, and not touched yet */
  example: boolean;
  /** epoch milliseconds */
  createdAt: number;
  updatedAt: number;
}
/** A service to be saved; its times are the database's where they are not given. */
export type Saved = Omit<Service, "createdAt" | "updatedAt"> & { createdAt?: number | null };

/** What nobody else may have. */
export interface Socket {
  ip: string;
  port: number;
  transport: "tcp" | "udp";
}

/** Which generation the names of services raise. */
export const NAMES = "names";

/** Every service, by key. */
export async function listServices(db: Db): Promise<Service[]> {
  const rows = await db.selectFrom("services").selectAll().orderBy("key").execute();
  const tags = await db.selectFrom("service_tags").selectAll().orderBy("tag").execute();
  const byService = Map.groupBy(tags, ({ service }) => service);
  return rows.map((row) =>
    serviceOf(
      row,
      (byService.get(row.key) ?? []).map(({ tag }) => tag),
    ),
  );
}

export const findService = (db: Db, key: string): Promise<Service | undefined> =>
  one(db, db.selectFrom("services").selectAll().where("key", "=", key));

export const serviceAt = (db: Db, { ip, port, transport }: Socket): Promise<Service | undefined> =>
  one(
    db,
    db
      .selectFrom("services")
      .selectAll()
      .where("ip", "=", ip)
      .where("port", "=", port)
      .where("transport", "=", transport),
  );

export const serviceOfDomain = (db: Db, domain: string): Promise<Service | undefined> =>
  one(db, db.selectFrom("services").selectAll().where("domain", "=", domain));

/**
 * Adds a service or changes the one of its key, tags included; raises the generation of names where they follow.
 * @throws UserError naming the service that has its address or its domain
 */
export const saveService = (db: Db, service: Saved, turn?: string, now = Date.now()): Promise<void> =>
  transact(db, async (transaction) => {
    const before = await findService(transaction, service.key);
    await mustBeFree(transaction, service);
    const { key, tags, name, owner, description, ip, port, protocol, domain, notes } = service;
    const values = {
      name,
      owner,
      description,
      ip,
      port,
      protocol,
      domain,
      notes,
      transport: transportOf(protocol),
      example: service.example ? 1 : 0,
      created_at: service.createdAt ?? before?.createdAt ?? now,
      updated_at: now,
    };
    if (before) await transaction.updateTable("services").set(values).where("key", "=", key).execute();
    else
      await transaction
        .insertInto("services")
        .values({ key, ...values })
        .execute();
    await transaction.deleteFrom("service_tags").where("service", "=", key).execute();
    const rows = tags.map((tag) => ({ service: key, tag }));
    if (rows.length > 0) await transaction.insertInto("service_tags").values(rows).execute();
    if (!before || FOLLOWED.some((field) => before[field] !== service[field]))
      await raise(transaction, NAMES, turn, now);
  });

/** Takes a service away, and its name with it. */
export const removeService = (db: Db, key: string, turn?: string): Promise<void> =>
  transact(db, async (transaction) => {
    await transaction.deleteFrom("service_tags").where("service", "=", key).execute();
    const { numDeletedRows } = await transaction.deleteFrom("services").where("key", "=", key).executeTakeFirst();
    if (numDeletedRows > 0n) await raise(transaction, NAMES, turn);
  });

/** Gives a service a name, or takes it away. @throws UserError when it is not there, or another has that name */
export const setDomain = (db: Db, key: string, domain: string | null, turn?: string): Promise<void> =>
  transact(db, async (transaction) => {
    const service = await findService(transaction, key);
    if (!service) throw new UserError(`${key} is not in the catalogue (any more).`);
    await saveService(transaction, { ...service, domain, example: false }, turn);
  });

/** What names follow from. */
const FOLLOWED = ["ip", "port", "protocol", "domain"] as const;

const transportOf = (protocol: Protocol) => (protocol === "udp" ? ("udp" as const) : ("tcp" as const));

async function mustBeFree(db: Db, { key, ip, port, protocol, domain }: Saved): Promise<void> {
  if (ip !== null && port !== null) {
    const other = await serviceAt(db, { ip, port, transport: transportOf(protocol) });
    if (other && other.key !== key) throw new UserError(`${other.name} is already at ${showAddress({ ip, port })}.`);
  }
  const named = domain === null ? undefined : await serviceOfDomain(db, domain);
  if (named && named.key !== key) throw new UserError(`${domain} is already the name of ${named.name}.`);
}

async function one(db: Db, query: { executeTakeFirst(): Promise<Row | undefined> }): Promise<Service | undefined> {
  const row = await query.executeTakeFirst();
  if (!row) return undefined;
  const tags = await db
    .selectFrom("service_tags")
    .select("tag")
    .where("service", "=", row.key)
    .orderBy("tag")
    .execute();
  return serviceOf(
    row,
    tags.map(({ tag }) => tag),
  );
}
type Row = ServicesTable;

function serviceOf(row: Row, tags: string[]): Service {
  const { transport: _, example, created_at: createdAt, updated_at: updatedAt, ...rest } = row;
  return { ...rest, tags, example: example === 1, createdAt, updatedAt };
}
