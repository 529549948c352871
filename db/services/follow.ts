import { generationOf, whenApplied } from "../generations.ts";
import type { Db } from "../schema.ts";
import { NAMES } from "./index.ts";

/** What came of waiting for the names to follow a change: they do, they will (and why not yet), or they are refused. */
export type Followed = { pending?: string } | { refused: string };

/** Waits until the names are as the services want them, or `signal` ends it. */
export async function namesFollow(db: Db, signal: AbortSignal): Promise<Followed> {
  const { desired } = await generationOf(db, NAMES);
  const came = await whenApplied(db, NAMES, desired, signal);
  if (came === "applied") return {};
  return "pending" in came ? { pending: came.pending || "the names follow" } : came;
}

/** "Saved; pi is away.", "Saved; nginx failed: …": why a machine is away stands in the doctor's findings. */
export function sayPending(pending: string): string {
  const [who = "", ...why] = pending.split(" is away: ");
  const text = why.length > 0 ? `${who} is away` : pending;
  return `Saved; ${text.endsWith(".") ? text.slice(0, -1) : text}.`;
}
