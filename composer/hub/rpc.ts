import { UserError, messageOf } from "../../kernel/errors.ts";
import type { Asker, Fault, Progress } from "./door.ts";

/** A JSON object as it came off a wire: parsed once, not yet looked into. */
export type Message = Record<string, unknown>;
export const isMessage = (value: unknown): value is Message =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A fault a peer answered with, in its own words. */
export class RpcError extends Error {
  override name = "RpcError";
  code: number;
  data: unknown;
  constructor({ code, message, data }: Fault) {
    super(message);
    this.code = code;
    this.data = data;
  }
}
/** The peer went away while it worked: whether it did what was asked is not known. */
export class LostError extends UserError {
  override name = "LostError";
  /** false when it never got what was asked: it may be sent again */
  sent: boolean;
  constructor(message: string, sent = true) {
    super(message);
    this.sent = sent;
  }
}

export interface Sending {
  signal?: AbortSignal;
  onProgress?(progress: Progress): void;
  asker?: Asker;
}

/** One conversation of JSON-RPC 2.0 with a server, whatever carries it. */
export interface Rpc {
  /** @throws RpcError what the server answered; LostError it went away; the reason of `signal` */
  request(method: string, params: Message, sending?: Sending): Promise<Message>;
  notify(method: string, params?: Message): void;
  /** Takes a message of the server; `within` is the id of the request on whose stream it came. */
  receive(message: Message, within?: number): void;
  /** Ends one request that could not be carried. */
  fail(id: number, fault: Error): void;
  /** Ends all that waits, at once. */
  end(fault: Error): void;
  readonly waiting: number;
}

interface Carrier {
  send(message: Message, request?: { id: number; signal?: AbortSignal }): void;
  onNotification(method: string, params: Message): void;
  /** whether the end of its stream is what cancels a request with these parameters */
  endsStream?(params: Message): boolean;
}

interface Waiting extends Sending {
  settle(result: Message | Error): void;
}

const METHOD_NOT_FOUND = -32601;
const INTERNAL_ERROR = -32603;
const ASKING = ["elicitation/create", "sampling/createMessage", "roots/list"];

/** Speaks JSON-RPC over a carrier. Results are handed on as they were parsed. */
export function createRpc(carrier: Carrier): Rpc {
  const waiting = new Map<number, Waiting>();
  let ids = 0;

  const askerOf = (within?: number): Asker | undefined => {
    if (within !== undefined) return waiting.get(within)?.asker;
    // Nothing says whose call it is about: only with one client in question is there an answer.
    const askers = new Set([...waiting.values()].flatMap(({ asker }) => asker ?? []));
    return askers.size === 1 ? [...askers][0] : undefined;
  };

  const answer = async (id: unknown, method: string, params: Message, within?: number) => {
    if (method === "ping") return carrier.send({ jsonrpc: "2.0", id, result: {} });
    const asker = ASKING.includes(method) ? askerOf(within) : undefined;
    const reply = asker
      ? await asker.request(method, params, new AbortController().signal).then(
          (result) => ({ result }),
          (fault: unknown) => ({ error: faultOf(fault) }),
        )
      : { error: { code: METHOD_NOT_FOUND, message: `Nobody here can answer ${method}.` } };
    carrier.send({ jsonrpc: "2.0", id, ...reply });
  };

  const hear = (method: string, params: Message, within?: number) => {
    if (method === "notifications/progress") {
      const { progressToken, progress, total, message } = params;
      if (typeof progressToken !== "number" || typeof progress !== "number") return;
      waiting.get(progressToken)?.onProgress?.({
        progress,
        ...(typeof total === "number" && { total }),
        ...(typeof message === "string" && { message }),
      });
    } else if (method === "notifications/message") askerOf(within)?.notify(method, params);
    else carrier.onNotification(method, params);
  };

  const settle = (id: number, result: Message | Error) => {
    const found = waiting.get(id);
    waiting.delete(id);
    found?.settle(result);
  };

  return {
    request(method, params, sending = {}) {
      const { signal } = sending;
      return new Promise<Message>((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const id = ++ids;
        const abort = () => {
          waiting.delete(id);
          if (!carrier.endsStream?.(params)) {
            carrier.send({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: id } });
          }
          reject(signal?.reason);
        };
        signal?.addEventListener("abort", abort, { once: true });
        waiting.set(id, {
          ...sending,
          settle(result) {
            signal?.removeEventListener("abort", abort);
            if (result instanceof Error) reject(result);
            else resolve(result);
          },
        });
        const whole = sending.onProgress ? { ...params, _meta: { ...metaOf(params), progressToken: id } } : params;
        carrier.send({ jsonrpc: "2.0", id, method, params: whole }, { id, signal });
      });
    },
    notify: (method, params) => carrier.send({ jsonrpc: "2.0", method, ...(params && { params }) }),
    receive(message, within) {
      const { id, method, params, result, error } = message;
      const given = isMessage(params) ? params : {};
      if (typeof method === "string") {
        if (id === undefined) hear(method, given, within);
        else void answer(id, method, given, within);
      } else if (typeof id === "number") {
        if (isMessage(result)) settle(id, result);
        else settle(id, new RpcError(faultOf(error)));
      }
    },
    fail: settle,
    end(fault) {
      for (const id of waiting.keys()) settle(id, fault);
    },
    get waiting() {
      return waiting.size;
    },
  };
}

const metaOf = ({ _meta }: Message): Message => (isMessage(_meta) ? _meta : {});

/** Anything thrown or answered as a fault of the protocol. */
export function faultOf(thrown: unknown): Fault {
  const given = isMessage(thrown) || thrown instanceof Error ? thrown : {};
  const code = "code" in given && typeof given.code === "number" ? given.code : INTERNAL_ERROR;
  const message = "message" in given && typeof given.message === "string" ? given.message : messageOf(thrown);
  return { code, message, ...("data" in given && given.data !== undefined && { data: given.data }) };
}
