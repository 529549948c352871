import type { Duplex } from "node:stream";
import { MachineFault } from "../driver.ts";
import { faultOf } from "./faults.ts";
import type { Frame } from "./frames.ts";
import { KEEPALIVE, REMOTE, STATUS, TYPE, createFrames, encodeFrame } from "./frames.ts";
import type { XdrReader } from "./xdr.ts";
import { XdrFault, xdrReader } from "./xdr.ts";

/** Bytes of one packet of a stream: what every libvirt takes (VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX). */
const PACKET = 262_120;

/** One connection to a daemon, after which there is another. */
export interface Rpc {
  /** Calls a procedure and gives what it answers. @throws MachineFault; the reason of the signal */
  call(procedure: number, body: Buffer, signal: AbortSignal): Promise<XdrReader>;
  /** Calls a procedure that takes a stream, and sends it. */
  upload(procedure: number, body: Buffer, content: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void>;
  /** hears messages nobody asked for */
  onMessage(listener: (procedure: number, body: XdrReader) => void): void;
  /** resolved with the reason once it is over */
  closed: Promise<Error>;
  end(reason: Error): void;
}

interface Waiting {
  resolve(frame: Frame): void;
  reject(reason: unknown): void;
}

/** Speaks libvirt's RPC over any two-way stream: calls side by side, each by its serial. */
export function openRpc(duplex: Duplex): Rpc {
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(procedure: number, body: XdrReader) => void>();
  const { promise: closed, resolve: over } = Promise.withResolvers<Error>();
  let serial = 0;
  let ended: Error | undefined;

  const end = (reason: Error) => {
    if (ended) return;
    ended = reason;
    duplex.destroy();
    for (const { reject } of waiting.values()) reject(reason);
    waiting.clear();
    over(reason);
  };
  const send = (frame: Omit<Frame, "program">) => duplex.write(encodeFrame({ program: REMOTE.program, ...frame }));
  const onFrame = (frame: Frame) => {
    if (frame.program === KEEPALIVE.program) {
      const pong = { ...frame, procedure: KEEPALIVE.pong, serial: 0, status: STATUS.ok, body: Buffer.alloc(0) };
      if (frame.procedure === KEEPALIVE.ping) duplex.write(encodeFrame(pong));
    } else if (frame.type === TYPE.message) {
      for (const listener of listeners) listener(frame.procedure, xdrReader(frame.body));
    } else if (frame.type === TYPE.reply || frame.type === TYPE.stream) {
      // A reply to a call that was given up has nobody waiting.
      waiting.get(frame.serial)?.resolve(frame);
    }
  };
  const frames = createFrames(onFrame);
  duplex.on("data", (piece: Buffer) => {
    try {
      frames(piece);
    } catch (thrown) {
      end(new Error("what answers is no libvirt", { cause: thrown }));
    }
  });
  duplex.once("error", (fault) => end(fault));
  duplex.once("close", () => end(new Error("the connection was closed")));

  /** The next frame of a serial. */
  const next = async (of: number, signal: AbortSignal): Promise<Frame> => {
    if (ended) throw ended;
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<Frame>();
    const abort = () => reject(signal.reason);
    waiting.set(of, { resolve, reject });
    signal.addEventListener("abort", abort, { once: true });
    try {
      return await promise;
    } finally {
      waiting.delete(of);
      signal.removeEventListener("abort", abort);
    }
  };
  const answered = (frame: Frame): XdrReader => {
    const body = xdrReader(frame.body);
    if (frame.status !== STATUS.error) return body;
    throw readable(() => faultOf(body));
  };
  const begin = (procedure: number, body: Buffer, signal: AbortSignal) => {
    const own = ++serial;
    const answer = next(own, signal);
    send({ procedure, type: TYPE.call, serial: own, status: STATUS.ok, body });
    return { own, answer };
  };
  return {
    closed,
    end,
    onMessage: (listener) => void listeners.add(listener),
    call: async (procedure, body, signal) => answered(await begin(procedure, body, signal).answer),
    async upload(procedure, body, content, signal) {
      const { own, answer } = begin(procedure, body, signal);
      answered(await answer);
      // The daemon may say no in the middle: its answer is awaited all along.
      const last = next(own, signal).then(answered);
      last.catch(() => {});
      const packet = (status: number, piece: Buffer) =>
        send({ procedure, type: TYPE.stream, serial: own, status, body: piece });
      try {
        for await (const piece of content) {
          for (let at = 0; at < piece.length; at += PACKET) {
            const isFlowing = packet(STATUS.more, Buffer.from(piece.subarray(at, at + PACKET)));
            if (!isFlowing) await Promise.race([drained(duplex), last]);
          }
        }
      } catch (thrown) {
        packet(STATUS.error, Buffer.alloc(0)); // half a volume is none
        throw thrown;
      }
      packet(STATUS.ok, Buffer.alloc(0));
      await last;
    },
  };
}

const drained = (duplex: Duplex) => new Promise<void>((resolve) => void duplex.once("drain", resolve));

/** @throws MachineFault where bytes are not what the protocol says */
export function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof XdrFault)) throw thrown;
    throw new MachineFault("failed", `libvirt answered what cannot be read: ${thrown.message}.`, { cause: thrown });
  }
}
