import { createHash, randomBytes } from "node:crypto";

/** Random text for URLs and file names, of so many random bytes; passed in, so that tests own it. */
export type RandomText = (bytes: number) => string;

export const systemRandom: RandomText = (bytes) => randomBytes(bytes).toString("base64url");

/** sha256, as 64 hex digits. */
export const sha256 = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");
