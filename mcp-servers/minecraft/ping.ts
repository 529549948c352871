import { connect } from "node:net";
import { z } from "zod";

/** What a server tells whoever lists it (wiki.vg, "Server List Ping"). */
const answer = z.object({
  version: z.object({ name: z.string().max(200) }).optional(),
  players: z
    .object({
      online: z.number().int(),
      max: z.number().int(),
      sample: z.array(z.object({ name: z.string().max(100) })).nullish(),
    })
    .optional(),
});
export type Ping = z.infer<typeof answer>;

const ANSWER_MS = 2_000;
const MOST_BYTES = 300_000;

/** Seven bits at a time, the least first; at most five bytes. */
export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value >>> 0;
  do {
    bytes.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
    left >>>= 7;
  } while (left > 0);
  return Buffer.from(bytes);
}

/** The number and what stands behind it; undefined while it is not whole. @throws Error beyond five bytes */
export function readVarint(bytes: Buffer): { value: number; rest: Buffer } | undefined {
  let value = 0;
  for (let at = 0; at < 5; at++) {
    const byte = bytes[at];
    if (byte === undefined) return undefined;
    value |= (byte & 0x7f) << (7 * at);
    if (byte < 0x80) return { value: value >>> 0, rest: bytes.subarray(at + 1) };
  }
  throw new Error("a number without end");
}

const framed = (...parts: Buffer[]) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([varint(body.length), body]);
};

function request(host: string, port: number): Buffer {
  const name = Buffer.from(host);
  const at = Buffer.alloc(2);
  at.writeUInt16BE(port);
  const anyVersion = varint(-1);
  const toStatus = varint(1);
  return Buffer.concat([framed(varint(0), anyVersion, varint(name.length), name, at, toStatus), framed(varint(0))]);
}

/** The status in a whole answer; undefined while it is not whole. @throws Error for what is none */
export function readStatus(bytes: Buffer): Ping | undefined {
  const frame = readVarint(bytes);
  if (!frame) return undefined;
  if (frame.value > MOST_BYTES) throw new Error(`an answer of ${frame.value} bytes`);
  if (frame.rest.length < frame.value) return undefined;
  const kind = readVarint(frame.rest.subarray(0, frame.value));
  const text = kind && readVarint(kind.rest);
  if (kind?.value !== 0 || !text || text.rest.length < text.value) throw new Error("no status");
  return answer.parse(JSON.parse(text.rest.subarray(0, text.value).toString("utf8")));
}

/** Asks a server for its status; undefined where nobody answers as one, in time. */
export function ping(host: string, port: number, outer: AbortSignal): Promise<Ping | undefined> {
  const signal = AbortSignal.any([outer, AbortSignal.timeout(ANSWER_MS)]);
  const socket = connect({ host, port });
  const { promise, resolve } = Promise.withResolvers<Ping | undefined>();
  const end = (status?: Ping) => {
    resolve(status);
    socket.destroy();
  };
  let got = Buffer.alloc(0);
  socket.once("connect", () => socket.write(request(host, port)));
  socket.on("data", (piece) => {
    got = Buffer.concat([got, piece]);
    try {
      const status = readStatus(got);
      if (status) end(status);
    } catch {
      end();
    }
  });
  socket.once("error", () => end());
  socket.once("close", () => end());
  signal.addEventListener("abort", () => end(), { once: true });
  if (signal.aborted) end();
  return promise;
}
