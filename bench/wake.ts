import { silentLog as log } from "../kernel/log.ts";
import { seeded, withNoise } from "../test/real/speech/noise.ts";
import { espeak } from "../test/real/speech/speakers.ts";
import { weights } from "../test/real/speech/weights.ts";
import { createModels } from "../voice-edge/models/index.ts";
import { createOnnx } from "../voice-edge/onnx/index.ts";
import { createEars } from "../voice-edge/stream/ears.ts";
import { loadNow } from "./figures.ts";
import { feed } from "./microphone.ts";
import { measure } from "./processes.ts";

type Print = (row: object) => void;
const RATE = 16_000;
const SECONDS = 60;
const SENTENCE = "we should buy some more bread and then go to the station before it gets too late";

/** What an ear costs that waits for its word all day: CPU of the child that listens, over a minute at the pace of a microphone. */
export async function run(print: Print): Promise<void> {
  const folder = await weights("silero_vad_16k_op15.onnx");
  const speaker = espeak();
  const talk = await speaker.say(SENTENCE);
  await speaker.close();
  for (const [name, share] of [
    ["a quiet room", 0],
    ["talk for a quarter of the time", 0.25],
    ["talk without a pause", 1],
  ] as const) {
    const onnx = createOnnx(log);
    const ears = createEars({ onnx, models: createModels({ folder, fetch, log }), log });
    const events: string[] = [];
    const ear = ears.open({ wake: ["hey_jarvis"], on: ({ type }) => events.push(type) });
    const sound = roomOf(talk, share);
    await feed(sound.subarray(0, 3 * RATE), ear.feed); // what is loaded once is not measured
    const [before, own] = [measure(onnx.pid() ?? 0).self, process.cpuUsage()];
    const begun = performance.now();
    await feed(sound, ear.feed);
    const ms = performance.now() - begun;
    const { user, system } = process.cpuUsage(own);
    print({
      name: `wake word hey_jarvis, ${name}`,
      seconds: Math.round(ms / 1_000),
      cpuPercent: percent(measure(onnx.pid() ?? 0).self - before, ms),
      feedingPercent: percent((user + system) / 1_000, ms),
      events: events.length,
      load: loadNow(),
      aimPercent: 3,
    });
    ear.close();
    await ears.close();
    await onnx.close();
  }
}

const percent = (cpu: number, ms: number) => Math.round((1_000 * cpu) / ms) / 10;

/** A minute of a room in which somebody talks for a share of each ten seconds. */
function roomOf(talk: Float32Array, share: number): Int16Array {
  const all = Float32Array.from({ length: SECONDS * RATE }, (_, at) =>
    at % (10 * RATE) < share * 10 * RATE ? (talk[at % talk.length] ?? 0) : 0,
  );
  const hiss = withNoise(
    Float32Array.from({ length: all.length }, (_, at) => Math.sin(at) * 0.1),
    0,
    "pink",
    seeded(5),
  );
  return Int16Array.from(all, (sample, at) => {
    const quiet = ((hiss[at] ?? 0) - Math.sin(at) * 0.1) * 0.02;
    return Math.round(Math.max(-1, Math.min(1, sample + quiet)) * 32_767);
  });
}
