import { PeerError, messageOf } from "../../kernel/errors.ts";
import { VERSION_KEY, eraOf } from "./era.ts";
import type { Message, Rpc } from "./rpc.ts";
import { LostError, RpcError, createRpc, faultOf, isMessage } from "./rpc.ts";
import { createEvents } from "./sse.ts";

export interface HttpPeer {
  url: string;
  headers: Record<string, string>;
}
export interface HttpLink {
  rpc: Rpc;
  /** opens the stream on which a 2025-era server speaks unasked; its end is the end of the link */
  listen(): void;
  /** the version that was agreed, sent with each request from then on */
  version: string | undefined;
  close(): Promise<void>;
}

/** Streamable HTTP: one POST a message; what belongs to a request comes on its own stream. */
export function openHttp(
  { url, headers }: HttpPeer,
  fetcher: typeof fetch,
  { onNotification, onLost }: { onNotification(method: string, params: Message): void; onLost(why: string): void },
): HttpLink {
  const closing = new AbortController();
  let session: string | undefined;

  const headersFor = (message?: Message): Record<string, string> => ({
    ...headers,
    accept: "application/json, text/event-stream",
    ...(link.version !== undefined && { "mcp-protocol-version": link.version }),
    ...(session !== undefined && { "mcp-session-id": session }),
    ...(message && modernHeaders(message)),
  });

  const gone = (id: number | undefined, fault: LostError) => {
    if (id !== undefined) link.rpc.fail(id, fault);
    onLost(fault.message);
  };

  const post = async (message: Message, id?: number, signal?: AbortSignal) => {
    const ending = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
    const response = await fetcher(url, {
      method: "POST",
      headers: { ...headersFor(message), "content-type": "application/json" },
      body: JSON.stringify(message),
      signal: ending,
      redirect: "error",
    }).catch((thrown: unknown) => {
      if (!ending.aborted) gone(id, unreached(thrown));
      throw thrown;
    });
    session ??= response.headers.get("mcp-session-id") ?? undefined;
    if (id === undefined) return void response.body?.cancel();
    if (session !== undefined && response.status === 404) gone(id, new LostError("the session is over", false));
    const events = response.headers.get("content-type")?.startsWith("text/event-stream");
    if (events && response.body) await readEvents(response.body, (one) => link.rpc.receive(one, id));
    else {
      const body = await jsonOf(response);
      if (isMessage(body) && ("result" in body || "error" in body)) return link.rpc.receive({ ...body, id }, id);
      throw new RpcError({ code: -32000, message: `answered HTTP ${response.status}`, data: response.status });
    }
    link.rpc.fail(id, new LostError("its answer ended early")); // nothing happens where it came
  };

  const listen = async () => {
    const response = await fetcher(url, {
      headers: { ...headersFor(), accept: "text/event-stream" },
      signal: closing.signal,
      redirect: "error",
    });
    if (!response.ok || !response.body) return void response.body?.cancel(); // it never speaks unasked
    await readEvents(response.body, (message) => link.rpc.receive(message));
    throw new PeerError("its stream ended");
  };

  const link: HttpLink = {
    version: undefined,
    rpc: createRpc({
      onNotification,
      endsStream: (params) => eraOf(params) === "modern",
      send(message, request) {
        post(message, request?.id, request?.signal).catch((thrown: unknown) => {
          if (request)
            link.rpc.fail(request.id, thrown instanceof RpcError ? thrown : new LostError(messageOf(thrown)));
        });
      },
    }),
    listen() {
      listen().catch((thrown: unknown) => {
        if (!closing.signal.aborted) onLost(messageOf(thrown));
      });
    },
    async close() {
      if (session !== undefined) {
        await fetcher(url, { method: "DELETE", headers: headersFor(), signal: AbortSignal.timeout(400) }).catch(
          () => {},
        );
      }
      closing.abort();
      link.rpc.end(new LostError("closed"));
    },
  };
  return link;
}

/** A request that never reached its server: refused connections carry nothing. */
function unreached(thrown: unknown): LostError {
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  return new LostError(messageOf(cause), !(cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED"));
}

const paramsOf = ({ params }: Message): Message => (isMessage(params) ? params : {});

/** SEP-2243: what routers read without parsing the body. */
function modernHeaders(message: Message): Record<string, string> {
  const { name, uri, _meta } = paramsOf(message);
  if (!isMessage(_meta) || typeof _meta[VERSION_KEY] !== "string") return {};
  const what = name ?? uri;
  return {
    "mcp-protocol-version": _meta[VERSION_KEY],
    ...(typeof message.method === "string" && { "mcp-method": message.method }),
    ...(typeof what === "string" && { "mcp-name": headerText(what) }),
  };
}

/** A header value: plain ASCII as it is, anything else in the base64 form of SEP-2243. */
const headerText = (text: string) =>
  /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text)
    ? text
    : `=?base64?${Buffer.from(text, "utf8").toString("base64")}?=`;

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

async function readEvents(body: ReadableStream<Uint8Array>, onMessage: (message: Message) => void): Promise<void> {
  const decoder = new TextDecoder();
  const events = createEvents((data) => {
    try {
      const parsed: unknown = JSON.parse(data);
      if (isMessage(parsed)) onMessage(parsed);
    } catch (thrown) {
      throw new PeerError(`sent an event that is no JSON: ${faultOf(thrown).message}`);
    }
  });
  for await (const chunk of body) events(decoder.decode(chunk, { stream: true }));
}
