import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { UserError, messageOf } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import type { RandomText } from "../gate/random.ts";

/** A refusal with its status: what is wrong and what is allowed, on one line. */
export const refusal = (status: ContentfulStatusCode, message: string): HTTPException =>
  new HTTPException(status, { message });

/** Answers a fault as one line of JSON: the caller's own in words, a bug by a reference to the log. Never a stack. */
export function answerFault(log: Log, random: RandomText) {
  return (thrown: Error, c: Context): Response => {
    if (thrown instanceof HTTPException) return c.json({ error: messageOf(thrown) }, thrown.status);
    if (thrown instanceof UserError) return c.json({ error: messageOf(thrown) }, 422);
    const reference = random(6);
    log.error("request failed", { reference, method: c.req.method, path: c.req.path, error: thrown });
    return c.json({ error: `Something went wrong here (reference ${reference} in the log).` }, 500);
  };
}
