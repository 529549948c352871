import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../../kernel/errors.ts";

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals text for one purpose; it opens for that purpose and with that key alone. */
export interface Sealing {
  /** base64url of nonce, tag and text, by AES-256-GCM */
  seal(text: string, purpose: string): string;
  /** @throws UserError when it was changed, is for another purpose, or was sealed with another key */
  open(sealed: string, purpose: string): string;
}

/** Sealing with the key of a data folder, which is made when it is first used, for our eyes only. */
export function sealingIn(folder: string): Sealing {
  const file = join(folder, "desktop-key");
  let kept: Buffer | undefined;
  const key = () => (kept ??= readKey(file) ?? makeKey(folder, file));
  return {
    seal(text, purpose) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key(), nonce).setAAD(Buffer.from(purpose));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url");
    },
    open(sealed, purpose) {
      const bytes = Buffer.from(sealed, "base64url");
      const [nonce, tag] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)];
      try {
        const decipher = createDecipheriv("aes-256-gcm", key(), nonce, { authTagLength: TAG_BYTES });
        decipher.setAAD(Buffer.from(purpose)).setAuthTag(tag);
        const body = bytes.subarray(NONCE_BYTES + TAG_BYTES);
        return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
      } catch (cause) {
        if (cause instanceof UserError) throw cause;
        throw new UserError("Who signs in to that desktop cannot be read any more: keep it anew.", { cause });
      }
    },
  };
}

function readKey(file: string): Buffer | undefined {
  try {
    const key = Buffer.from(readFileSync(file, "utf8").trim(), "base64url");
    if (key.length === KEY_BYTES) return key;
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT") return undefined;
    throw thrown;
  }
  throw new UserError(`${file} holds no key: put the right one back, or take it away and keep credentials anew.`);
}

/** Whole or not at all, and of two at once the first: a link never takes the place of a file that is there. */
function makeKey(folder: string, file: string): Buffer {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const part = `${file}.${randomBytes(6).toString("hex")}`;
  const handle = openSync(part, "wx", 0o600);
  try {
    writeSync(handle, `${randomBytes(KEY_BYTES).toString("base64url")}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    linkSync(part, file);
  } catch (thrown) {
    if (!(thrown instanceof Error && "code" in thrown && thrown.code === "EEXIST")) throw thrown;
  } finally {
    unlinkSync(part);
  }
  const key = readKey(file);
  if (!key) throw new Error("the key that was just made is gone");
  return key;
}
