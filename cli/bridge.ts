import { z } from "zod";
import { messageOf } from "../kernel/errors.ts";

export interface BridgeParts {
  /** the composer's /mcp */
  url: URL;
  token: string;
  fetch: typeof fetch;
  /** a message for the client, as one line */
  write(line: string): void;
  /** a line for the log of whoever started us */
  note(line: string): void;
}

export interface Bridge {
  /** a message of the client */
  take(line: string): void;
  /** lets go of the session, once all that came is answered */
  close(): Promise<void>;
}

const VERSION = "io.modelcontextprotocol/protocolVersion";
const id = z.union([z.string(), z.number()]);
const message = z.looseObject({
  id: id.optional(),
  method: z.string().optional(),
  params: z
    .looseObject({
      name: z.unknown().optional(),
      uri: z.unknown().optional(),
      requestId: id.optional(),
      _meta: z.looseObject({ [VERSION]: z.string().optional() }).optional(),
    })
    .optional(),
  result: z.looseObject({ protocolVersion: z.unknown().optional() }).optional(),
});
type Message = z.infer<typeof message>;

/** Carries MCP between lines of a pipe and Streamable HTTP, in both eras; a session is kept where the era has one. */
export function createBridge({ url, token, fetch, write, note }: BridgeParts): Bridge {
  const closing = new AbortController();
  const running = new Map<unknown, AbortController>();
  const pending = new Set<Promise<void>>();
  let session: string | undefined;
  let version: string | undefined;
  let opening: Promise<void> | undefined;
  let initialize: string | undefined;

  const headersOf = (sent?: Message): Record<string, string> => ({
    authorization: `Bearer ${token}`,
    accept: "application/json, text/event-stream",
    ...(version !== undefined && { "mcp-protocol-version": version }),
    ...(session !== undefined && { "mcp-session-id": session }),
    ...(sent && modernHeaders(sent)),
  });
  const fail = (sent: Message, why: string) => {
    if (sent.id === undefined || sent.method === undefined) return note(why);
    write(JSON.stringify({ jsonrpc: "2.0", id: sent.id, error: { code: -32000, message: why } }));
  };
  const receive = (text: string, sent?: Message) => {
    const parsed = parse(text);
    if (!parsed) return note("the composer sent what is no message");
    const agreed = parsed.result?.protocolVersion;
    if (sent?.method === "initialize" && typeof agreed === "string") version = agreed;
    write(JSON.stringify(JSON.parse(text)));
  };

  const send = (line: string, sent: Message, signal: AbortSignal) =>
    fetch(url, {
      method: "POST",
      headers: { ...headersOf(sent), "content-type": "application/json" },
      body: line,
      signal,
    });
  /** A composer that was started anew knows no session of before: the client's own opening is said to it again. */
  const reopen = async (signal: AbortSignal) => {
    const opening = initialize === undefined ? undefined : parse(initialize);
    if (initialize === undefined || !opening) return;
    session = undefined;
    const answer = await send(initialize, opening, signal);
    session = answer.headers.get("mcp-session-id") ?? undefined;
    await answer.text();
    const ready = { jsonrpc: "2.0", method: "notifications/initialized" };
    await (await send(JSON.stringify(ready), ready, signal)).body?.cancel();
    void listen().catch(() => {});
  };

  const post = async (line: string, sent: Message) => {
    const ending = new AbortController();
    if (sent.id !== undefined && sent.method !== undefined) running.set(sent.id, ending);
    const signal = AbortSignal.any([ending.signal, closing.signal]);
    const before = session;
    let answer = await send(line, sent, signal);
    if (answer.status === 404 && before !== undefined) {
      await answer.body?.cancel();
      if (session === before) await reopen(signal);
      answer = await send(line, sent, signal);
    }
    session ??= answer.headers.get("mcp-session-id") ?? undefined;
    const type = answer.headers.get("content-type") ?? "";
    if (type.startsWith("text/event-stream") && answer.body) {
      await readEvents(answer.body, (text) => receive(text, sent));
    } else {
      const text = await answer.text();
      if (parse(text)?.["jsonrpc"] === "2.0") receive(text, sent);
      else if (!answer.ok) fail(sent, `The composer answered ${answer.status}: ${text.trim().slice(0, 200)}`);
    }
  };
  /** What a server of 2025 says unasked comes on a stream of its own. */
  const listen = async () => {
    const answer = await fetch(url, {
      headers: { ...headersOf(), accept: "text/event-stream" },
      signal: closing.signal,
    });
    if (answer.ok && answer.body) await readEvents(answer.body, (text) => receive(text));
  };
  const carry = async (line: string, sent: Message) => {
    try {
      await post(line, sent);
      if (sent.method === "notifications/initialized" && session !== undefined) void listen().catch(() => {});
    } catch (thrown) {
      if (!running.get(sent.id)?.signal.aborted && !closing.signal.aborted) {
        fail(
          sent,
          `The composer does not answer: ${messageOf(thrown instanceof Error ? (thrown.cause ?? thrown) : thrown)}`,
        );
      }
    } finally {
      running.delete(sent.id);
    }
  };

  return {
    take(line) {
      if (line.trim() === "") return;
      const sent = parse(line);
      if (!sent)
        return write(JSON.stringify({ jsonrpc: "2.0", id: null, error: { code: -32700, message: "Parse error" } }));
      // Without a session, ending the request is how it is cancelled.
      if (session === undefined && sent.method === "notifications/cancelled")
        running.get(sent.params?.requestId)?.abort();
      const before = opening;
      const work = (async () => {
        await before; // what follows `initialize` needs the session it brings
        await carry(line, sent);
      })();
      if (sent.method === "initialize") {
        initialize = line;
        opening = work;
      }
      pending.add(work);
      void work.finally(() => pending.delete(work));
    },
    async close() {
      const late = setTimeout(() => closing.abort(), 1_000);
      await Promise.all(pending);
      clearTimeout(late);
      closing.abort();
      if (session === undefined) return;
      await fetch(url, { method: "DELETE", headers: headersOf(), signal: AbortSignal.timeout(500) }).catch(() => {});
    },
  };
}

function parse(line: string): Message | undefined {
  try {
    return message.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** SEP-2243: what routers read without parsing the body. */
function modernHeaders({ method, params }: Message): Record<string, string> {
  const version = params?._meta?.[VERSION];
  if (typeof version !== "string" || method === undefined) return {};
  const what = params?.name ?? params?.uri;
  return {
    "mcp-protocol-version": version,
    "mcp-method": method,
    ...(typeof what === "string" && { "mcp-name": headerText(what) }),
  };
}

const headerText = (text: string) =>
  /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text)
    ? text
    : `=?base64?${Buffer.from(text, "utf8").toString("base64")}?=`;

/** Server-sent events (WHATWG HTML 9.2.6): the data of each event that has any. */
async function readEvents(body: ReadableStream<Uint8Array>, onData: (data: string) => void): Promise<void> {
  let rest = "";
  let data: string[] = [];
  for await (const piece of body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + piece).split(/\r?\n/);
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line.startsWith("data:")) data.push(line.slice(5).trimStart());
      if (line !== "" || data.length === 0) continue;
      onData(data.join("\n"));
      data = [];
    }
  }
}
