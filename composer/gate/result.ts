import { z } from "zod";
import type { CallToolResult } from "@modelcontextprotocol/client";
import { clean } from "../../kernel/text.ts";
import type { JsonObject } from "../../kernel/schema.ts";
import { json } from "../../kernel/schema.ts";
import type { Risk, Step } from "../../kernel/wire.ts";
import { META, change, step } from "../../kernel/wire.ts";
import type { Catalogue, ListedTool } from "../hub/door.ts";
import type { Executed } from "./types.ts";

const LINES = 20;
const OURS = "steward/";
const wayBack = z.array(step);

const answered = z.object({ holds: z.boolean() });

export type ReadResult = Pick<Executed, "result" | "ok" | "changed" | "undo" | "holds" | "data" | "raw">;

/** What a raw result says: the words, and from servers that are believed also the change and how to take it back. */
export function readResult(tool: ListedTool, raw: CallToolResult, catalogue: Catalogue): ReadResult {
  const text = raw.content.flatMap((block) => (block.type === "text" ? [block.text] : []));
  const base = { ok: raw.isError !== true, raw: withoutOurs(raw) };
  // A third party's words are data: one line, cut.
  if (!tool.trusted) return { ...base, result: clean(text.join(" "), 500) };
  const lines = text.flatMap((one) => one.split("\n")).slice(0, LINES + 1);
  return {
    ...base,
    result: lines.map((line) => clean(line, 300)).join("\n"),
    changed: change.safeParse(raw._meta?.[META.changed]).data,
    undo: undoOf(tool, raw._meta?.[META.undo], catalogue),
    data: json.safeParse(raw._meta?.[META.data]).data,
    holds: answered.safeParse(raw._meta?.[META.data]).data?.holds,
  };
}

/** A result in our own words, of a call that did not reach its server. */
export function told(tool: ListedTool, args: JsonObject, risk: Risk, ok: boolean, result: string): Executed {
  return { server: tool.server, tool: tool.name, args, risk, ok, result, ms: 0, raw: rawOf(result, ok) };
}

/** One line as a raw result. */
export const rawOf = (text: string, ok: boolean): CallToolResult => ({
  content: [{ type: "text", text }],
  ...(!ok && { isError: true }),
});

/** Undo names tools of the same server only; one that does not makes the whole of it void. */
function undoOf(tool: ListedTool, given: unknown, catalogue: Catalogue): Step[] | undefined {
  if (given === undefined) return undefined;
  const steps = wayBack.safeParse(given);
  if (!steps.success) return undefined;
  const own = catalogue.tools().filter((one) => one.server === tool.server);
  const named = steps.data.flatMap(({ tool: name, args }) => {
    const found = own.find((one) => one.wire.name === name);
    return found ? [{ tool: found.name, args }] : [];
  });
  return named.length === steps.data.length && named.length > 0 ? named : undefined;
}

function withoutOurs(raw: CallToolResult): CallToolResult {
  const isOurs = (block: { _meta?: Record<string, unknown> }) => block._meta !== undefined && hasOurs(block._meta);
  const content = raw.content.some(isOurs) ? raw.content.map(cleared) : raw.content;
  return cleared({ ...raw, content });
}

const hasOurs = (meta: Record<string, unknown>) => Object.keys(meta).some((key) => key.startsWith(OURS));

function cleared<T extends { _meta?: Record<string, unknown> }>(part: T): T {
  if (!part._meta || !hasOurs(part._meta)) return part;
  const kept = Object.fromEntries(Object.entries(part._meta).filter(([key]) => !key.startsWith(OURS)));
  return { ...part, _meta: Object.keys(kept).length > 0 ? kept : undefined };
}
