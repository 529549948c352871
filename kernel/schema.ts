import { z } from "zod";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** Any JSON value. */
export const json: z.ZodType<Json> = z.json();
/** A JSON object. */
export const jsonObject = z.record(z.string(), json);

/**
 * The JSON Schema of a tool's input with nothing in it that a model need not read. Types stay, since Home Assistant's
 * client refuses a field without one; `required` goes, since what is missing is named by the error (5 tokens a tool).
 */
export function leanSchema(shape: z.ZodRawShape): JsonObject {
  const { $schema: _, required: __, ...schema } = z.toJSONSchema(z.object(shape), { io: "input", override: lean });
  return jsonObject.parse(schema);
}

function lean({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  delete jsonSchema.additionalProperties;
  delete jsonSchema.default;
  // z.int() writes the bounds of a safe integer: 19 tokens that tell nobody anything.
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

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
