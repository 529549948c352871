import { generationOf, onRaised } from "../../db/generations.ts";
import type { Db } from "../../db/index.ts";
import { namesFollow } from "../../db/services/follow.ts";
import { NAMES, findService, listServices, removeService, saveService } from "../../db/services/index.ts";
import { transact } from "../../db/transact.ts";
import { UserError } from "../../kernel/errors.ts";
import type { Store } from "./catalogue.ts";
import type { Change, Kept } from "./changes.ts";
import { isSame, movesName } from "./changes.ts";
import { socketOf } from "./fields.ts";

/** The services of a database. */
export const databaseStore = (db: Db): Store => ({
  list: () => listServices(db),
  write: (changes, turn) => transact(db, (transaction) => writeAll(transaction, changes, turn)),
  follow: (signal) => namesFollow(db, signal),
  onChange: (listener) => onRaised(db, NAMES, listener),
});

async function writeAll(db: Db, changes: readonly Change[], turn: string | undefined): Promise<void> {
  for (const { key, was } of changes) {
    const now = (await findService(db, key)) ?? null;
    if (!isSame(now, was)) throw new UserError(`${now?.name ?? was?.name ?? key} changed meanwhile; nothing was done.`);
  }
  // What goes or moves makes room first: two services may change places.
  for (const change of changes) if (makesRoom(change)) await removeService(db, change.key, turn);
  for (const { is } of changes) if (is) await saveService(db, is, turn);
}

const makesRoom = (change: Change): boolean =>
  change.was !== null && (change.is === null || movesName(change) || socketOf(change.was) !== socketOf(change.is));

/** Puts services into a catalogue nobody ever wrote to, as examples; one that was emptied stays empty. */
export async function seed(db: Db, services: readonly Omit<Kept, "example">[]): Promise<void> {
  await transact(db, async (transaction) => {
    const { desired } = await generationOf(transaction, NAMES);
    if (desired > 0 || (await listServices(transaction)).length > 0) return;
    for (const service of services) await saveService(transaction, { ...service, example: true });
  });
}
