import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { UserError, messageOf } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import type { RandomText } from "../gate/random.ts";

/** A refusal with its status: what is wrong and what is allowed, on one line. */
export const refusal = (status: ContentfulStatusCode, message: string): HTTPException =>
  new HTTPException(status, { message });

/** Tells a fault in one line: the caller's own in words, a bug by a reference to the log. Never a stack. */
export type TellFault = (thrown: unknown, where: { method: string; path: string }) => string;

export const faultTeller =
  (log: Log, random: RandomText): TellFault =>
  (thrown, { method, path }) => {
    if (thrown instanceof HTTPException || thrown instanceof UserError) return messageOf(thrown);
    if (isCutOff(thrown)) return "The request was cut off.";
    const reference = random(6);
    log.error("request failed", { reference, method, path, error: thrown });
    return `Something went wrong here (reference ${reference} in the log).`;
  };

/** Answers a fault as one line of JSON. */
export const answerFault =
  (tell: TellFault) =>
  (thrown: Error, c: Context): Response => {
    const error = tell(thrown, c.req);
    if (thrown instanceof HTTPException) return c.json({ error }, thrown.status);
    if (isCutOff(thrown)) return c.json({ error }, 400);
    return c.json({ error }, thrown instanceof UserError ? 422 : 500);
  };

/** Whoever asked went away in the middle of it, as Node tells it: no fault of ours, and nobody reads the answer. */
const isCutOff = (thrown: unknown): boolean =>
  thrown instanceof Error && "code" in thrown && thrown.code === "ECONNRESET" && thrown.message === "aborted";
