import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../db/index.ts";
import { UserError } from "../../kernel/errors.ts";
import { STANDING, hasStanding, keepCredential, keepPrincipal, roleAndCeiling } from "./credentials.ts";
import type { RandomText } from "./random.ts";
import { sha256 } from "./random.ts";
import type { Principal } from "./types.ts";
import { principal } from "./types.ts";

export const OWNER_ID = "owner";
/** What the credential of a listener begins with: it is in the settings, and no row of the table. */
const LISTENER = "listener:";
export const isListener = (credential: string): boolean => credential.startsWith(LISTENER);

export interface ListenerParts {
  db: Db;
  clock: Clock;
  random: RandomText;
}

/** What hears and speaks within the house itself, and needs no secret for that. */
export function createListeners({ db, clock, random }: ListenerParts) {
  const listener = async (id: string): Promise<Principal> => {
    checkId(id);
    const fresh = { id, name: id, role: "client", ceiling: "danger" };
    await keepPrincipal(db, { ...fresh, created: clock.now() });
    const known = await roleAndCeiling(db, id);
    return principal.parse({ ...fresh, ...known, use: "voice", credential: `${LISTENER}${id}` });
  };
  /** Gives a program that has no token of its own between two connections a right for its tasks, until it is revoked. */
  const letStand = async (id: string): Promise<void> => {
    if (await hasStanding(db, id)) return;
    const right = { kind: STANDING, principal: id, label: "its tasks", purpose: "tasks", ceiling: "danger" };
    const row = { ...right, id: random(9), created: clock.now(), expires: null };
    await keepCredential(db, { ...row, hash: sha256(random(32)) });
  };
  return {
    listener,
    letStand,
    async speaker(id: string): Promise<Principal> {
      const found = await listener(id);
      if (found.role === "client") await letStand(id);
      return found;
    },
  };
}

/** @throws UserError when no program can be called that */
export function checkId(id: string): void {
  if (!/^[a-z0-9][a-z0-9:._-]{0,63}$/.test(id)) {
    throw new UserError("A principal's id is lower-case letters, digits and : . _ -, at most 64 of them.");
  }
  if (id === OWNER_ID) throw new UserError("A program gets a principal of its own: choose another id than owner.");
}
