/** What stands in an archive: a folder, or a file and as many bytes as `size` says. */
export interface Entry {
  /** relative, with "/" between its parts */
  path: string;
  type: "file" | "folder";
  size: number;
  /** permission bits */
  mode: number;
  /** epoch seconds */
  modified: number;
}

const BLOCK = 512;
/** Most bytes of a path that a header carries by itself; longer ones go into a pax record (POSIX.1-2001, "pax"). */
const NAME = 100;
const MOST_PAX = 65_536;
/** 8 GiB: the largest size that eleven octal digits say; a pax record says larger ones. */
const MOST_OCTAL = 8 ** 11;

/** The blocks that announce an entry; its bytes follow, filled up by `padding`. */
export function headerOf(entry: Entry): Buffer {
  const { path, type, size } = entry;
  const name = type === "folder" ? `${path}/` : path;
  const records = [
    ...(Buffer.byteLength(name) > NAME ? [record("path", name)] : []),
    ...(size >= MOST_OCTAL ? [record("size", String(size))] : []),
  ];
  const pax = Buffer.from(records.join(""));
  const own = block(name, type === "folder" ? "5" : "0", size >= MOST_OCTAL ? 0 : size, entry.mode, entry.modified);
  if (pax.length === 0) return own;
  return Buffer.concat([block("pax", "x", pax.length, 0o600, 0), pax, padding(pax.length), own]);
}

/** What fills a block up behind so many bytes. */
export const padding = (size: number): Buffer => Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);

/** How an archive ends. */
export const END = Buffer.alloc(2 * BLOCK);

/** "21 path=region/r.0.0\n": its length counts itself. */
function record(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(rest);
  const digits = String(bytes + String(bytes).length).length;
  return `${bytes + digits}${rest}`;
}

function block(name: string, type: string, size: number, mode: number, modified: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, digits: number) =>
    header.write(Math.max(0, Math.floor(value)).toString(8).padStart(digits, "0"), at, "latin1");
  Buffer.from(name).copy(header, 0, 0, NAME);
  octal(mode & 0o777, 100, 7);
  octal(0, 108, 7);
  octal(0, 116, 7);
  octal(size, 124, 11);
  octal(modified, 136, 11);
  header.write(type, 156, "latin1");
  header.write("ustar\u000000", 257, "latin1");
  octal(sumOf(header), 148, 6);
  header[155] = 0x20;
  return header;
}

/** The sum of a header's bytes, its own field taken as spaces. */
function sumOf(header: Buffer): number {
  let sum = 8 * 0x20;
  for (let at = 0; at < BLOCK; at++) if (at < 148 || at >= 156) sum += header[at] ?? 0;
  return sum;
}

/** What reads an archive is told: an entry begins, bytes of it, it is whole. */
export interface Sink {
  begin(entry: Entry): Promise<void>;
  bytes(piece: Buffer): Promise<void>;
  end(): Promise<void>;
}

/**
 * Reads an archive from pieces of any size. Only what we write is read: folders, files and their long names.
 * @throws Error for anything else (links, devices, other dialects), for a header that does not add up, and for one cut short
 */
export async function readTar(pieces: AsyncIterable<Buffer>, sink: Sink): Promise<void> {
  const source = takerOf(pieces);
  let pax: Record<string, string> = {};
  for (;;) {
    const header = await source.take(BLOCK);
    if (header.every((byte) => byte === 0)) break;
    const { type, size, name, ...fields } = parse(header);
    if (type === "x") {
      if (size > MOST_PAX) throw new Error("a name without end");
      pax = recordsOf((await source.take(size)).toString("utf8"));
      await source.take(padding(size).length);
      continue;
    }
    if (type !== "0" && type !== "5") throw new Error(`${name.slice(0, 80)} is neither a file nor a folder`);
    const whole = Number(pax["size"] ?? size);
    if (!Number.isSafeInteger(whole) || whole < 0 || (type === "5" && whole > 0))
      throw new Error("a size that cannot be");
    const path = (pax["path"] ?? name).replace(/\/$/, "");
    pax = {};
    await sink.begin({ ...fields, path, type: type === "5" ? "folder" : "file", size: whole });
    for (let left = whole; left > 0;) {
      const piece = await source.some(left);
      await sink.bytes(piece);
      left -= piece.length;
    }
    await source.take(padding(whole).length);
    await sink.end();
  }
  await source.drain();
}

function parse(header: Buffer) {
  const text = (from: number, to: number) => header.subarray(from, to).toString("utf8").split("\0", 1)[0] ?? "";
  const octal = (from: number, to: number) => {
    const said = text(from, to).trim();
    if (!/^[0-7]+$/.test(said)) throw new Error("no archive");
    return Number.parseInt(said, 8);
  };
  if (octal(148, 156) !== sumOf(header)) throw new Error("a header that does not add up");
  if (text(345, 500) !== "") throw new Error("an archive of another dialect");
  const mode = octal(100, 108) & 0o777;
  return { name: text(0, NAME), mode, size: octal(124, 136), modified: octal(136, 148), type: text(156, 157) };
}

function recordsOf(text: string): Record<string, string> {
  const pairs = text.split("\n").filter(Boolean);
  return Object.fromEntries(
    pairs.map((line) => {
      const [, key = "", value = ""] = /^\d+ ([^=]+)=(.*)$/s.exec(line) ?? [];
      if (key !== "path" && key !== "size") throw new Error("an archive of another dialect");
      return [key, value];
    }),
  );
}

function takerOf(pieces: AsyncIterable<Buffer>) {
  const iterator = pieces[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  /** at most so many bytes, at least one */
  const some = async (most: number): Promise<Buffer> => {
    while (held.length === 0) {
      const next = await iterator.next();
      if (next.done === true) throw new Error("it is cut short");
      held = next.value;
    }
    const piece = held.subarray(0, most);
    held = held.subarray(piece.length);
    return piece;
  };
  return {
    some,
    async take(size: number): Promise<Buffer> {
      const parts: Buffer[] = [];
      for (let left = size; left > 0;) {
        const piece = await some(left);
        parts.push(piece);
        left -= piece.length;
      }
      return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
    },
    /** To its end: only there a checksum of the whole is compared. Behind an archive stand zeros, if anything. */
    async drain(): Promise<void> {
      let more = 0;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
        more += next.value.length;
        if (more > 1_000_000) throw new Error("more stands behind its end");
      }
    },
  };
}
