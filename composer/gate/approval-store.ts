import { z } from "zod";
import type { Db } from "../../db/index.ts";
import { UserError } from "../../kernel/errors.ts";
import type { Json } from "../../kernel/schema.ts";
import { plan, step } from "../../kernel/wire.ts";
import type { Plan } from "../../kernel/wire.ts";
import { sha256 } from "./random.ts";
import { request } from "./types.ts";

/** Milliseconds an approval can be given. */
const APPROVAL_MS = 60_000;
/** How long a decided or expired one is remembered, so that a late click hears what became of it. */
const REMEMBER_MS = 10 * 60_000;

/** What waits: the request it came in, the call as it was planned and shown, and the calls behind it. */
const waiting = z.object({
  request,
  tool: z.string(),
  plan,
  shown: z.json(),
  summary: z.string(),
  rest: z.array(step),
});
export type Waiting = z.infer<typeof waiting>;
export interface StoredApproval extends Waiting {
  id: string;
  hash: string;
  expires: number;
}

/** What an approval is bound to: who, which tool, and everything the plan says. */
export function planHash(principal: string, tool: string, planned: Plan): string {
  const { targets, risk, args, summary } = planned;
  return sha256(JSON.stringify(sorted({ principal, tool, targets, risk, args, summary })));
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

/** Stores a waiting call; forgets those long over. */
export async function storeApproval(
  db: Db,
  id: string,
  held: Waiting,
  now: number,
  lasts = APPROVAL_MS,
): Promise<StoredApproval> {
  const { principal, turn } = held.request;
  const hash = planHash(principal.id, held.tool, held.plan);
  const expires = now + lasts;
  await db
    .deleteFrom("approvals")
    .where("expires", "<", now - REMEMBER_MS)
    .execute();
  await db
    .insertInto("approvals")
    .values({ id, turn, principal: principal.id, request: JSON.stringify(held), hash, state: "waiting", expires })
    .execute();
  return { ...held, id, hash, expires };
}

/** Those that still wait, oldest first; of one principal, or of all. */
export async function waitingApprovals(db: Db, now: number, principal?: string): Promise<StoredApproval[]> {
  const all = db.selectFrom("approvals").selectAll().where("state", "=", "waiting").where("expires", ">", now);
  const own = principal === undefined ? all : all.where("principal", "=", principal);
  const rows = await own.orderBy("expires").orderBy("id").execute();
  return rows.map(({ id, hash, expires, request: held }) => ({
    ...waiting.parse(JSON.parse(held)),
    id,
    hash,
    expires,
  }));
}

/** One that waits. @throws UserError when there is none, it was decided, or it is too late */
export async function findApproval(db: Db, id: string, now: number): Promise<StoredApproval> {
  const row = await db.selectFrom("approvals").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row) throw new UserError("There is no such approval.");
  if (row.state !== "waiting") throw new UserError(`That was already ${row.state}.`);
  if (row.expires <= now) throw new UserError("That approval has expired; ask again.");
  return { ...waiting.parse(JSON.parse(row.request)), id, hash: row.hash, expires: row.expires };
}

/** Forgets what was asked for where nobody can approve it any more: a secret may stand in it. */
export async function forgetLate(db: Db, now: number): Promise<void> {
  await db
    .updateTable("approvals")
    .set({ request: "" })
    .where("state", "=", "waiting")
    .where("expires", "<=", now)
    .where("request", "!=", "")
    .execute();
}

/** What became of asking for a turn. */
export async function askedFor(db: Db, turn: string, now: number): Promise<"waiting" | "approved" | "denied" | "gone"> {
  const row = await db.selectFrom("approvals").selectAll().where("turn", "=", turn).executeTakeFirst();
  if (!row) return "gone";
  if (row.state === "approved" || row.state === "denied") return row.state;
  return row.expires > now ? "waiting" : "gone";
}

/** Uses an approval up, once. @throws UserError when somebody else just did */
export async function claimApproval(db: Db, id: string, state: "approved" | "denied", now: number): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable("approvals")
    .set({ state, request: "" })
    .where("id", "=", id)
    .where("state", "=", "waiting")
    .where("expires", ">", now)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new UserError("That was already decided.");
}

/** Takes back what a principal has waiting, when its rights go. */
export async function dropApprovals(db: Db, principal: string): Promise<void> {
  await db
    .updateTable("approvals")
    .set({ state: "denied", request: "" })
    .where("principal", "=", principal)
    .where("state", "=", "waiting")
    .execute();
}
