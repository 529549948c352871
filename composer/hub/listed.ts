import { z } from "zod";
import type { PhraseSet } from "../../kernel/phrases.ts";
import { phraseSets } from "../../kernel/phrases.ts";
import { META, nameEntry, risk } from "../../kernel/wire.ts";
import type { ServerSpec } from "./config.ts";
import type { ListedTool } from "./door.ts";
import type { Message } from "./rpc.ts";
import { isMessage } from "./rpc.ts";

const OURS = "steward/";

const wireTool = z.looseObject({
  name: z.string().regex(/^[A-Za-z0-9_./-]{1,128}$/),
  title: z.string().optional(),
  description: z.string().optional(),
  inputSchema: z.looseObject({ type: z.literal("object") }),
  outputSchema: z.looseObject({ type: z.literal("object").optional() }).optional(),
  annotations: z
    .looseObject({ readOnlyHint: z.boolean().optional(), destructiveHint: z.boolean().optional() })
    .optional(),
  _meta: z.record(z.string(), z.unknown()).optional(),
});
type WireTool = z.infer<typeof wireTool>;
const names = z.array(nameEntry);

/** The tools of a listing that can be used; `left` counts those whose entry is broken. */
export function readTools(spec: ServerSpec, items: unknown[]): { tools: ListedTool[]; left: number } {
  const parsed = items.flatMap((item) => wireTool.safeParse(item).data ?? []);
  return { tools: parsed.map((one) => listedTool(spec, one)), left: items.length - parsed.length };
}

function listedTool(spec: ServerSpec, given: WireTool): ListedTool {
  const { name: server, trust: trusted, local, accept, prefix, private: isPrivate } = spec;
  const { _meta, ...bare } = given;
  const kept = Object.entries(_meta ?? {}).filter(([key]) => !key.startsWith(OURS));
  const wire = kept.length > 0 ? { ...bare, _meta: Object.fromEntries(kept) } : bare;
  const { name, annotations } = given;
  const said = trusted ? risk.safeParse(_meta?.[META.risk]).data : undefined;
  return {
    server,
    name: northName(prefix, name),
    wire,
    risk: said ?? (annotations?.readOnlyHint ? "read" : annotations?.destructiveHint ? "danger" : "write"),
    audience: trusted && _meta?.[META.people] === true ? "people" : "all",
    trusted,
    local: local || said !== undefined,
    accepted: trusted || (Array.isArray(accept) ? accept.includes(name) : accept),
    ...(isPrivate && { isPrivate }),
  };
}

/** The name a tool has for everybody else. */
export const northName = (prefix: string | undefined, name: string) =>
  prefix === undefined ? name : `${prefix.replace(/_$/, "")}_${name}`;

/** Whether a listing is of a server that keeps our contract: it plans, and takes a context. */
export const keepsContract = (items: unknown[]) =>
  items.some((item) => isMessage(item) && isMessage(item._meta) && META.risk in item._meta);

/** The phrases of a listing, or none where they are not of the right shape. */
export const readPhrases = (meta: Message): PhraseSet[] => phraseSets.safeParse(meta[META.phrases]).data ?? [];

/** The names in the answer to resources/read; none where they are not of the right shape. */
export function readNames({ contents }: Message) {
  const first: unknown = Array.isArray(contents) ? contents[0] : undefined;
  if (!isMessage(first) || typeof first.text !== "string") return [];
  try {
    return names.parse(JSON.parse(first.text));
  } catch {
    return [];
  }
}
