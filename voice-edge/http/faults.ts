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
  if (Number(c.req.header("content-length") ?? 0) > MOST_JSON) throw new UserError("A text has at most 64 kB here.");
  const body: unknown = await c.req.json().catch(() => {
    throw new UserError("The body is not JSON.");
  });
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => [path.join("."), message].filter(Boolean).join(": "));
  throw new UserError(clean(faults.join("; "), 300));
}
