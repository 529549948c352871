import { z } from "zod";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** Any JSON value. */
export const json: z.ZodType<Json> = z.json();
/** A JSON object. */
export const jsonObject = z.record(z.string(), json);

const NOISE = new Set(["$schema", "additionalProperties", "default"]);

/** The JSON Schema of a tool's input with nothing in it that a model need not read. */
export function leanSchema(shape: z.ZodRawShape): JsonObject {
  return jsonObject.parse(lean(z.toJSONSchema(z.object(shape), { io: "input" })));
}

function lean(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(lean);
  if (typeof node !== "object" || node === null) return node;
  const kept = Object.entries(node).filter(([key, value]) => !NOISE.has(key) && !isSafeIntegerBound(key, value));
  return Object.fromEntries(kept.map(([key, value]) => [key, lean(value)]));
}

// z.int() writes the bounds of a safe integer: 19 tokens that tell nobody anything.
const isSafeIntegerBound = (key: string, value: unknown) =>
  (key === "minimum" || key === "maximum") && typeof value === "number" && Math.abs(value) === Number.MAX_SAFE_INTEGER;

/** Marks a field whose value never reaches audit, logs, models or events. */
export function secret<Schema extends z.ZodType>(schema: Schema): Schema {
  return schema.meta({ writeOnly: true });
}

const properties = z.object({ properties: z.record(z.string(), z.object({ writeOnly: z.boolean().optional() })) });

/** The arguments with the values of secret fields replaced. */
export function withoutSecrets(args: JsonObject, inputSchema: unknown): JsonObject {
  const parsed = properties.safeParse(inputSchema);
  if (!parsed.success) return args;
  const isSecret = (key: string) => parsed.data.properties[key]?.writeOnly === true;
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, isSecret(key) ? "[secret]" : value]));
}
