import { readFile } from "node:fs/promises";
import { z } from "zod";
import { UserError } from "../../../kernel/errors.ts";

/** What lies beside a Piper voice as `NAME.onnx.json`: the part of it that is needed to speak. */
const shape = z.object({
  audio: z.object({ sample_rate: z.number().int().positive() }),
  espeak: z.object({ voice: z.string().regex(/^[\w-]+$/) }),
  inference: z.object({ noise_scale: z.number(), length_scale: z.number(), noise_w: z.number() }),
  phoneme_id_map: z.record(z.string(), z.array(z.number().int())),
  num_speakers: z.number().int().default(1),
});
export type PiperConfig = z.infer<typeof shape>;

/** @throws UserError when it is not there, or none of a Piper voice */
export async function readConfig(file: string): Promise<PiperConfig> {
  try {
    return shape.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (thrown) {
    throw new UserError(`${file} is not the configuration of a Piper voice.`, { cause: thrown });
  }
}

/** Phonemes as the ids a voice was trained with: ^ _ a _ b _ $, each sign followed by a pad; what it does not know is left out. */
export function idsOf(phonemes: string, map: PiperConfig["phoneme_id_map"]): number[] {
  const pad = map["_"] ?? [];
  const known = [...phonemes.normalize("NFD")].flatMap((sign) => map[sign] ?? []);
  return [...(map["^"] ?? []), ...pad, ...known.flatMap((id) => [id, ...pad]), ...(map["$"] ?? [])];
}
