import { UserError } from "../../kernel/errors.ts";
import type { Exec } from "../../kernel/exec.ts";
import { exec } from "../../kernel/exec.ts";
import type { Child } from "../children/index.ts";
import type { Models } from "../models/index.ts";
import { VOICE } from "../models/known.ts";
import type { VoiceSettings } from "../settings.ts";
import { createEspeak } from "./espeak.ts";
import { findPhonemes } from "./phonemes.ts";
import { createPiper } from "./piper/voice.ts";
import { createRemote } from "./remote.ts";
import type { Voice } from "./types.ts";

/** Which voice answers, and why that one; or what to do for one, in a line. */
export type Chosen = { voice: Voice; why: string } | { voice?: undefined; why: string };

export interface ChoiceParts {
  settings: Pick<VoiceSettings, "STEWARD_VOICE" | "STEWARD_TTS_URL" | "STEWARD_TTS_KEY" | "STEWARD_TTS_MODEL">;
  models: Pick<Models, "need" | "have">;
  onnx: Pick<Child, "run">;
  fetch: typeof fetch;
  /** whether ONNX Runtime is installed */
  hasOnnx(): boolean;
  run?: Exec;
}

const NONE = `no voice: apt-get install espeak-ng for a plain one; for a better one then npm run -s steward -- models pull ${VOICE}`;
const OFF = "off (STEWARD_VOICE=none)";
const WAIT_MS = 5_000;

/** By the setting; without one by what is there. @throws UserError where a setting names what there is not */
export async function chooseVoice(parts: ChoiceParts): Promise<Chosen> {
  const { settings, models, run = exec } = parts;
  const { STEWARD_VOICE: wanted, STEWARD_TTS_URL: url } = settings;
  if (wanted === "none") return { why: OFF };
  if (wanted === "espeak-ng") return { voice: createEspeak(), why: "espeak-ng" };
  if (wanted === undefined ? url !== undefined : /^remote(:|$)/.test(wanted)) return remote(parts, wanted);
  if (wanted !== undefined) return piper(parts, wanted);
  const hasEspeak = await run("espeak-ng", ["--version"], { timeout: WAIT_MS }).then(
    () => true,
    () => false,
  );
  if (parts.hasOnnx() && (await models.have(VOICE))) return piper(parts, VOICE);
  if (!hasEspeak) return { why: NONE };
  return { voice: createEspeak(), why: `espeak-ng; a better voice: npm run -s steward -- models pull ${VOICE}` };
}

function remote({ settings, fetch }: ChoiceParts, wanted = "remote"): Chosen {
  const { STEWARD_TTS_URL: url, STEWARD_TTS_KEY: key, STEWARD_TTS_MODEL: model } = settings;
  if (url === undefined) throw new UserError("STEWARD_VOICE=remote needs STEWARD_TTS_URL.");
  const voice = createRemote({ url, key, model, voice: wanted.split(":")[1] ?? "alloy", fetch });
  return { voice, why: `at ${new URL(url).host}` };
}

function piper({ models, onnx, run }: ChoiceParts, name: string): Chosen {
  const isFile = name.endsWith(".onnx");
  const model = async () => (isFile ? name : ((await models.need(name))[0] ?? name));
  return { voice: createPiper({ name, model, phonemes: () => findPhonemes(run), child: onnx }), why: name };
}
