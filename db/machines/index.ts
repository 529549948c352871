import type { Db } from "../schema.ts";
import { transact } from "../transact.ts";

/** How a desktop is reached. */
export const DESKTOP_PROTOCOLS = ["rdp", "vnc", "ssh"] as const;

/** What is known of a machine besides what its host knows. */
export interface MachineRecord {
  /** of the domain, as libvirt has it */
  name: string;
  /** that it is on; "" where only one host has it */
  host: string;
  /** "" : its name */
  displayName: string;
  owner: string;
  /** null: wherever the machine is found to be */
  desktopHost: string | null;
  /** null: that of its protocol */
  desktopPort: number | null;
  desktopProtocol: (typeof DESKTOP_PROTOCOLS)[number];
  /** of a connection that Guacamole keeps itself */
  guacamoleId: string | null;
  /** sealed: who signs in to the desktop, and with what */
  credentials: string | null;
  /** it is meant to be on: "bridge:br0", "nat:default" … */
  network: string | null;
}

/** Every record, by name. */
export async function listRecords(db: Db): Promise<MachineRecord[]> {
  const rows = await db.selectFrom("machines").selectAll().orderBy("name").orderBy("host").execute();
  return rows.map((row) => ({
    name: row.name,
    host: row.host,
    displayName: row.display_name,
    owner: row.owner,
    desktopHost: row.desktop_host,
    desktopPort: row.desktop_port,
    desktopProtocol: DESKTOP_PROTOCOLS.find((one) => one === row.desktop_protocol) ?? "rdp",
    guacamoleId: row.guacamole_id,
    credentials: row.credentials,
    network: row.network,
  }));
}

/** Writes records, each over the one of its name and host; all of them or none. */
export async function saveRecords(db: Db, records: readonly MachineRecord[], now: number): Promise<void> {
  await transact(db, async (transaction) => {
    for (const record of records) {
      const row = rowOf(record, now);
      const { name, host, created_at: _, ...rest } = row;
      const { numUpdatedRows } = await transaction
        .updateTable("machines")
        .set(rest)
        .where("name", "=", name)
        .where("host", "=", host)
        .executeTakeFirst();
      // MySQL counts rows that changed: one that was so already is there all the same.
      if (numUpdatedRows === 0n && !(await isThere(transaction, name, host)))
        await transaction.insertInto("machines").values(row).execute();
    }
  });
}

/** True where there was one. */
export async function removeRecord(db: Db, name: string, host: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom("machines")
    .where("name", "=", name)
    .where("host", "=", host)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

async function isThere(db: Db, name: string, host: string): Promise<boolean> {
  const row = await db
    .selectFrom("machines")
    .select("name")
    .where("name", "=", name)
    .where("host", "=", host)
    .executeTakeFirst();
  return row !== undefined;
}

const rowOf = (record: MachineRecord, now: number) => ({
  name: record.name,
  host: record.host,
  display_name: record.displayName,
  owner: record.owner,
  desktop_host: record.desktopHost,
  desktop_port: record.desktopPort,
  desktop_protocol: record.desktopProtocol,
  guacamole_id: record.guacamoleId,
  credentials: record.credentials,
  network: record.network,
  created_at: now,
  updated_at: now,
});
