import { z } from "zod";
import type { Json, JsonObject } from "../../../kernel/schema.ts";
import { jsonObject } from "../../../kernel/schema.ts";
import { clean, listed } from "../../../kernel/text.ts";
import type { ListedTool } from "../../hub/door.ts";

/** Arguments that fit the tool's schema, or one line on what does not and what is allowed. */
export type Repaired = { args: JsonObject } | { fault: string };

const property = z.looseObject({ type: z.string().optional(), enum: z.array(z.json()).optional() });
type Property = z.infer<typeof property>;
const schema = z.looseObject({
  properties: z.record(z.string(), property.catch({})).default({}),
  additionalProperties: z.unknown().optional(),
});
/** Keys that models put around the arguments. */
const AROUND = ["arguments", "parameters", "args", "input", "properties"];

/**
 * What a model wrote as arguments, brought into shape where there is only one way to read it: JSON in a text, one
 * wrapping too many, a key or a choice in other letters, "30" for 30, and what is empty left out. Nothing is guessed.
 */
export function repair({ name, wire }: Pick<ListedTool, "name" | "wire">, given: unknown): Repaired {
  const { properties, additionalProperties } = schema.parse(wire.inputSchema);
  const isOpen = additionalProperties !== undefined && additionalProperties !== false;
  const object = jsonObject.safeParse(unwrapped(given, properties)).data;
  if (!object) return { fault: `${name}: the arguments are no JSON object.` };
  const keys = new Map(Object.keys(properties).map((key) => [key.toLowerCase(), key]));
  const args: JsonObject = {};
  const strange: string[] = [];
  for (const [key, value] of Object.entries(object)) {
    const known = Object.hasOwn(properties, key) ? key : keys.get(key.toLowerCase());
    if (value === null || value === "") continue;
    if (known !== undefined) args[known] = fitting(properties[known] ?? {}, value);
    else if (isOpen) args[key] = value;
    else strange.push(clean(key, 40));
  }
  const allowed = `Allowed: ${listed(Object.keys(properties)) || "no arguments"}.`;
  if (strange.length > 0) return { fault: `${name} has no ${listed(strange, "or")}. ${allowed}` };
  const parsed = validatorOf(wire.inputSchema).safeParse(args);
  if (parsed.success) return { args };
  const faults = parsed.error.issues.map(({ path, message }) => clean(`${path.join(".")}: ${message}`, 160));
  return { fault: `${name}: ${faults.join("; ")}. ${allowed}` };
}

const validators = new WeakMap<object, z.ZodType>();

/** A schema that cannot be read accepts nothing: a call that cannot be checked is not made. */
function validatorOf(inputSchema: ListedTool["wire"]["inputSchema"]): z.ZodType {
  const known = validators.get(inputSchema);
  if (known) return known;
  const made = readSchema(inputSchema);
  validators.set(inputSchema, made);
  return made;
}

const anySchema = z.custom<z.core.JSONSchema.JSONSchema>((value) => typeof value === "object");

function readSchema(inputSchema: unknown): z.ZodType {
  try {
    return z.fromJSONSchema(anySchema.parse(inputSchema));
  } catch {
    return z.never("the tool's own schema cannot be read");
  }
}

/** The object itself: out of a text, and out of a key that holds nothing but it. */
function unwrapped(given: unknown, properties: Record<string, Property>, depth = 0): unknown {
  if (given === undefined || given === null) return {};
  if (typeof given === "string" && depth < 3) return unwrapped(fromText(given), properties, depth + 1);
  const [only, ...more] = typeof given === "object" ? Object.entries(given) : [];
  if (!only || more.length > 0 || depth > 2) return given;
  const [key, inner] = only;
  return AROUND.includes(key) && !(key in properties) ? unwrapped(inner, properties, depth + 1) : given;
}

function fromText(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    return [];
  }
}

function fitting({ type, enum: choices }: Property, value: Json): Json {
  if (choices) return choices.find((choice) => alike(choice) === alike(value)) ?? value;
  if (type === "string" && (typeof value === "number" || typeof value === "boolean")) return String(value);
  if ((type === "number" || type === "integer") && typeof value === "string" && NUMBER.test(value))
    return Number(value);
  if (type === "boolean" && typeof value === "string" && /^(true|false)$/i.test(value)) return /^t/i.test(value);
  return value;
}

const NUMBER = /^[+-]?\d{1,15}(?:\.\d{1,10})?$/;
const alike = (value: Json) => (typeof value === "string" ? value.trim().toLowerCase() : value);
