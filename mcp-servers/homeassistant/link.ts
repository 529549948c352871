import type { Connection, ConnectionOptions, HaWebSocket, MessageBase } from "home-assistant-js-websocket";
import {
  ERR_INVALID_AUTH,
  createConnection,
  createLongLivedTokenAuth,
  createSocket,
} from "home-assistant-js-websocket";
import { PeerError } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import { faultText, within } from "./peer-fault.ts";

/** What keeps a home from being reached, in a word or two for /health. */
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
  /** the subscription is made anew after every reconnect */
  subscribe(message: MessageBase, listener: (event: unknown) => void): void;
  /** called after each time the connection is up, and when it is lost */
  onState(listener: (state: LinkState) => void): void;
  close(): void;
}

interface Subscription {
  message: MessageBase;
  listener(event: unknown): void;
}

/** Opens the link; resolves once the first attempt has ended, well or not. */
export async function openLink(options: LinkOptions): Promise<Link> {
  const { url, token, log, heartbeat = 4000, deadline = 5000, retry = 2000 } = options;
  let state: LinkState = "connecting";
  let connection: Connection | undefined;
  let closed = false;
  const timers = new Set<NodeJS.Timeout>();
  const listeners: ((state: LinkState) => void)[] = [];
  const subscriptions: Subscription[] = [];

  const become = (next: LinkState) => {
    if (state === next || closed) return;
    log.info("home assistant link", { state: next });
    state = next;
    for (const listener of listeners) listener(next);
  };
  const later = (work: () => void, ms: number) => {
    if (closed) return;
    const timer = setTimeout(() => (timers.delete(timer), work()), ms).unref();
    timers.add(timer);
  };
  // The protocol library neither pings nor notices a peer that is silent: a missed pong drops the socket at once.
  const beat = (): void => {
    const current = connection;
    if (closed || !current) return;
    if (!current.connected) return later(beat, heartbeat);
    void within(current.ping(), heartbeat)
      .catch(() => closed || current.reconnect(true))
      .finally(() => later(beat, heartbeat));
  };
  // Its own way to subscribe again leaves a refusal unhandled, which would end the process: so it is done here.
  const start = (opened: Connection, { message, listener }: Subscription) => {
    const listen = (event: unknown) => {
      try {
        listener(event);
      } catch (thrown) {
        log.warn("event not understood", { type: message.type, error: thrown });
      }
    };
    // a copy: the library writes its id into the message
    opened
      .subscribeMessage(listen, { ...message }, { resubscribe: false })
      .catch((thrown: unknown) => log.warn("subscription refused", { type: message.type, reason: faultText(thrown) }));
  };
  const follow = (opened: Connection) => {
    connection = opened;
    const ready = () => {
      for (const subscription of subscriptions) start(opened, subscription);
      become("ok");
    };
    opened.addEventListener("ready", ready);
    opened.addEventListener("disconnected", () => become("unreachable"));
    opened.addEventListener("reconnect-error", (_, code) =>
      become(code === ERR_INVALID_AUTH ? "token refused" : "unreachable"),
    );
    later(beat, heartbeat);
    ready();
  };
  const connect = async (): Promise<void> => {
    try {
      const auth = createLongLivedTokenAuth(url, token);
      const opened = await createConnection({ auth, setupRetry: 0, createSocket: socketWithin(deadline) });
      if (closed) opened.close();
      else follow(opened);
    } catch (thrown) {
      // A refused token is not tried again: Home Assistant bans who keeps trying.
      if (thrown === ERR_INVALID_AUTH) return become("token refused");
      become("unreachable");
      later(() => void connect(), retry);
    }
  };
  await connect();
  return {
    state: () => (connection?.connected === false && state === "ok" ? "unreachable" : state),
    version: () => connection?.haVersion ?? "",
    async request(message, signal) {
      if (!connection?.connected) throw new PeerError(away(state));
      return within(connection.sendMessagePromise({ ...message }), deadline, signal).catch((thrown: unknown) => {
        throw new PeerError(faultText(thrown), { cause: thrown });
      });
    },
    subscribe(message, listener) {
      const subscription = { message, listener };
      subscriptions.push(subscription);
      if (connection?.connected) start(connection, subscription);
    },
    onState: (listener) => void listeners.push(listener),
    close() {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
      connection?.close();
    },
  };
}

/** Opens a socket and signs in, both within the time: the library's own deadline ends before the sign-in. */
function socketWithin(deadline: number) {
  return async (options: ConnectionOptions): Promise<HaWebSocket> => {
    const opening = createSocket({ ...options, connectTimeout: deadline });
    return within(opening, deadline).catch((thrown: unknown) => {
      opening.then((late) => late.close()).catch(() => {});
      throw thrown;
    });
  };
}

/** Why nothing can be asked of the home now, in a sentence. */
export const away = (state: LinkState): string =>
  state === "token refused"
    ? "Home Assistant refuses the token: put a new long-lived one into HASS_TOKEN."
    : "Home Assistant is away: nothing was done. I keep trying to reach it.";
