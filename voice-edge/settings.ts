import { availableParallelism } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { Source } from "../kernel/config.ts";
import { parseSettings } from "../kernel/config.ts";
import { UserError } from "../kernel/errors.ts";

const address = (example: string) =>
  z.url({ protocol: /^https?$/, error: `must be an http or https address, such as ${example}` }).optional();

/** Settings of the voice edge; each is explained in .env.example. */
const shape = {
  STEWARD_DATA: z.string().default("./data"),
  STEWARD_MODELS_DIR: z.string().optional(),
  STEWARD_MODELS_URL: address("http://192.168.0.10/models/"),
  STEWARD_STT: z.enum(["native", "wasm", "remote", "grammar"], "must be native, wasm, remote or grammar").optional(),
  STEWARD_STT_MODEL: z.enum(["tiny.en", "base.en", "base"], "must be tiny.en, base.en or base").optional(),
  STEWARD_STT_LANGUAGE: z
    .string()
    .regex(/^(?:[a-z]{2}|auto)$/, "must be two letters such as en, or auto")
    .default("en"),
  STEWARD_STT_URL: address("http://192.168.0.10:8000/v1"),
  STEWARD_STT_KEY: z.string().optional(),
  STEWARD_STT_REMOTE_MODEL: z.string().default("whisper-1"),
  STEWARD_LAN_URL: address("http://192.168.0.10:8420"),
  STEWARD_WYOMING: z.string().optional(),
  STEWARD_WYOMING_ANNOUNCE: z.enum(["yes", "no"], "must be yes or no").default("no"),
  STEWARD_VOICE: z.string().optional(),
  STEWARD_TTS_URL: address("https://api.example.org/v1"),
  STEWARD_TTS_KEY: z.string().optional(),
  STEWARD_TTS_MODEL: z.string().default("tts-1"),
};

export type VoiceSettings = ReturnType<typeof readVoiceSettings>;

/** The settings of the voice edge, what is unset by the machine: its cores decide the model. @throws UserError naming every fault */
export function readVoiceSettings(source: Source, cores = availableParallelism()) {
  const { STEWARD_DATA, STEWARD_MODELS_DIR, STEWARD_STT_MODEL, ...rest } = parseSettings(shape, source);
  const { STEWARD_STT: kind, STEWARD_STT_URL: url, STEWARD_STT_LANGUAGE: language } = rest;
  if (kind === "remote" && !url) throw new UserError("STEWARD_STT=remote needs STEWARD_STT_URL (see .env.example)");
  if (STEWARD_STT_MODEL?.endsWith(".en") && language !== "en")
    throw new UserError(
      `STEWARD_STT_MODEL: ${STEWARD_STT_MODEL} hears English only; with STEWARD_STT_LANGUAGE=${language} it has to be base`,
    );
  return {
    ...rest,
    STEWARD_MODELS_DIR: STEWARD_MODELS_DIR ?? join(STEWARD_DATA, "models"),
    STEWARD_STT_MODEL: STEWARD_STT_MODEL ?? modelFor(language, cores),
  };
}

// tiny.en takes half the time on few cores, and is as good on the commands of a house.
function modelFor(language: string, cores: number): "tiny.en" | "base.en" | "base" {
  if (language !== "en") return "base";
  return cores < 4 ? "tiny.en" : "base.en";
}
