import { chmodSync, linkSync, mkdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../kernel/errors.ts";
import type { RandomText } from "./random.ts";

const SHORTEST = 16;

export interface OwnerTokenParts {
  /** STEWARD_DATA; made if need be, closed to others */
  data: string;
  /** STEWARD_TOKEN */
  setting?: string;
  random: RandomText;
}

/**
 * The owner's token: as set, else as kept in STEWARD_DATA/owner-token, else made there.
 * @throws UserError when a token that is set is shorter than 16 characters
 */
export function ownerToken({ data, setting, random }: OwnerTokenParts): string {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  closeToOthers(data, 0o700);
  if (setting !== undefined && setting !== "") {
    if (setting.length < SHORTEST) throw new UserError(`STEWARD_TOKEN: at least ${SHORTEST} characters`);
    return setting;
  }
  const file = join(data, "owner-token");
  const kept = readToken(file);
  if (kept !== undefined) return kept;
  // Whole or not at all, also after a crash; of two that start at once the first wins.
  const draft = `${file}.${random(6)}`;
  writeFileSync(draft, `steward_${random(32)}\n`, { mode: 0o600, flag: "wx" });
  try {
    linkSync(draft, file);
  } catch (fault) {
    if (!isCode(fault, "EEXIST")) throw fault;
  } finally {
    unlinkSync(draft);
  }
  const made = readToken(file);
  if (made === undefined) throw new UserError(`${file} holds no token of at least ${SHORTEST} characters: remove it`);
  return made;
}

/** The token of a file, which is closed to others; undefined when there is none. */
export function readToken(file: string): string | undefined {
  try {
    closeToOthers(file, 0o600);
    const token = readFileSync(file, "utf8").trim();
    return token.length >= SHORTEST ? token : undefined;
  } catch (fault) {
    if (isCode(fault, "ENOENT")) return undefined;
    throw fault;
  }
}

function closeToOthers(path: string, mode: number): void {
  if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, mode);
}

const isCode = (fault: unknown, code: string) => fault instanceof Error && "code" in fault && fault.code === code;
