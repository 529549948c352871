import type { Result } from "@modelcontextprotocol/server";
import { SUPPORTED_PROTOCOL_VERSIONS } from "@modelcontextprotocol/server";
import type { Asker, Fault } from "../hub/door.ts";
import type { Session } from "./sessions.ts";

/** Milliseconds after which a call that still runs is answered as a stream, which is kept alive. */
const SLOW_MS = 5_000;

type Calling = { asker: Asker & { fault(): Fault | undefined }; signal: AbortSignal };

/** A tools/call of a 2025-era client that asks for nothing but the result. */
export interface QuickCall {
  id: string | number;
  params: Record<string, unknown>;
}

/** The call in a body that may be answered with plain JSON; anything else goes the SDK's way. */
export function quickCall(request: Request, body: unknown): QuickCall | undefined {
  const { jsonrpc, id, method, params } = Object(body);
  if (method !== "tools/call" || jsonrpc !== "2.0" || (typeof id !== "string" && typeof id !== "number"))
    return undefined;
  const version = request.headers.get("mcp-protocol-version");
  const accept = request.headers.get("accept") ?? "";
  const takes = accept.includes("application/json") && accept.includes("text/event-stream");
  const isPlain = takes && request.headers.get("content-type")?.startsWith("application/json");
  if (!isPlain || (version !== null && !SUPPORTED_PROTOCOL_VERSIONS.includes(version))) return undefined;
  // One with progress, or any other word to the composer, wants a stream.
  return isObject(params) && !("_meta" in params) ? { id, params } : undefined;
}

/**
 * Runs a call and answers with its result alone. Where its server asks or tells the client something first, or takes
 * long, `stream` serves the same request as a stream, which takes the running call over.
 */
export async function answerQuickly(
  { id: session, calls }: Session,
  { id }: QuickCall,
  run: (calling: Calling) => Promise<Result>,
  stream: (adopt: (real: Asker) => Promise<Result>) => Promise<Response>,
  answer: (json: string, session: string) => Response,
): Promise<Response> {
  const controller = new AbortController();
  const streamed = Promise.withResolvers<Response>();
  const client = Promise.withResolvers<Asker>();
  client.promise.catch(() => {});
  let isStreamed = false;
  let fault: Fault | undefined;
  const widen = () => {
    if (isStreamed) return client.promise;
    isStreamed = true;
    stream((real) => {
      client.resolve(real);
      return result;
    }).then(streamed.resolve, streamed.reject);
    return client.promise;
  };
  const asker: Calling["asker"] = {
    era: "legacy",
    envelope: {},
    retry: {},
    request: async (method, params, signal) => (await widen()).request(method, params, signal),
    notify: (method, params) => void widen().then((real) => real.notify(method, params)),
    failed(given) {
      fault = given;
    },
    fault: () => fault,
  };
  calls.set(id, controller);
  const slow = setTimeout(widen, SLOW_MS);
  const result = run({ asker, signal: controller.signal }).finally(() => {
    clearTimeout(slow);
    calls.delete(id);
  });
  const plain = result.then(
    (came) => ({ result: came }),
    (thrown: unknown) => ({ error: faultOf(thrown) }),
  );
  const first = await Promise.race([plain, streamed.promise]);
  if (isStreamed || first instanceof Response) return streamed.promise;
  return answer(JSON.stringify({ ...first, jsonrpc: "2.0", id }), session);
}

function faultOf(thrown: unknown): Fault {
  const { code, message, data } = Object(thrown);
  return { code: Number.isSafeInteger(code) ? code : -32603, message: String(message ?? "Internal error"), data };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
