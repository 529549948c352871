import { createHash, timingSafeEqual } from "node:crypto";
import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../db/index.ts";
import { UserError } from "../../kernel/errors.ts";
import type { Risk } from "../../kernel/wire.ts";
import { dropApprovals } from "./approval-store.ts";
import type { Holder } from "./credentials.ts";
import type { Devices } from "./devices.ts";
import { createDevices } from "./devices.ts";
import {
  dropExpired,
  dropToken,
  holderById,
  holderOf,
  keepCredential,
  keepPrincipal,
  lower,
  rightsOf,
  tokensOf,
  useUp,
} from "./credentials.ts";
import { OWNER_ID, checkId, createListeners, isListener } from "./listeners.ts";
import type { RandomText } from "./random.ts";
import { sha256 } from "./random.ts";
import type { Principal } from "./types.ts";
import { principal } from "./types.ts";

const CODE_MS = 10 * 60_000;
const SESSION_MS = 30 * 24 * 3_600_000;

/** A secret as it came: how, and where it is used. */
export interface Presented {
  secret: string;
  /** the Authorization header, `?token=`, or the session cookie */
  by: "bearer" | "query" | "cookie";
  /** "mcp" is /mcp, everything else is "api" */
  at: "api" | "mcp";
}

/** A secret as it is handed out, once: only its hash is kept. */
interface Handed {
  id: string;
  secret: string;
  /** epoch milliseconds; null: until revoked */
  expires: number | null;
}

interface TokenSpec {
  /** of a program or person; made a "client" when it is not known yet */
  principal: string;
  name: string;
  label: string;
  use: "api" | "mcp" | "stdio" | "voice";
  ceiling: Risk;
  /** milliseconds */
  lasts?: number;
}

export interface Principals {
  /** Who this is, now; undefined for nobody. Asked anew for each request. */
  resolve(presented: Presented): Promise<Principal | undefined>;
  /** Somebody by their id as a task acts for them: what they may do now; undefined once they are gone. */
  byId(id: string): Promise<Principal | undefined>;
  /** Who signed this request; undefined for nobody, and for one that was here before. */
  device(...sent: Parameters<Devices["verify"]>): Promise<Principal | undefined>;
  /** What hears and speaks within the house itself, by its id; made where there is none. @throws UserError */
  listener(id: string): Promise<Principal>;
  /** The same, and its tasks run like anybody's. @throws UserError */
  speaker(id: string): Promise<Principal>;
  /** Somebody who was found before, as they are now; undefined once what they came with is no good any more. */
  again(known: Principal): Promise<Principal | undefined>;
  /** A code for the sign-in link: once, within 10 minutes. */
  signInCode(): Promise<Handed>;
  /** The session of a code, which is used up; undefined for a code that is wrong, used or late. */
  exchange(code: string): Promise<Handed | undefined>;
  /** A session of a member who showed a password. */
  session(member: string): Promise<Handed>;
  signOut(secret: string): Promise<void>;
  /** A token of a program's own. @throws UserError when its principal is the owner: programs speak for themselves */
  issue(spec: TokenSpec): Promise<Handed>;
  tokens(): ReturnType<typeof tokensOf>;
  /** Takes a token back, and what its principal has waiting. @throws UserError when there is none */
  revoke(id: string): Promise<void>;
}

export interface PrincipalParts {
  db: Db;
  ownerToken: string;
  clock: Clock;
  random: RandomText;
}

/** The credential that is no row of the table. */
const OWNERS = "owner-token";
const OWNER = { id: OWNER_ID, name: "Owner", role: "owner", ceiling: "danger" } as const;

