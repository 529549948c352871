import type { Connection, MessageBase } from "home-assistant-js-websocket";
import {
  ERR_CANNOT_CONNECT,
  ERR_CONNECTION_LOST,
  ERR_INVALID_AUTH,
  createConnection,
  createLongLivedTokenAuth,
} from "home-assistant-js-websocket";
import { z } from "zod";
import { PeerError } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import { clean } from "../../kernel/text.ts";

/** What keeps a home from being reached, in one word for /health. */
export type LinkState = "connecting" | "ok" | "unreachable" | "token refused";

export interface LinkOptions {
  url: string;
  token: string;
  log: Log;
  /** milliseconds between two heartbeats; a half-open socket is seen within two of them */
  heartbeat?: number;
  /** milliseconds until a handshake or a command is given up */
  deadline?: number;
  /** milliseconds between two attempts to connect */
  retry?: number;
}

/** A connection to Home Assistant that keeps itself up. */
export interface Link {
  state(): LinkState;
  version(): string;
  /** @throws PeerError, the one error type of this link */
  request(message: MessageBase, signal?: AbortSignal): Promise<unknown>;
  /** the subscription is renewed after every reconnect */
  subscribe(message: MessageBase, listener: (event: unknown) => void): void;
  /** called after each time the connection is up, and when it is lost */
  onState(listener: (state: LinkState) => void): void;
  close(): void;
}

/** Opens the link; resolves once the first attempt has ended, well or not. */
export async function openLink({
  url,
  token,
  log,
  heartbeat = 4000,
  deadline = 5000,
  retry = 2000,
}: LinkOptions): Promise<Link> {
  let state: LinkState = "connecting";
  let connection: Connection | undefined;
  let closed = false;
  const timers = new Set<NodeJS.Timeout>();
  const listeners: ((state: LinkState) => void)[] = [];
  const subscriptions: { message: MessageBase; listener: (event: unknown) => void }[] = [];

  const become = (next: LinkState) => {
    if (state === next || closed) return;
    log.info("home assistant link", { state: next });
    state = next;
    for (const listener of listeners) listener(next);
  };
  const later = (work: () => void, ms: number) => {
    const timer = setTimeout(() => (timers.delete(timer), work()), ms).unref();
    timers.add(timer);
  };
  const request = async (message: MessageBase, signal?: AbortSignal): Promise<unknown> => {
    if (!connection?.connected) throw new PeerError(away(state));
    return within(connection.sendMessagePromise(message), deadline, signal).catch((thrown: unknown) => {
      throw new PeerError(faultText(thrown), { cause: thrown });
    });
  };
  // The protocol library neither pings nor notices a peer that is silent: a missed pong drops the socket at once.
  const beat = () => {
    const current = connection;
    if (closed || !current) return;
    if (!current.connected) return later(beat, heartbeat);
    within(current.ping(), heartbeat)
      .catch(() => current.reconnect(true))
      .finally(() => later(beat, heartbeat));
  };
  const follow = (opened: Connection) => {
    connection = opened;
    opened.addEventListener("ready", () => become("ok"));
    opened.addEventListener("disconnected", () => become("unreachable"));
    opened.addEventListener("reconnect-error", (_, code) =>
      become(code === ERR_INVALID_AUTH ? "token refused" : "unreachable"),
    );
    for (const { message, listener } of subscriptions) start(opened, message, listener);
    later(beat, heartbeat);
    become("ok");
  };
  const start = (opened: Connection, message: MessageBase, listener: (event: unknown) => void) =>
    void opened
      .subscribeMessage(listener, message)
      .catch((thrown: unknown) => log.warn("subscription refused", { reason: faultText(thrown) }));
  const connect = async (): Promise<void> => {
    const auth = createLongLivedTokenAuth(url, token);
    try {
      const opened = await within(createConnection({ auth, setupRetry: 0, connectTimeout: deadline }), deadline);
      if (closed) opened.close();
      else follow(opened);
    } catch (thrown) {
      // A refused token is not tried again: Home Assistant bans who keeps trying.
      if (thrown === ERR_INVALID_AUTH) return become("token refused");
      become("unreachable");
      if (!closed) later(() => void connect(), retry);
    }
  };
  await connect();
  return {
    state: () => (connection && !connection.connected && state === "ok" ? "unreachable" : state),
    version: () => connection?.haVersion ?? "",
    request,
    subscribe(message, listener) {
      subscriptions.push({ message, listener });
      if (connection) start(connection, message, listener);
    },
    onState: (listener) => void listeners.push(listener),
    close() {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
      connection?.close();
    },
  };
}

const away = (state: LinkState) =>
  state === "token refused"
    ? "Home Assistant refuses the token: put a new long-lived one into HASS_TOKEN."
    : "Home Assistant is away: nothing was done. I keep trying to reach it.";

/** The promise, or an error once the time is up or the caller is gone. */
async function within<T>(work: Promise<T>, ms: number, signal?: AbortSignal): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms / 1000} s`)), ms);
    signal?.addEventListener("abort", () => reject(new Error("it took too long")), { once: true });
  });
  work.catch(() => {}); // what loses the race is nobody's error any more
  return Promise.race([work, over]).finally(() => clearTimeout(timer));
}

const numbered: Record<number, string> = {
  [ERR_CANNOT_CONNECT]: "it cannot be reached",
  [ERR_INVALID_AUTH]: "it refuses the token",
  [ERR_CONNECTION_LOST]: "the connection was lost in the middle; the state is read again",
};
const shaped = z.union([
  z.object({ error: z.object({ message: z.string() }) }).transform(({ error }) => error.message),
  z.object({ message: z.string() }).transform(({ message }) => message),
  z.object({ code: z.union([z.string(), z.number()]) }).transform(({ code }) => String(code)),
]);

/** One line out of the four shapes in which the protocol library throws: number, {code}, {error}, Error. */
export function faultText(thrown: unknown): string {
  if (typeof thrown === "number") return `Home Assistant: ${numbered[thrown] ?? `error ${thrown}`}.`;
  const text = shaped.safeParse(thrown);
  return `Home Assistant: ${clean(text.success ? text.data : String(thrown)).replace(/\.$/, "")}.`;
}
