import { readFileSync } from "node:fs";
import { exec } from "../kernel/exec.ts";
import { silentLog as log } from "../kernel/log.ts";
import { demoHouse } from "../test/real/hearing/score.ts";
import { joe } from "../test/real/speech/speakers.ts";
import { weights } from "../test/real/speech/weights.ts";
import { createHearing } from "../voice-edge/hear/index.ts";
import { createModels } from "../voice-edge/models/index.ts";
import { createOnnx } from "../voice-edge/onnx/index.ts";
import { readVoiceSettings } from "../voice-edge/settings.ts";
import { createEars } from "../voice-edge/stream/ears.ts";
import { loadNow, middle, round } from "./figures.ts";
import { feed } from "./microphone.ts";
import { measure } from "./processes.ts";

type Print = (row: object) => void;
/** Between two commands, as in a house: cores that worked for the one before count as taken. */
const PAUSE_MS = 2_500;
const PATIENCE_MS = 120_000;
const SENTENCES = ["living room", "kitchen", "bedroom", "hall"].flatMap((room) =>
  ["on", "off"].map((way) => `turn ${way} all the lights in the ${room} and lock the front door`),
);
const RATE = 16_000;
const SECONDS = 3.3;
const MB = 1_000_000;

/** What hearing costs: text after the end of speech, ten at once, the end of speech, and memory. */
export async function hearing(print: Print): Promise<void> {
  const folder = await weights();
  const speaker = await joe();
  const clips: Float32Array[] = [];
  for (const sentence of SENTENCES) {
    const samples = new Float32Array(SECONDS * RATE);
    samples.set((await speaker.say(sentence)).subarray(0, samples.length));
    clips.push(samples);
  }
  await speaker.close();
  for (const model of ["tiny.en", "base"]) await textOf(print, folder, model, clips);
  await streamOf(print, folder, clips[0] ?? new Float32Array());
}

async function textOf(print: Print, folder: string, model: string, clips: readonly Float32Array[]): Promise<void> {
  const [clip = new Float32Array()] = clips;
  const house = await demoHouse();
  const names = await house.names();
  const settings = readVoiceSettings({ STEWARD_MODELS_DIR: folder, STEWARD_STT: "native", STEWARD_STT_MODEL: model });
  const models = createModels({ folder, fetch, log });
  const ears = createHearing({ settings, models, names: () => Promise.resolve(names), fetch, exec, log });
  const { isUnderstood } = house;
  const hear = (samples = clip) => ears.hearSamples(samples, { deadline: Date.now() + PATIENCE_MS, isUnderstood });
  await hear();
  const pid = childWith("hear/child.ts");
  const cpu = measure(pid).self;
  const times: number[] = [];
  for (const samples of clips) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    const begun = performance.now();
    await hear(samples);
    times.push(performance.now() - begun);
  }
  const aimMs = model === "tiny.en" ? 300 : 500;
  const cpuMs = round((measure(pid).self - cpu) / clips.length);
  print({
    name: `text after the end of ${SECONDS} s`,
    model,
    ...middle(times),
    cpuMs,
    load: loadNow(),
    aimMs,
  });
  const begun = performance.now();
  const order: number[] = [];
  const heard = await Promise.all(
    Array.from({ length: 10 }, (_, at) => hear().then(({ text }) => (order.push(at), text))),
  );
  print({
    name: "ten at once",
    model,
    heard: heard.filter((text) => text !== "").length,
    isInOrder: order.every((one, at) => one === at),
    ms: round(performance.now() - begun),
  });
  print({ name: "memory of the child that hears", model, mb: peakOf(pid), aimMb: 350 });
  await ears.close();
  await house.close();
}

async function streamOf(print: Print, folder: string, samples: Float32Array): Promise<void> {
  const onnx = createOnnx(log);
  const ears = createEars({ onnx, models: createModels({ folder, fetch, log }), log });
  const minute = Int16Array.from({ length: 20 * RATE }, (_, at) =>
    Math.round((samples[at % samples.length] ?? 0) * 32_767),
  );
  const ear = ears.open({ on: () => {} });
  await feed(minute.subarray(0, 2 * RATE), ear.feed); // what is loaded once is not measured
  const before = measure(onnx.pid() ?? 0).self;
  const begun = performance.now();
  await feed(minute, ear.feed);
  const cpu = measure(onnx.pid() ?? 0).self - before;
  print({ name: "end of speech, silero", cpuPercent: round((100 * cpu) / (performance.now() - begun)) });
  ear.close();
  print({
    name: "memory of the child that listens",
    mb: peakOf(onnx.pid() ?? 0),
    aimMb: 400,
    note: "before a voice is loaded",
  });
  await ears.close();
  await onnx.close();
}

/** The most memory a process had, in MB (Linux). */
const peakOf = (pid: number) =>
  round((Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024) / MB);

/** Our child that runs a program. */
function childWith(program: string): number {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").trim().split(" ");
  return Number(children.find((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(program)));
}