/** Who may sign in, and as whom a secret speaks. */
export async function openPrincipals({ db, ownerToken, clock, random }: PrincipalParts): Promise<Principals> {
  const isOwners = comparing(ownerToken);
  await keepPrincipal(db, { ...OWNER, created: clock.now() });

  const hand = async (
    row: { kind: string; principal: string; label: string; purpose: string; ceiling: string },
    lasts?: number,
  ) => {
    const now = clock.now();
    const secret = `steward_${random(32)}`;
    const id = random(9);
    const expires = lasts === undefined ? null : now + lasts;
    await dropExpired(db, now);
    await keepCredential(db, { ...row, hash: sha256(secret), id, created: now, expires });
    return { id, secret, expires };
  };
  const owners = (kind: string) => ({ kind, principal: OWNER.id, label: kind, purpose: kind, ceiling: OWNER.ceiling });

  const devices = createDevices(db, clock);
  const session = (of: string) => hand({ ...owners("session"), principal: of }, SESSION_MS);
  const { listener, speaker, letStand } = createListeners({ db, clock, random });

  return {
    async resolve({ secret, by, at }) {
      if (by === "bearer" && isOwners(secret)) return { ...OWNER, use: "api", credential: OWNERS };
      const holder = await holderOf(db, sha256(secret), clock.now());
      return holder && isFor(holder, by, at) ? principalOf(holder) : undefined;
    },
    async byId(id) {
      const found = { use: "schedule" as const, credential: "schedule" };
      if (id === OWNER.id) return { ...OWNER, ...found };
      const row = await rightsOf(db, id, clock.now());
      return row && principal.safeParse({ ...row, ...found }).data;
    },
    async device(...sent) {
      const holder = await devices.verify(...sent);
      return holder && principalOf(holder);
    },
    listener,
    speaker,
    async again(known) {
      const { credential = "" } = known;
      if (credential === OWNERS || isListener(credential)) return known;
      const holder = await holderById(db, credential, clock.now());
      return holder && principalOf(holder);
    },
    signInCode: () => hand(owners("code"), CODE_MS),
    async exchange(code) {
      const hash = sha256(code);
      const holder = await holderOf(db, hash, clock.now());
      if (holder?.kind !== "code" || !(await useUp(db, hash))) return undefined;
      return session(holder.principal);
    },
    session,
    async signOut(secret) {
      await useUp(db, sha256(secret));
    },
    async issue({ principal: id, name, label, use, ceiling, lasts }) {
      checkId(id);
      await keepPrincipal(db, { id, name, role: "client", ceiling: "danger", created: clock.now() });
      if (use === "stdio") await letStand(id);
      return hand({ kind: "token", principal: id, label, purpose: use, ceiling }, lasts);
    },
    tokens: () => tokensOf(db),
    async revoke(id) {
      const whose = await dropToken(db, id);
      if (whose === undefined) throw new UserError("There is no such token: steward token list shows them.");
      await dropApprovals(db, whose);
    },
  };
}

/** The principal of `steward mcp`, which serves whoever started it over stdio: a client of its own that never approves. */
export const stdioPrincipal = (startedBy: string): Principal => ({
  id: `stdio:${startedBy}`,
  name: `MCP client of ${startedBy}`,
  role: "client",
  ceiling: "danger",
  use: "stdio",
  credential: `stdio:${startedBy}`,
});

/** A token of the query is for /mcp and made for it; a cookie is a session and never for /mcp; a code is no credential. */
function isFor({ kind, purpose }: Holder, by: Presented["by"], at: Presented["at"]): boolean {
  if (by === "cookie") return kind === "session" && at === "api";
  if (kind !== "token") return false;
  if (by === "query") return purpose === "mcp" && at === "mcp";
  if (purpose === "voice") return at === "api"; // and of that what the guards let a device do
  return purpose === "api" || at === "mcp";
}

function principalOf({ principal: id, name, role, kind, purpose, ceiling, most, id: credential }: Holder) {
  const use = kind === "session" ? "cookie" : purpose;
  const found = principal.safeParse({ id, name, role, ceiling: lower(ceiling, most), use, credential });
  return found.data;
}

/** Compares with a secret in a time that does not tell how far they agree. */
function comparing(secret: string): (given: string) => boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  const expected = digest(secret);
  return (given) => timingSafeEqual(digest(given), expected);
}
