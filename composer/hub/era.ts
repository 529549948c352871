import type { Asker, Era } from "./door.ts";
import type { Message, Rpc, Sending } from "./rpc.ts";
import { RpcError, isMessage } from "./rpc.ts";

export const VERSION_KEY = "io.modelcontextprotocol/protocolVersion";
const CAPABILITIES_KEY = "io.modelcontextprotocol/clientCapabilities";
const LEGACY = "2025-11-25";
const MODERN = "2026-07-28";
const CLIENT = { name: "steward", version: "0.1.0" };
/** Pages of a list that are read at most. */
const MOST_PAGES = 100;

/** What a server agreed to: the eras it speaks, and what it offers. */
export interface Agreement {
  eras: ReadonlySet<Era>;
  capabilities: Message;
}

/** The era a request is written in. */
export const eraOf = ({ _meta }: Message): Era => (isMessage(_meta) && VERSION_KEY in _meta ? "modern" : "legacy");

/** Parameters as an era wants them: 2026-07-28 repeats with each request who asks and what it can. */
export function written(era: Era, params: Message, asker?: Asker): Message {
  if (era === "legacy") return params;
  const meta = isMessage(params._meta) ? params._meta : {};
  const envelope = {
    [CAPABILITIES_KEY]: {},
    ...asker?.envelope,
    [VERSION_KEY]: MODERN,
    "io.modelcontextprotocol/clientInfo": CLIENT,
  };
  return { ...params, ...asker?.retry, _meta: { ...meta, ...envelope } };
}

/**
 * Opens a conversation, in both eras where the wire carries both.
 * @throws RpcError or LostError when the server takes neither
 */
export async function agree(
  rpc: Rpc,
  wanted: readonly Era[],
  signal: AbortSignal,
  onVersion: (version: string) => void,
): Promise<Agreement> {
  const modern = wanted.includes("modern") ? await discover(rpc, signal) : undefined;
  const legacy = await initialize(rpc, signal, onVersion).catch((thrown: unknown) => {
    if (modern) return undefined; // it speaks 2026-07-28 alone
    throw thrown;
  });
  const eras = new Set<Era>([...(modern ? ["modern" as const] : []), ...(legacy ? ["legacy" as const] : [])]);
  return { eras, capabilities: { ...modern, ...legacy } };
}

async function discover(rpc: Rpc, signal: AbortSignal): Promise<Message | undefined> {
  try {
    const { supportedVersions, capabilities } = await rpc.request("server/discover", written("modern", {}), { signal });
    if (!Array.isArray(supportedVersions) || !supportedVersions.includes(MODERN)) return undefined;
    return isMessage(capabilities) ? capabilities : {};
  } catch (thrown) {
    if (thrown instanceof RpcError) return undefined; // a server of 2025 knows no such method
    throw thrown;
  }
}

async function initialize(rpc: Rpc, signal: AbortSignal, onVersion: (version: string) => void): Promise<Message> {
  const { protocolVersion, capabilities } = await rpc.request(
    "initialize",
    {
      protocolVersion: LEGACY,
      // Offered for whoever calls: one that cannot answer is answered for.
      capabilities: { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} },
      clientInfo: CLIENT,
    },
    { signal },
  );
  if (typeof protocolVersion === "string") onVersion(protocolVersion);
  rpc.notify("notifications/initialized");
  return isMessage(capabilities) ? capabilities : {};
}

/** The era to speak in: the client's where the server has it, else the one without sessions. */
export function eraFor({ eras }: Agreement, asker?: Asker): Era {
  if (asker && eras.has(asker.era)) return asker.era;
  return eras.has("modern") ? "modern" : "legacy";
}

/** Every page of a list: its items, and the `_meta` of the first page. */
export async function listAll(rpc: Rpc, era: Era, method: string, key: string, params: Message, sending: Sending) {
  const items: unknown[] = [];
  let meta: Message = {};
  let cursor: unknown;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const asked = cursor === undefined ? params : { ...params, cursor };
    const result = await rpc.request(method, written(era, asked, sending.asker), sending);
    const { [key]: found, nextCursor, _meta } = result;
    if (Array.isArray(found)) items.push(...found);
    if (page === 0 && isMessage(_meta)) meta = _meta;
    if (typeof nextCursor !== "string" || nextCursor === cursor) break;
    cursor = nextCursor;
  }
  return { items, meta };
}
