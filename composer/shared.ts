import type { Db } from "../db/index.ts";
import type { Events } from "./events/index.ts";
import { createEvents } from "./events/index.ts";
import { shareEvents } from "./events/redis.ts";
import type { Audit, AuditParts } from "./gate/audit.ts";
import { openAudit } from "./gate/audit.ts";
import { openSharedAudit } from "./gate/shared-audit.ts";
import type { Driver } from "./schedule/loop.ts";
import { driveHere } from "./schedule/loop.ts";
import { driveByQueue } from "./schedule/queue.ts";
import type { Runner } from "./schedule/parts.ts";

/** What is within one process where a composer serves a house alone, and shared by all of them where there is a Redis. */
export interface Shared {
  audit: Audit;
  events: Events;
  drive(runner: Runner): Promise<Driver>;
}

/** Opens it; with `url` of a Redis that which is shared. @throws UserError when it does not answer */
export async function openShared(url: string | undefined, parts: AuditParts & { db: Db }): Promise<Shared> {
  const { db, log } = parts;
  if (url === undefined)
    return { audit: await openAudit(parts), events: createEvents(log), drive: (runner) => driveHere(runner, log) };
  const audit = await openSharedAudit(parts, db);
  const events = await shareEvents({ url, id: audit.chain, log });
  return { audit, events, drive: (runner) => driveByQueue(runner, { url, log }) };
}
