/** XDR (RFC 4506): everything is big-endian and takes multiples of four bytes. */

/** Most bytes of one string or opaque field, as libvirt limits them (REMOTE_STRING_MAX). */
const MOST_BYTES = 4_194_304;
const MOST_ITEMS = 65_536;

/** Writes values one after the other. */
export interface XdrWriter {
  u32(value: number): XdrWriter;
  i32(value: number): XdrWriter;
  u64(value: bigint): XdrWriter;
  string(text: string): XdrWriter;
  /** a pointer that may be null */
  optional(text: string | null): XdrWriter;
  /** bytes of a length both sides know */
  fixed(bytes: Uint8Array): XdrWriter;
  list<T>(items: readonly T[], write: (writer: XdrWriter, item: T) => unknown): XdrWriter;
  bytes(): Buffer;
}

export function xdrWriter(): XdrWriter {
  const pieces: Uint8Array[] = [];
  const number = (size: 4 | 8, write: (buffer: Buffer) => unknown) => {
    const buffer = Buffer.alloc(size);
    write(buffer);
    pieces.push(buffer);
    return writer;
  };
  const padded = (bytes: Uint8Array) => {
    pieces.push(bytes, Buffer.alloc(padding(bytes.length)));
    return writer;
  };
  const writer: XdrWriter = {
    u32: (value) => number(4, (buffer) => buffer.writeUInt32BE(value)),
    i32: (value) => number(4, (buffer) => buffer.writeInt32BE(value)),
    u64: (value) => number(8, (buffer) => buffer.writeBigUInt64BE(value)),
    string(text) {
      const bytes = Buffer.from(text);
      return writer.u32(bytes.length).fixed(bytes);
    },
    optional: (text) => (text === null ? writer.u32(0) : writer.u32(1).string(text)),
    fixed: padded,
    list(items, write) {
      writer.u32(items.length);
      for (const item of items) write(writer, item);
      return writer;
    },
    bytes: () => Buffer.concat(pieces),
  };
  return writer;
}

/** Reads what was written in the same order. Every read throws XdrFault beyond the end, and none allocates on a length alone. */
export interface XdrReader {
  u32(): number;
  i32(): number;
  i64(): bigint;
  u64(): bigint;
  double(): number;
  string(): string;
  optional(): string | null;
  fixed(length: number): Buffer;
  list<T>(read: (reader: XdrReader) => T): T[];
  /** bytes that are not read yet */
  left(): number;
}

/** Bytes that are not what the protocol says. */
export class XdrFault extends Error {
  override readonly name = "XdrFault";
}

export function xdrReader(bytes: Uint8Array): XdrReader {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (length: number) => {
    const whole = length + padding(length);
    if (whole > buffer.length - at) throw new XdrFault(`${whole} bytes wanted, ${buffer.length - at} left`);
    const taken = buffer.subarray(at, at + length);
    at += whole;
    return taken;
  };
  const sized = (most: number) => {
    const length = take(4).readUInt32BE();
    if (length > most) throw new XdrFault(`a length of ${length}`);
    return length;
  };
  const reader: XdrReader = {
    u32: () => take(4).readUInt32BE(),
    i32: () => take(4).readInt32BE(),
    i64: () => take(8).readBigInt64BE(),
    u64: () => take(8).readBigUInt64BE(),
    double: () => take(8).readDoubleBE(),
    string: () => take(sized(MOST_BYTES)).toString("utf8"),
    optional: () => (sized(1) === 0 ? null : reader.string()),
    fixed: (length) => take(length),
    list(read) {
      const length = sized(MOST_ITEMS);
      const items: ReturnType<typeof read>[] = [];
      for (let item = 0; item < length; item++) {
        const before = at;
        items.push(read(reader));
        if (at === before) throw new XdrFault("an item without content");
      }
      return items;
    },
    left: () => buffer.length - at,
  };
  return reader;
}

const padding = (length: number) => (4 - (length % 4)) % 4;
