import { availableParallelism } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { Source } from "../kernel/config.ts";
import { parseSettings } from "../kernel/config.ts";

const address = (example: string) =>
  z.url({ protocol: /^https?$/, error: `must be an http or https address, such as ${example}` }).optional();

/** Settings of the voice edge; each is explained in .env.example. */
const shape = {
  STEWARD_DATA: z.string().default("./data"),
  STEWARD_MODELS_DIR: z.string().optional(),
  STEWARD_MODELS_URL: address("http://192.168.0.10/models/"),
  STEWARD_STT_MODEL: z.enum(["tiny.en", "base.en", "base"], "must be tiny.en, base.en or base").optional(),
  STEWARD_VOICE: z.string().optional(),
  STEWARD_TTS_URL: address("https://api.example.org/v1"),
  STEWARD_TTS_KEY: z.string().optional(),
  STEWARD_TTS_MODEL: z.string().default("tts-1"),
};

export type VoiceSettings = ReturnType<typeof readVoiceSettings>;

/** The settings of the voice edge, what is unset by the machine: its cores decide the model. @throws UserError naming every fault */
export function readVoiceSettings(source: Source, cores = availableParallelism()) {
  const { STEWARD_DATA, STEWARD_MODELS_DIR, STEWARD_STT_MODEL, ...rest } = parseSettings(shape, source);
  return {
    ...rest,
    STEWARD_MODELS_DIR: STEWARD_MODELS_DIR ?? join(STEWARD_DATA, "models"),
    // Half the time on few cores, and as good on the commands of a house.
    STEWARD_STT_MODEL: STEWARD_STT_MODEL ?? (cores < 4 ? "tiny.en" : "base.en"),
  };
}
