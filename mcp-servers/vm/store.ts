import type { Db } from "../../db/index.ts";
import type { MachineRecord } from "../../db/machines/index.ts";
import { listRecords, removeRecord, saveRecords } from "../../db/machines/index.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Records } from "./machines.ts";

/** Records in the database of the house. */
export const databaseRecords = (db: Db, clock: Clock): Records => ({
  list: () => listRecords(db),
  save: (records) => saveRecords(db, records, clock.now()),
  remove: (name, host) => removeRecord(db, name, host),
});

/** Records beneath those that are kept: what the demo house begins with. */
export const withDemo = (records: Records, demo: readonly MachineRecord[]): Records => ({
  ...records,
  async list() {
    const kept = await records.list();
    return [...kept, ...demo.filter(({ name }) => !kept.some((record) => record.name === name))];
  },
});
