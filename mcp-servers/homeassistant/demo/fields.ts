import { z } from "zod";
import { invalid } from "./faults.ts";

// Home Assistant coerces what comes in: "50" is a number where a number is wanted, 7 a text where a text is.
const numeric = (value: unknown) => (typeof value === "string" && value.trim() !== "" ? Number(value) : value);
const words: Record<string, boolean> = { on: true, true: true, yes: true, off: false, false: false, no: false };
const truth = (value: unknown) => (typeof value === "string" ? (words[value.toLowerCase()] ?? value) : value);
const list = (value: unknown) => (Array.isArray(value) ? value : [value]);

/** A number between `min` and `max`, both allowed. */
export const float = (min = -Infinity, max = Infinity) => z.preprocess(numeric, bounded("expected float", min, max));
/** A whole number between `min` and `max`; decimals are cut off. */
export const int = (min = -Infinity, max = Infinity) =>
  z.preprocess(numeric, bounded("expected int", min, max).transform(Math.trunc));
export const text = z.preprocess(
  (value) => (typeof value === "number" ? String(value) : value),
  z.string("value should be a string"),
);
export const flag = z.preprocess(truth, z.boolean("invalid boolean value"));
export const texts = z.preprocess(list, z.array(text));
/** One of some words. */
export const oneOf = <const Word extends string>(name: string, allowed: readonly Word[]) =>
  z.enum(allowed, `expected ${name} or one of ${allowed.map((word) => `'${word}'`).join(", ")}`);
export const triple = z.tuple([int(0, 255), int(0, 255), int(0, 255)], "expected a list of 3 numbers");

function bounded(kind: string, min: number, max: number) {
  return z.number(kind).min(min, `value must be at least ${min}`).max(max, `value must be at most ${max}`);
}

/**
 * The data of a call by its fields, none beyond them.
 * @throws Refusal invalid_format in Home Assistant's words
 */
export function parseData<Shape extends z.ZodRawShape>(shape: Shape, data: unknown): z.infer<z.ZodObject<Shape>> {
  const parsed = z.strictObject(shape).safeParse(data);
  if (parsed.success) return parsed.data;
  throw invalid(describe(parsed.error.issues[0], data));
}

function describe(issue: z.core.$ZodIssue | undefined, data: unknown): string {
  if (issue?.code === "unrecognized_keys") return `extra keys not allowed @ data['${issue.keys[0]}']`;
  const key = issue?.path[0];
  const given = typeof data === "object" && data !== null && key !== undefined && key in data;
  return given
    ? `${issue?.message} for dictionary value @ data['${String(key)}']`
    : `required key not provided @ data['${String(key)}']`;
}
