import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../db/index.ts";
import { UserError } from "../../kernel/errors.ts";
import { hashOf, isForeign, isPassword } from "./hash.ts";
import { keepPassword, passwordOf, roleOf } from "./people-store.ts";

/** Wrong passwords in a row for one name, and how long it then waits; milliseconds. */
const TRIES = 8;
const PAUSE_MS = 10 * 60_000;
/** Names whose wrong passwords are counted, and sign-ins that wait for the one that is checked. */
const MOST_NAMES = 1_000;
const MOST_WAITING = 16;

/** The id of a person by the name they sign in with. */
export const idOf = (name: string): string => name.trim().toLowerCase().replace(/\s+/g, "-");

/**
 * Checks names with passwords, one at a time: a check is slow on purpose, and many at once would slow the house.
 * Gives the member's id, or undefined; a name nobody has takes as long as any.
 */
export function createSignIn(db: Db, clock: Clock): (name: string, password: string) => Promise<string | undefined> {
  const wrong = createTries(clock);
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  let nobody: Promise<string> | undefined;
  const check = async (id: string, password: string): Promise<string | undefined> => {
    const hash = (await roleOf(db, id)) === "member" ? await passwordOf(db, id) : undefined;
    const isRight = await isPassword(password, hash ?? (await (nobody ??= hashOf("nobody"))));
    if (!isRight || hash === undefined) return void wrong.note(id);
    wrong.forget(id);
    if (isForeign(hash)) await keepPassword(db, id, await hashOf(password), clock.now(), hash);
    return id;
  };
  return async (name, password) => {
    const id = idOf(name);
    wrong.refuse(id);
    if (waiting >= MOST_WAITING) throw new UserError("Too many sign in at once; try again in a moment.");
    waiting++;
    // Asked again when its turn comes: those before it may have been the last wrong ones.
    const turn = last.then(() => {
      wrong.refuse(id);
      return check(id, password);
    });
    last = turn.catch(() => {}).finally(() => waiting--);
    return turn;
  };
}

/** Counts wrong tries by name; the oldest are forgotten first. */
function createTries(clock: Clock) {
  const tries = new Map<string, { count: number; until: number }>();
  return {
    /** @throws UserError while a name waits */
    refuse(id: string) {
      const { count = 0, until = 0 } = tries.get(id) ?? {};
      if (count < TRIES || until <= clock.now()) return;
      const minutes = Math.ceil((until - clock.now()) / 60_000);
      throw new UserError(`Too many wrong passwords for that name: wait ${minutes} min, or use a sign-in link.`);
    },
    note(id: string) {
      const { count = 0, until = 0 } = tries.get(id) ?? {};
      tries.delete(id);
      tries.set(id, { count: until <= clock.now() ? 1 : count + 1, until: clock.now() + PAUSE_MS });
      const [oldest] = tries.keys();
      if (tries.size > MOST_NAMES && oldest !== undefined) tries.delete(oldest);
    },
    forget: (id: string) => void tries.delete(id),
  };
}
