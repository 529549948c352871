import { createCipheriv, createHmac } from "node:crypto";

/** One connection as Guacamole's JSON extension takes it. */
export interface SignedConnection {
  protocol: string;
  parameters: Record<string, string>;
}

export interface Grant {
  username: string;
  /** epoch milliseconds */
  expires: number;
  connections: Record<string, SignedConnection>;
}

/**
 * A grant as the data of Guacamole's encrypted JSON authentication (guacamole-auth-json, "Encrypting and signing"):
 * base64 of AES-128-CBC, IV 0, over the HMAC-SHA256 of the JSON and the JSON itself.
 * @param secret 32 hex digits, the 128 bits of the key
 */
export function signedGrant({ username, expires, connections }: Grant, secret: string): string {
  const key = Buffer.from(secret, "hex");
  const each = Object.entries(connections).map(([name, connection]) => [name, { ...connection, singleUse: true }]);
  // Once twice over: the signed data is good for one token, and that token's connection for one desktop.
  const text = JSON.stringify({ username, expires, singleUse: true, connections: Object.fromEntries(each) });
  const signature = createHmac("sha256", key).update(text).digest();
  const cipher = createCipheriv("aes-128-cbc", key, Buffer.alloc(16));
  return Buffer.concat([cipher.update(signature), cipher.update(text), cipher.final()]).toString("base64");
}
