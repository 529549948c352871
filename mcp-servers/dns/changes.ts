import { isDeepStrictEqual } from "node:util";
import type { Db } from "../../db/index.ts";
import type { Saved, Service } from "../../db/services/index.ts";
import { namesFollow } from "../../db/services/follow.ts";
import { findService, removeService, saveService } from "../../db/services/index.ts";
import { transact } from "../../db/transact.ts";
import { UserError } from "../../kernel/errors.ts";
import type { Context } from "../../kernel/tool.ts";

/** A service before and after: null where there is none. */
export interface Change {
  key: string;
  was: Service | null;
  is: Saved | null;
}

/** How long an answer waits for the names. */
const FOLLOW_MS = 3_000;

/**
 * Writes changes in one transaction and waits for the names to follow; a change they refuse is taken back. Gives why it
 * is not there yet, if it is not. @throws UserError with the driver's words, or where something changed meanwhile
 */
export async function change(
  db: Db,
  changes: readonly Change[],
  { turn, signal }: Pick<Context, "turn" | "signal">,
): Promise<string | undefined> {
  if (changes.length === 0) return undefined;
  await write(db, changes, turn);
  const came = await namesFollow(db, AbortSignal.any([signal, AbortSignal.timeout(FOLLOW_MS)]));
  if (!("refused" in came)) return came.pending;
  const back = await Promise.all(
    changes.map(async ({ key, was }) => ({ key, was: (await findService(db, key)) ?? null, is: was })),
  );
  await write(db, back, turn);
  throw new UserError(`Nothing was changed: ${came.refused}`);
}

const write = (db: Db, changes: readonly Change[], turn: string | undefined) =>
  transact(db, async (transaction) => {
    for (const { key, was } of changes) {
      const now = (await findService(transaction, key)) ?? null;
      if (!isDeepStrictEqual(now && place(now), was && place(was)))
        throw new UserError(`${was?.name ?? now?.name ?? key} changed meanwhile; nothing was done.`);
    }
    // What loses its name makes room first.
    for (const { key, was, is } of changes) {
      if (is === null) await removeService(transaction, key, turn);
      else if (was && was.domain !== null && was.domain !== is.domain)
        await saveService(transaction, { ...was, domain: null }, turn);
    }
    for (const { is } of changes) if (is) await saveService(transaction, is, turn);
  });

/** What names follow from. */
export const place = ({ ip, port, protocol, domain }: Pick<Service, "ip" | "port" | "protocol" | "domain">) => ({
  ip,
  port,
  protocol,
  domain,
});
