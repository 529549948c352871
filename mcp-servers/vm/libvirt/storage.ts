import type { Storage } from "../driver.ts";
import { volumeXml } from "../xml-of.ts";
import type { Named, Volume } from "./procedures.ts";
import { PROC, readNamed, readVolume, writeNamed, writeVolume } from "./procedures.ts";
import type { Ask } from "./host.ts";
import type { Link } from "./link.ts";

const RUNNING = 2;
const EVERY = 0;

/** Pools and volumes of a host, whoever serves them there. */
export function storageOf(ask: Ask, upload: Link["upload"]): Storage {
  const pool = (name: string, signal: AbortSignal): Promise<Named> =>
    ask(PROC.poolLookup, (writer) => writer.string(name), readNamed, signal);
  const volume = async (of: string, name: string, signal: AbortSignal): Promise<Volume> => {
    const found = await pool(of, signal);
    return ask(PROC.volumeLookup, (writer) => writeNamed(writer, found).string(name), readVolume, signal);
  };
  const infoOf = (of: Volume, signal: AbortSignal) =>
    ask(
      PROC.volumeInfo,
      (writer) => writeVolume(writer, of),
      (reader) => {
        reader.i32(); // file, block …
        return Number(reader.u64());
      },
      signal,
    );
  const pathOf = (of: Volume, signal: AbortSignal) =>
    ask(
      PROC.volumePath,
      (writer) => writeVolume(writer, of),
      (reader) => reader.string(),
      signal,
    );
  return {
    async pools(signal) {
      const all = await ask(
        PROC.listPools,
        (writer) => writer.i32(1).u32(EVERY),
        (reader) => reader.list(readNamed),
        signal,
      );
      return Promise.all(
        all.map((one) =>
          ask(
            PROC.poolInfo,
            (writer) => writeNamed(writer, one),
            (reader) => {
              const active = reader.u32() === RUNNING;
              reader.u64(); // all of it
              reader.u64(); // what is taken
              return { name: one.name, active, availableBytes: Number(reader.u64()) };
            },
            signal,
          ),
        ),
      );
    },
    async volumes(of, signal) {
      const found = await pool(of, signal);
      const all = await ask(
        PROC.listVolumes,
        (writer) => writeNamed(writer, found).i32(1).u32(EVERY),
        (reader) => reader.list(readVolume),
        signal,
      );
      return Promise.all(
        all.map(async (one) => ({
          name: one.name,
          path: await pathOf(one, signal),
          bytes: await infoOf(one, signal),
        })),
      );
    },
    async create(of, wanted, signal) {
      const found = await pool(of, signal);
      const made = await ask(
        PROC.volumeCreate,
        (writer) => writeNamed(writer, found).string(volumeXml(wanted)).u32(0),
        readVolume,
        signal,
      );
      return pathOf(made, signal);
    },
    async upload(of, name, content, bytes, signal) {
      const found = await volume(of, name, signal);
      await upload(
        PROC.volumeUpload,
        (writer) => writeVolume(writer, found).u64(0n).u64(BigInt(bytes)).u32(0),
        content,
        signal,
      );
    },
    async resize(of, name, bytes, signal) {
      const found = await volume(of, name, signal);
      await ask(
        PROC.volumeResize,
        (writer) => writeVolume(writer, found).u64(BigInt(bytes)).u32(0),
        () => {},
        signal,
      );
    },
    async remove(of, name, signal) {
      const found = await volume(of, name, signal);
      await ask(
        PROC.volumeDelete,
        (writer) => writeVolume(writer, found).u32(0),
        () => {},
        signal,
      );
    },
  };
}
