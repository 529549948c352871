import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt);

// One of the equal settings of OWASP's password storage cheat sheet: 16 MiB and some 0.2 s on a small server.
const COST = { N: 2 ** 14, r: 8, p: 5, maxmem: 64 * 2 ** 20 };
const KEY_BYTES = 32;
/** A hash costs 2^cost rounds: beyond this one a single sign-in would take a small server some seconds. */
const MOST_BCRYPT_COST = 14;
const BCRYPT = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;

/** The password as it is kept: "scrypt$salt$key", both base64url. */
export async function hashOf(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password.normalize("NFC"), salt, KEY_BYTES, COST);
  return `scrypt$${salt.toString("base64url")}$${key.toString("base64url")}`;
}

/** Whether a password is the one of a hash, of ours or of bcrypt; false for a hash of any other form. */
export async function isPassword(password: string, hash: string): Promise<boolean> {
  if (isForeign(hash)) {
    const { compare } = await import("bcryptjs"); // only for who has not signed in since they came over
    return compare(password, hash);
  }
  const [form, salt = "", kept = ""] = hash.split("$");
  if (form !== "scrypt") return false;
  const key = await derive(password.normalize("NFC"), Buffer.from(salt, "base64url"), KEY_BYTES, COST);
  const expected = Buffer.from(kept, "base64url");
  return expected.length === key.length && timingSafeEqual(expected, key);
}

/** A hash of bcrypt: it is good for one sign-in, which replaces it. */
export const isForeign = (hash: string): boolean => hash.startsWith("$2");

/** A bcrypt hash as others keep it, maybe behind "{bcrypt}"; undefined when it is none, or costs too much to check. */
export function bcryptOf(text: string): string | undefined {
  const hash = text.trim().replace(/^\{bcrypt\}/, "");
  const [, cost] = BCRYPT.exec(hash) ?? [];
  return cost !== undefined && Number(cost) >= 4 && Number(cost) <= MOST_BCRYPT_COST ? hash : undefined;
}
