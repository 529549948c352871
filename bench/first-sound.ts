import { dirname } from "node:path";
import { silentLog as log } from "../kernel/log.ts";
import { joeModel } from "../test/real/speech/joe.ts";
import { createModels } from "../voice-edge/models/index.ts";
import { createOnnx } from "../voice-edge/onnx/index.ts";
import { createSaying } from "../voice-edge/say/index.ts";
import { readVoiceSettings } from "../voice-edge/settings.ts";
import { loadNow, middle } from "./figures.ts";

type Print = (row: object) => void;
const ANSWERS = {
  short: "2 lights are off.",
  "with a clause": "The living room is at 21.5 degrees and the humidity is 45 percent.",
  long: "Which one: Ceiling Light, Floor Lamp, TV Strip, Kitchen Light, Counter Light, Bedroom Light or Left Bedside?",
};
const ROUNDS = 12;
/** Between two answers, as in a house. */
const PAUSE_MS = 400;

/** From an answer to its first sound by a warm Piper voice, and how long the pieces after it keep whoever listens waiting. */
export async function run(print: Print): Promise<void> {
  const voice = await joeModel();
  const onnx = createOnnx(log);
  const settings = readVoiceSettings({
    STEWARD_VOICE: voice,
    STEWARD_MODELS_DIR: dirname(voice),
  });
  const saying = createSaying({ settings, models: createModels({ folder: dirname(voice), fetch, log }), onnx, fetch });
  await saying.warm();
  for (const [name, text] of Object.entries(ANSWERS)) {
    const firsts: number[] = [];
    const gaps: number[] = [];
    for (let at = 0; at < ROUNDS; at += 1) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      const { first, gap } = await spoken(saying.say(text));
      firsts.push(first);
      gaps.push(gap);
    }
    const load = loadNow();
    print({ name: `first sound, ${name} answer`, ...middle(firsts), gapMs: middle(gaps).p50Ms, aimMs: 300, load });
  }
  await onnx.close();
}

/** Milliseconds to the first sound, and of silence between it and the end, when it is played as it comes. */
async function spoken(sounds: AsyncGenerator<{ rate: number; samples: Int16Array }>) {
  const begun = performance.now();
  let first: number | undefined;
  let [playedUntil, gap] = [0, 0];
  for await (const { rate, samples } of sounds) {
    const now = performance.now();
    if (first !== undefined) gap += Math.max(0, now - playedUntil);
    first ??= now - begun;
    playedUntil = Math.max(playedUntil, now) + (1_000 * samples.length) / rate;
  }
  return { first: first ?? 0, gap };
}
