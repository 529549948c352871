import { randomBytes } from "node:crypto";
import type { Context } from "hono";
import type { z } from "zod";
import { PeerError, UserError, messageOf } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import { clean } from "../../kernel/text.ts";
import type { Caller } from "../composer.ts";
import type { Env } from "./env.ts";

/** One line of JSON: what the caller can mend as 422, who is away as 503, a bug by a reference to the log. */
export const answerFault =
  (log: Log) =>
  (thrown: Error, c: Context): Response => {
    if (thrown instanceof PeerError) return c.json({ error: messageOf(thrown) }, 503);
    if (thrown instanceof UserError) return c.json({ error: messageOf(thrown) }, 422);
    const reference = randomBytes(6).toString("base64url");
    log.error("voice request failed", { reference, path: c.req.path, error: thrown });
    return c.json({ error: `Something went wrong here (reference ${reference} in the log).` }, 500);
  };

/** @throws Error where a route that is nobody's is asked for one who is known: a fault of the house */
export function callerOf(c: Context<Env>): Caller {
  const caller = c.env?.caller;
  if (!caller) throw new Error("no caller was found");
  return caller;
}

const MOST_JSON = 64 * 1024;

/** A JSON body by its shape. @throws UserError */
export async function bodyOf<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.infer<Schema>> {
  const text = await textOf(c.req.raw);
  const parsed = schema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => [path.join("."), message].filter(Boolean).join(": "));
  throw new UserError(clean(faults.join("; "), 300));
}

/** Reading ends where it becomes too long: a body need not say beforehand how long it is. */
async function textOf({ body }: Request): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body ?? []) {
    length += piece.byteLength;
    if (length > MOST_JSON) throw new UserError("A text has at most 64 kB here.");
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError("The body is not JSON.");
  }
}
