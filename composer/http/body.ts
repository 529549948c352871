import type { Context } from "hono";
import type { z } from "zod";
import { UserError } from "../../kernel/errors.ts";
import { clean } from "../../kernel/text.ts";
import { refusal } from "./faults.ts";

/** The JSON body of a request by its shape; no body is {}. @throws HTTPException 400 naming what is wrong */
export async function bodyOf<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.infer<Schema>> {
  return valid(schema, parse(await c.req.text()));
}

/** Query parameters by their shape. @throws HTTPException 400 naming what is wrong */
export function queryOf<Schema extends z.ZodType>(c: Context, schema: Schema): z.infer<Schema> {
  return valid(schema, c.req.query());
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
