import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../../../kernel/log.ts";
import { messageOf } from "../../../kernel/errors.ts";
import { MachineFault } from "../driver.ts";
import { away } from "./faults.ts";
import { PROC } from "./procedures.ts";
import type { Rpc } from "./rpc.ts";
import { openRpc, readable } from "./rpc.ts";
import type { Connect } from "./transport.ts";
import type { Target } from "./uri.ts";
import { localUri } from "./uri.ts";
import type { XdrReader, XdrWriter } from "./xdr.ts";
import { xdrWriter } from "./xdr.ts";

/** A daemon that is always there to be asked: it is connected when it is first asked, and anew after it was away. */
export interface Link {
  /** Calls a procedure and reads its answer. @throws MachineFault */
  call<T>(
    procedure: number,
    write: (writer: XdrWriter) => unknown,
    read: (reader: XdrReader) => T,
    signal: AbortSignal,
  ): Promise<T>;
  upload(
    procedure: number,
    write: (writer: XdrWriter) => unknown,
    content: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ): Promise<void>;
  /** Keeps connected from now on; `greet` is done with each connection, which `hear` listens to. */
  keep(greet: (rpc: Rpc) => Promise<unknown>, hear: (procedure: number, body: XdrReader) => void): void;
  state(): "ok" | "unreachable";
  close(): void;
}

/** Milliseconds a connection may take, and between two tries to have one again. */
const CONNECT_MS = 10_000;
const FIRST_MS = 100;
const LAST_MS = 10_000;
/** How long a daemon that hangs holds up a call that says no other deadline. */
const ANSWER_MS = 60_000;
/** How long an upload may stand still: it takes as long as it takes, and at its end all of it is brought to a disk. */
const STILL_MS = 10 * 60_000;

const POLKIT = 2;
const SASL = 1;

export function createLink(target: Target, scheme: string, connect: Connect, log: Log): Link {
  let open: Promise<Rpc> | undefined;
  let isUp = true;
  let isClosed = false;
  let kept: { greet(rpc: Rpc): Promise<unknown>; hear(procedure: number, body: XdrReader): void } | undefined;

  const connected = (): Promise<Rpc> => {
    if (isClosed) return Promise.reject(new Error("closed"));
    open ??= begin().catch((thrown: unknown) => {
      open = undefined;
      isUp = false;
      throw thrown instanceof MachineFault ? thrown : away(target.name, thrown);
    });
    return open;
  };
  const begin = async (): Promise<Rpc> => {
    const signal = AbortSignal.timeout(CONNECT_MS);
    const rpc = openRpc(await connect(target, scheme, signal));
    void rpc.closed.then(() => {
      open = undefined;
      if (!isClosed) isUp = false;
      if (kept && !isClosed) void again();
    });
    try {
      await authenticate(rpc, signal);
      await rpc.call(PROC.open, xdrWriter().optional(localUri(target, scheme)).u32(0).bytes(), signal);
      await welcome(rpc);
    } catch (thrown) {
      rpc.end(new Error(messageOf(thrown)));
      throw thrown;
    }
    isUp = true;
    return rpc;
  };
  const welcome = async (rpc: Rpc) => {
    if (!kept) return;
    rpc.onMessage(kept.hear);
    await kept.greet(rpc);
  };
  /** Until there is a connection again: events come over it. */
  const again = async () => {
    for (let wait = FIRST_MS; !isClosed; wait = Math.min(wait * 2, LAST_MS)) {
      await sleep(wait, undefined, { ref: false });
      const rpc = await connected().catch(() => undefined);
      if (!rpc) continue;
      log.info("libvirt is back", { host: target.name });
      return;
    }
  };
  const over = async <T>(
    work: (rpc: Rpc, signal: AbortSignal) => Promise<T>,
    outer: AbortSignal,
    late: AbortSignal = AbortSignal.timeout(ANSWER_MS),
  ): Promise<T> => {
    const signal = AbortSignal.any([outer, late]);
    try {
      // A daemon that hangs while it is connected to holds up nobody beyond their own time.
      const rpc = await sooner(connected(), signal);
      return await work(rpc, signal);
    } catch (thrown) {
      if (thrown instanceof MachineFault) throw thrown;
      throw away(target.name, signal.aborted ? new Error("it takes too long") : thrown);
    }
  };
  return {
    call: (procedure, write, read, outer) =>
      over(async (rpc, signal) => {
        const answer = await rpc.call(procedure, written(write), signal);
        return readable(() => read(answer));
      }, outer),
    async upload(procedure, write, content, outer) {
      const { watched, late, end } = watching(content, STILL_MS);
      try {
        await over((rpc, signal) => rpc.upload(procedure, written(write), watched, signal), outer, late);
      } finally {
        end();
      }
    },
    keep(greet, hear) {
      kept = { greet, hear };
      const now = open;
      if (now) void now.then(welcome).catch(() => {}); // what ends it brings the next, which is greeted
      else void connected().catch(() => again());
    },
    state: () => (isUp ? "ok" : "unreachable"),
    close() {
      isClosed = true;
      void open?.then(
        (rpc) => rpc.end(new Error("closed")),
        () => {},
      );
    },
  };
}

/** The same content; `late` is over when none of it was wanted for so long. */
export function watching(content: AsyncIterable<Uint8Array>, still: number) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), still).unref();
  const watched = async function* () {
    for await (const piece of content) {
      timer.refresh();
      yield piece;
    }
  };
  return { watched: watched(), late: controller.signal, end: () => clearTimeout(timer) };
}

const written = (write: (writer: XdrWriter) => unknown): Buffer => {
  const writer = xdrWriter();
  write(writer);
  return writer.bytes();
};

async function sooner<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([promise, ended]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** As whoever we are to the system, where that is enough; by polkit where it is asked for. */
async function authenticate(rpc: Rpc, signal: AbortSignal): Promise<void> {
  const list = await rpc.call(PROC.authList, Buffer.alloc(0), signal);
  const types = readable(() => list.list((reader) => reader.i32()));
  if (types.length === 0 || types.includes(0)) return;
  if (types.includes(POLKIT)) {
    await rpc.call(PROC.authPolkit, Buffer.alloc(0), signal);
    return;
  }
  const asked = types.includes(SASL) ? "SASL" : "a way of its own";
  throw new MachineFault("denied", `libvirt asks for ${asked} to sign in: allow this user by group or polkit instead.`);
}
