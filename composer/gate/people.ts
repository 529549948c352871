import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../db/index.ts";
import { transact } from "../../db/transact.ts";
import { UserError } from "../../kernel/errors.ts";
import { clean } from "../../kernel/text.ts";
import { dropApprovals } from "./approval-store.ts";
import { keepPrincipal } from "./credentials.ts";
import { bcryptOf, hashOf } from "./hash.ts";
import type { Person } from "./people-store.ts";
import { dropPerson, dropSessions, keepPassword, passwordOf, peopleOf, roleOf } from "./people-store.ts";
import { createSignIn, idOf } from "./sign-in.ts";

const ID = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const LEAST = 8;
const MOST = 200;

/** A person as another house has them: a name, and the bcrypt hash of their password. */
export interface Newcomer {
  name: string;
  hash: string;
}

/** What came of taking people over: names that are new, were here already, or stay away and why. */
export interface TakenOver {
  taken: string[];
  known: string[];
  left: string[];
}

/** The members of the house, who sign in with a password. The owner has none: links and the owner token. */
export interface People {
  list(): Promise<Person[]>;
  /** The id of the member; undefined for a wrong name or password. @throws UserError after too many wrong ones */
  signIn(name: string, password: string): Promise<string | undefined>;
  /** A member with a new password; makes them when they are new and ends their sessions when not. @throws UserError */
  set(name: string, password: string): Promise<{ id: string; isNew: boolean }>;
  /** @throws UserError when there is none of that name */
  remove(name: string): Promise<void>;
  /** All of them in one transaction; who is a member already stays as they are. */
  takeOver(newcomers: readonly Newcomer[], dryRun: boolean): Promise<TakenOver>;
}

/** Who lives here, in the tables of principals and passwords. */
export function createPeople(db: Db, clock: Clock): People {
  const member = (id: string, name: string) => ({
    id,
    name: clean(name.trim(), 80),
    role: "member",
    ceiling: "danger",
    created: clock.now(),
  });
  return {
    list: () => peopleOf(db),
    signIn: createSignIn(db, clock),
    async set(name, password) {
      const id = idOf(name);
      const role = await roleOf(db, id);
      const fault = faultOf(id, role) ?? weakness(password);
      if (fault !== undefined) throw new UserError(fault);
      const hash = await hashOf(password);
      await transact(db, async (transaction) => {
        await keepPrincipal(transaction, member(id, name));
        await keepPassword(transaction, id, hash, clock.now());
        await dropSessions(transaction, id);
      });
      return { id, isNew: role === undefined };
    },
    async remove(name) {
      const id = idOf(name);
      if ((await roleOf(db, id)) !== "member") {
        const known = (await peopleOf(db)).map((person) => person.id);
        throw new UserError(`There is no member ${clean(name, 64)}. Members: ${known.join(", ") || "none"}.`);
      }
      await transact(db, (transaction) => dropPerson(transaction, id));
      await dropApprovals(db, id);
    },
    takeOver: (newcomers, dryRun) =>
      transact(db, async (transaction) => {
        const result: TakenOver = { taken: [], known: [], left: [] };
        for (const { name, hash } of newcomers) {
          const id = idOf(name);
          const role = await roleOf(transaction, id);
          const bcrypt = bcryptOf(hash);
          const fault = faultOf(id, role) ?? (bcrypt === undefined ? "its password is no bcrypt hash" : undefined);
          const isKnown = result.taken.includes(id) || (await passwordOf(transaction, id)) !== undefined;
          if (fault !== undefined) result.left.push(`${clean(name, 64)}: ${fault}`);
          else if (isKnown) result.known.push(id);
          else {
            result.taken.push(id);
            if (dryRun || bcrypt === undefined) continue;
            await keepPrincipal(transaction, member(id, name));
            await keepPassword(transaction, id, bcrypt, clock.now());
          }
        }
        return result;
      }),
  };
}

/** Why nobody can have this id. */
function faultOf(id: string, role: string | undefined): string | undefined {
  if (!ID.test(id)) return "A name is letters, digits and . _ - without accents, at most 64 of them.";
  if (role === "owner") return "The owner signs in by link and has no password: choose another name.";
  return role === undefined || role === "member" ? undefined : "A program has that name already: choose another.";
}

function weakness(password: string): string | undefined {
  if ([...password].length < LEAST) return `A password has at least ${LEAST} characters.`;
  return password.length > MOST ? `A password has at most ${MOST} characters.` : undefined;
}
