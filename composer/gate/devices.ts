import { createHmac, timingSafeEqual } from "node:crypto";
import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../db/index.ts";
import type { Holder } from "./credentials.ts";
import { holderById } from "./credentials.ts";
import { sha256 } from "./random.ts";

/** How far the clock of a device may be off, in milliseconds; what it sends is good for as long, and once. */
export const WINDOW_MS = 30_000;
/** Nonces that are kept at most; beyond that nothing signed is taken until some have aged. */
const MOST = 20_000;

/** A request that a device signed, so that its secret never travels. */
export interface Signed {
  /** public id of its credential */
  id: string;
  /** epoch milliseconds by the device's clock */
  time: number;
  nonce: string;
  /** HMAC-SHA256, as hex */
  signature: string;
}

const FORM = /^Steward-Device +([\w-]{1,40}):(\d{13}):([\w-]{8,64}):([0-9a-f]{64})$/;

/** The header `Authorization: Steward-Device ID:TIME:NONCE:SIGNATURE`. */
export function signedOf(header: string): Signed | undefined {
  const [, id = "", time = "", nonce = "", signature = ""] = FORM.exec(header) ?? [];
  return id === "" ? undefined : { id, time: Number(time), nonce, signature };
}

/** What a device signs; its key is the sha256 of its secret, as hex, which is what is kept of it here. */
export function signatureOf(
  secret: { hash: string },
  sent: { method: string; path: string; time: number; nonce: string; body: Uint8Array },
): string {
  const { method, path, time, nonce, body } = sent;
  const text = [method, path, time, nonce, sha256(body)].join("\n");
  return createHmac("sha256", secret.hash).update(text).digest("hex");
}

export interface Devices {
  /** Whose this is; undefined for a wrong signature, one that is too old, too new, or was here before. */
  verify(signed: Signed, sent: Sent): Promise<Holder | undefined>;
}

/** A request as it came; its body is read only for a device that is known. */
interface Sent {
  method: string;
  path: string;
  body(): Promise<Uint8Array>;
}

export function createDevices(db: Db, clock: Clock): Devices {
  const seen = new Map<string, number>();
  const isNew = (key: string, now: number) => {
    for (const [old, until] of seen) {
      if (until > now) break; // the oldest come first
      seen.delete(old);
    }
    if (seen.has(key) || seen.size >= MOST) return false;
    seen.set(key, now + 2 * WINDOW_MS);
    return true;
  };
  return {
    async verify({ id, time, nonce, signature }, sent) {
      const now = clock.now();
      if (Math.abs(now - time) > WINDOW_MS) return undefined;
      const holder = await holderById(db, id, now);
      if (!holder || holder.purpose !== "voice") return undefined;
      const signing = { ...sent, body: await sent.body(), time, nonce };
      const expected = Buffer.from(signatureOf(holder, signing));
      const isRight = timingSafeEqual(expected, Buffer.from(signature));
      return isRight && isNew(`${id} ${nonce}`, now) ? holder : undefined;
    },
  };
}
