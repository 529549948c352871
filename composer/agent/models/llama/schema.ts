import { z } from "zod";
import type { Prefix } from "../model.ts";

/** Characters of a text in an answer: without an end a small model writes until it is stopped. */
const SAID = 300;
const ARGUMENT = 80;
const MOST_CALLS = 4;

const property = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
});
const input = z.looseObject({
  properties: z.record(z.string(), property).default({}),
  required: z.array(z.string()).default([]),
});

/**
 * The schema an answer is held to while it is written: words, or calls of these tools with their arguments.
 * An argument that may be left out is written as null, as the grammar knows no optional keys.
 */
export function answerSchema({ tools }: Pick<Prefix, "tools">): Record<string, unknown> {
  const words = object({ say: { type: "string", maxLength: SAID } });
  if (tools.length === 0) return words;
  const calls = tools.map(({ name, inputSchema }) => object({ tool: { const: name }, args: argumentsOf(inputSchema) }));
  const list = { type: "array", minItems: 1, maxItems: MOST_CALLS, items: { oneOf: calls } };
  return { oneOf: [object({ calls: list }), words] };
}

const object = (properties: Record<string, unknown>) => ({ type: "object", properties });

function argumentsOf(inputSchema: unknown) {
  const { properties, required } = input.parse(inputSchema);
  const written = Object.entries(properties).map(([key, given]) => {
    const value = valueOf(given);
    return [key, required.includes(key) ? value : { oneOf: [value, { type: "null" }] }];
  });
  return object(Object.fromEntries(written));
}

function valueOf({ type, enum: choices }: z.infer<typeof property>) {
  if (choices) return { enum: choices };
  if (type === "number" || type === "integer" || type === "boolean") return { type };
  return { type: "string", minLength: 1, maxLength: ARGUMENT };
}

const answer = z.union([
  z.object({ say: z.string() }),
  z.object({ calls: z.array(z.object({ tool: z.string(), args: z.record(z.string(), z.unknown()) })) }),
]);

/** What an answer of that schema says; undefined where it was cut before its end. */
export function readAnswer(
  text: string,
): { text: string; calls: { tool: string; args: Record<string, unknown> }[] } | undefined {
  const read = answer.safeParse(parsed(text)).data;
  if (!read) return undefined;
  if ("say" in read) return { text: read.say, calls: [] };
  const given = (args: Record<string, unknown>) => Object.entries(args).filter(([, value]) => value !== null);
  return { text: "", calls: read.calls.map(({ tool, args }) => ({ tool, args: Object.fromEntries(given(args)) })) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
