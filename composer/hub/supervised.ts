import type { Clock } from "../../kernel/clock.ts";
import { PeerError, messageOf } from "../../kernel/errors.ts";
import type { Log } from "../../kernel/log.ts";
import { clean } from "../../kernel/text.ts";
import type { Connection, Hearing } from "./connection.ts";

/** Milliseconds a server has for its handshake and first list; `npx` may have to fetch it. */
const OPENING_MS = 60_000;
/** Milliseconds before each try: at once after a first death, then ever slower. */
const PAUSES = [0, 200, 500, 1_000, 2_000, 5_000, 10_000];
/** A server that held so long starts over with a quick try. */
const STEADY_MS = 10_000;
/** Tries after which calls no longer wait for it. */
const HOPELESS = 2;

export interface Supervised<T> {
  /** what `prepare` gave, of the connection that lives. @throws PeerError when there is none within `wait` milliseconds */
  live(wait: number, signal: AbortSignal): Promise<T>;
  /** the one that lives now */
  now(): T | undefined;
  /** "ok", "starting", "unreachable" */
  health(): string;
  /** why it is away */
  why(): string;
  /** settles once it is there, or its first try failed */
  start(): Promise<void>;
  close(): Promise<void>;
}

interface Parts<T> {
  server: string;
  clock: Clock;
  log: Log;
  open(hearing: Hearing): Connection;
  /** opens the conversation and learns what there is; the server counts as there when it is done */
  prepare(connection: Connection, signal: AbortSignal): Promise<T>;
  onNotification(method: string, params: Record<string, unknown>): void;
  onHealth(): void;
}

/** Keeps a connection to a server alive: when it ends, a new one is opened, at first at once. */
export function supervise<T>(parts: Parts<T>): Supervised<T> {
  const { server, clock, log } = parts;
  const first = Promise.withResolvers<void>();
  let up = fresh<T>();
  let connection: Connection | undefined;
  let live: T | undefined;
  let since = 0;
  /** deaths in a row, for the pauses */
  let failures = 0;
  /** tries in a row that did not get it back */
  let missed = 0;
  let why = "starting";
  let isClosed = false;
  let pause: NodeJS.Timeout | undefined;

  const away = () => new PeerError(`${server} is not reachable (${why}).`);

  const again = (reason: string) => {
    live = undefined;
    why = clean(reason);
    if (isClosed) return;
    const delay = PAUSES[Math.min(failures, PAUSES.length - 1)] ?? 0;
    failures += 1;
    missed += 1;
    log.warn("server is away", { server, why, delay });
    const held = up;
    up = fresh();
    if (missed >= HOPELESS) held.reject(away());
    else up.promise.then(held.resolve, held.reject);
    first.resolve();
    parts.onHealth();
    clearTimeout(pause);
    pause = setTimeout(connect, delay);
  };

  const connect = () => {
    if (isClosed) return;
    const opening = new AbortController();
    const late = setTimeout(() => opening.abort(new PeerError("did not open the conversation in time")), OPENING_MS);
    let isOver = false;
    const over = (reason: string) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(late);
      if (clock.now() - since > STEADY_MS && live !== undefined) failures = 0;
      again(reason);
    };
    const opened = parts.open({ onNotification: parts.onNotification, onLost: over });
    connection = opened;
    parts.prepare(opened, opening.signal).then(
      (ready) => {
        clearTimeout(late);
        if (isOver || isClosed) return;
        live = ready;
        since = clock.now();
        why = "";
        missed = 0;
        up.resolve(ready);
        first.resolve();
        opened.listen();
        parts.onHealth();
      },
      (thrown: unknown) => {
        over(messageOf(thrown));
        void opened.close();
      },
    );
  };

  return {
    now: () => live,
    why: () => why,
    health: () => (live !== undefined ? "ok" : missed < HOPELESS ? "starting" : "unreachable"),
    live(wait, signal) {
      if (live !== undefined) return Promise.resolve(live);
      return missed < HOPELESS ? waited(up.promise, wait, signal, away) : Promise.reject(away());
    },
    start() {
      connect();
      return first.promise;
    },
    async close() {
      isClosed = true;
      clearTimeout(pause);
      first.resolve();
      up.reject(new PeerError(`${server} is closed.`));
      await connection?.close();
    },
  };
}

/** A promise that nobody has to wait for. */
function fresh<T>(): PromiseWithResolvers<T> {
  const held = Promise.withResolvers<T>();
  held.promise.catch(() => {});
  return held;
}

function waited<T>(promise: Promise<T>, ms: number, signal: AbortSignal, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), ms);
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) abort();
    promise.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    });
  });
}
