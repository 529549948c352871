import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createZstdCompress, createZstdDecompress } from "node:zlib";
import type { Entry, Sink } from "./tar.ts";
import { END, headerOf, padding, readTar } from "./tar.ts";

const PIECE = 1 << 20;
/** Held by a running server, and made anew by the next one. */
const NOT_KEPT = new Set(["session.lock"]);

/** Files and folders of a folder, each folder before what is in it; links and devices are none of a world's. */
export async function listed(folder: string, below = ""): Promise<Entry[]> {
  const all = await readdir(join(folder, below), { withFileTypes: true });
  const entries: Entry[] = [];
  for (const one of all.toSorted((first, second) => (first.name < second.name ? -1 : 1))) {
    const path = below === "" ? one.name : `${below}/${one.name}`;
    if (NOT_KEPT.has(one.name) || !(one.isFile() || one.isDirectory())) continue;
    const { size, mode, mtimeMs } = await lstat(join(folder, path));
    const own = { path, mode: mode & 0o777, modified: Math.floor(mtimeMs / 1_000) };
    if (one.isFile()) entries.push({ ...own, type: "file", size });
    else entries.push({ ...own, type: "folder", size: 0 }, ...(await listed(folder, path)));
  }
  return entries;
}

/** Writes an archive to a file and to the disk; gives the digest of what is in it. @throws Error where a file changes meanwhile */
export async function writeArchive(
  folder: string,
  entries: readonly Entry[],
  file: string,
  signal: AbortSignal,
): Promise<string> {
  const hash = createHash("sha256");
  const tar = async function* () {
    for await (const piece of tarOf(folder, entries)) {
      hash.update(piece);
      yield piece;
    }
  };
  const zstd = createZstdCompress({
    chunkSize: PIECE,
    params: { [constants.ZSTD_c_checksumFlag]: 1, [constants.ZSTD_c_compressionLevel]: 1 },
  });
  const target = createWriteStream(file, { flags: "wx", mode: 0o600, flush: true, highWaterMark: PIECE });
  await pipeline(Readable.from(tar(), { highWaterMark: 2 }), zstd, target, { signal });
  return hash.digest("hex");
}

async function* tarOf(folder: string, entries: readonly Entry[]): AsyncGenerator<Buffer> {
  for (const entry of entries) {
    yield headerOf(entry);
    if (entry.type === "folder") continue;
    yield* contentOf(join(folder, entry.path), entry);
    yield padding(entry.size);
  }
  yield END;
}

async function* contentOf(file: string, { path, size }: Entry): AsyncGenerator<Buffer> {
  const handle = await open(file, "r");
  try {
    for (let left = size; left > 0;) {
      const piece = Buffer.allocUnsafe(Math.min(PIECE, left));
      const { bytesRead } = await handle.read(piece);
      if (bytesRead === 0) throw new Error(`${path} became shorter while it was read`);
      yield piece.subarray(0, bytesRead);
      left -= bytesRead;
    }
  } finally {
    await handle.close();
  }
}

/** Reads an archive whole into a sink; gives the digest of what is in it. @throws Error when it is damaged or none */
export async function readArchive(file: string, sink: Sink, signal: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  const source = createReadStream(file, { highWaterMark: PIECE });
  const zstd = createZstdDecompress({ chunkSize: PIECE });
  const { promise: read, resolve, reject } = Promise.withResolvers<void>();
  const whole = pipeline(
    source,
    zstd,
    async (pieces: AsyncIterable<Buffer>) => {
      const hashed = async function* () {
        for await (const piece of pieces) {
          hash.update(piece);
          yield piece;
        }
      };
      await readTar(hashed(), sink).then(resolve, (thrown: unknown) => {
        reject(thrown);
        throw thrown;
      });
    },
    { signal },
  );
  await Promise.all([whole, Promise.race([read, whole])]);
  return hash.digest("hex");
}
