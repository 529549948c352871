import type { Json, JsonObject } from "../../kernel/schema.ts";
import { withoutSecrets } from "../../kernel/schema.ts";
import type { ListedTool } from "../hub/door.ts";
import type { Request } from "./types.ts";

const SEALED = "[secret]";
/** A secret shorter than this is hidden in its own field only: as a piece of text it would match by chance. */
const SHORTEST = 4;

/** A call as it may be kept: its arguments without secrets, and how to take their values out of what stands around them. */
export interface Sealed {
  args: JsonObject;
  /** there are secrets in it */
  marked: boolean;
  text(value: string): string;
  json(value: Json): Json;
}

const marks = new WeakMap<object, boolean>();

/** Whether a tool takes secrets. */
export function hasSecrets({ wire: { inputSchema } }: ListedTool): boolean {
  const known = marks.get(inputSchema);
  const marked = known ?? JSON.stringify(inputSchema).includes('"writeOnly":true');
  marks.set(inputSchema, marked);
  return marked;
}

/** Seals the arguments of a tool by the `writeOnly` marks of its schema. */
export function sealed(tool: ListedTool, args: JsonObject): Sealed {
  const schema = tool.wire.inputSchema;
  const marked = hasSecrets(tool);
  if (!marked) return { args, marked, text: (value) => value, json: (value) => value };
  const kept = withoutSecrets(args, schema);
  const secrets = Object.entries(args).flatMap(([key, value]) => (kept[key] === value ? [] : textsOf(value)));
  const text = (value: string) => secrets.reduce((line, one) => line.replaceAll(one, SEALED), value);
  const json = (value: Json): Json => {
    if (typeof value === "string") return text(value);
    if (typeof value === "number") return secrets.includes(String(value)) ? SEALED : value;
    if (Array.isArray(value)) return value.map(json);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, json(item)]));
  };
  return { args: kept, marked, text, json };
}

function textsOf(value: Json): string[] {
  if (typeof value === "object") return value === null ? [] : Object.values(value).flatMap(textsOf);
  const text = String(value);
  return typeof value !== "boolean" && text.length >= SHORTEST ? [text] : [];
}

/** The request as it may be kept: a secret argument of any of its calls is not in its sentence either. */
export function sealedRequest(request: Request, calls: { tool: ListedTool | undefined; args: JsonObject }[]): Request {
  const seals = calls.flatMap(({ tool, args }) => (tool ? [sealed(tool, args)] : [])).filter(({ marked }) => marked);
  if (seals.length === 0 || request.sentence === undefined) return request;
  return { ...request, sentence: seals.reduce((text, seal) => seal.text(text), request.sentence) };
}
