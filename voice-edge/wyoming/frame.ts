import { z } from "zod";

/** One event of the Wyoming protocol: a line of JSON, then data that did not fit into it, then a payload. */
export interface Event {
  type: string;
  data: Record<string, unknown>;
  payload: Buffer;
  /** bytes it came in */
  size: number;
}

const MOST_LINE = 64 * 1024;
const MOST_DATA = 256 * 1024;
const MOST_PAYLOAD = 1024 * 1024;

const header = z.object({
  type: z.string().max(64),
  data: z.record(z.string(), z.unknown()).nullish(),
  data_length: z.number().int().min(0).max(MOST_DATA).nullish(),
  payload_length: z.number().int().min(0).max(MOST_PAYLOAD).nullish(),
});
const more = z.record(z.string(), z.unknown());

/** An event as its bytes. */
export function frameOf(type: string, data: object = {}, payload?: Buffer): Buffer {
  const body = Buffer.from(JSON.stringify(data));
  const line = { type, version: "1.5.4", data_length: body.length, ...(payload && { payload_length: payload.length }) };
  return Buffer.concat([Buffer.from(`${JSON.stringify(line)}\n`), body, ...(payload ? [payload] : [])]);
}

/** Puts bytes together as events. `push` throws where they are none: such a connection is to be ended. */
export function createReader(onEvent: (event: Event) => void) {
  let bytes: Buffer = Buffer.alloc(0);
  const take = (): Event | undefined => {
    const end = bytes.indexOf(10);
    if (end < 0) {
      if (bytes.length > MOST_LINE) throw new Error("a line is too long");
      return undefined;
    }
    const { type, data, data_length, payload_length } = header.parse(JSON.parse(bytes.toString("utf8", 0, end)));
    const begin = end + 1 + (data_length ?? 0);
    const whole = begin + (payload_length ?? 0);
    if (bytes.length < whole) return undefined;
    const extra = data_length ? more.parse(JSON.parse(bytes.toString("utf8", end + 1, begin))) : {};
    const payload = Buffer.from(bytes.subarray(begin, whole));
    bytes = bytes.subarray(whole);
    return { type, data: { ...data, ...extra }, payload, size: whole };
  };
  return (piece: Buffer): void => {
    bytes = bytes.length === 0 ? piece : Buffer.concat([bytes, piece]);
    for (let event = take(); event; event = take()) onEvent(event);
  };
}
