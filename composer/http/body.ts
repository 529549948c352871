import type { Context, MiddlewareHandler } from "hono";
import { createMiddleware } from "hono/factory";
import { z } from "zod";
import { UserError } from "../../kernel/errors.ts";
import { clean } from "../../kernel/text.ts";
import type { Body } from "./bytes.ts";
import { bytesIn, tooLong } from "./bytes.ts";
import { refusal } from "./faults.ts";
import type { Env } from "./guards.ts";

const fields = z.record(z.string(), z.unknown());

/** The longest bodies, in bytes. */
export const API_BYTES = 1024 * 1024;
export const MCP_BYTES = 4 * 1024 * 1024;

/** Refuses what says it is too long before any of it is read. */
export const capped = (most: number): MiddlewareHandler =>
  createMiddleware(async (c, next) => {
    if (Number(c.req.header("content-length") ?? 0) > most) throw tooLong(most);
    await next();
  });

/** A body that may not say how long it is; reading ends where it becomes too long. @throws HTTPException 413 */
export const textOf = ({ body }: Request, most: number): Promise<string> => textIn(body ?? [], most);

const textIn = async (body: Body, most: number) => (await bytesIn(body, most)).toString("utf8");

/** The JSON body of a request by its shape; no body is {}. @throws HTTPException 400 naming what is wrong */
export async function bodyOf<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.infer<Schema>> {
  return valid(schema, parse(await textOf(c.req.raw, API_BYTES)));
}

/** Query parameters by their shape. @throws HTTPException 400 naming what is wrong */
export function queryOf<Schema extends z.ZodType>(c: Context, schema: Schema): z.infer<Schema> {
  return valid(schema, c.req.query());
}

/** What is said in the query, in the body, or in both; a GET has a body only as Node has it. @throws HTTPException 400 */
export async function givenOf<Schema extends z.ZodType>(c: Context<Env>, schema: Schema): Promise<z.infer<Schema>> {
  const body = c.req.method === "GET" ? textIn(c.env?.incoming ?? [], API_BYTES) : textOf(c.req.raw, API_BYTES);
  const said = fields.safeParse(parse(await body));
  if (!said.success) throw refusal(400, "The body is no JSON object.");
  return valid(schema, { ...said.data, ...c.req.query() });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text === "" ? "{}" : text);
  } catch {
    throw refusal(400, "The body is not JSON.");
  }
}

function valid<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = safely(() => schema.safeParse(value));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    ({ path, message }) => `${path.length > 0 ? `${path.join(".")}: ` : ""}${message}`,
  );
  throw refusal(400, clean(faults.join("; "), 300));
}

/** JSON can be nested deeper than the stack of whatever walks it. */
function safely<T>(work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof RangeError) throw new UserError("The body is nested too deep.");
    throw thrown;
  }
}
