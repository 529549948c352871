import { afterAll, beforeAll, expect, test } from "vitest";
import { silentLog as log } from "../../../kernel/log.ts";
import type { Child } from "../../../voice-edge/children/index.ts";
import { createModels } from "../../../voice-edge/models/index.ts";
import { createOnnx } from "../../../voice-edge/onnx/index.ts";
import type { EarEvent, EarOptions } from "../../../voice-edge/stream/ears.ts";
import { createEars } from "../../../voice-edge/stream/ears.ts";
import type { EarOutput } from "../../../voice-edge/stream/jobs.ts";
import { earOutput } from "../../../voice-edge/stream/jobs.ts";
import { LOOK, createStillness } from "../../../voice-edge/stream/stillness.ts";
import { seeded, withNoise } from "../speech/noise.ts";
import { espeak } from "../speech/speakers.ts";
import { weights } from "../speech/weights.ts";

const speaker = espeak();
let onnx: Child;
let folder: string;
beforeAll(async () => {
  folder = await weights("silero_vad_16k_op15.onnx");
  onnx = createOnnx(log);
});
afterAll(async () => {
  await onnx.close();
  await speaker.close();
});

const silence = (seconds: number) => new Float32Array(seconds * 16_000);

/** What an ear tells while it is fed sounds, and a quiet room behind them. */
async function told(options: Omit<EarOptions, "on">, ...sounds: Float32Array[]): Promise<EarEvent[]> {
  const events: EarEvent[] = [];
  const over = Promise.withResolvers<void>();
  const ears = createEars({ onnx, models: createModels({ folder, fetch, log }), log });
  const ear = ears.open({
    ...options,
    on: (event) => {
      events.push(event);
      if (["speechEnd", "nothing", "failed"].includes(event.type)) over.resolve();
    },
  });
  const all = Float32Array.from([...sounds, silence(1)].flatMap((sound) => [...sound]));
  const room = withNoise(all, 40, "pink", seeded(3));
  ear.feed(Int16Array.from(room, (sample) => Math.round(sample * 32_767)));
  await over.promise;
  await ears.close();
  return events;
}
const types = (events: readonly EarEvent[]) =>
  events.map(({ type }) => type).filter((type) => type !== "pause" && type !== "resume");
const lengthOf = (events: readonly EarEvent[]) =>
  events.reduce((sum, event) => sum + (event.type === "speechEnd" ? event.samples.length / 16_000 : 0), 0);

test("silero finds where a sentence begins and ends", async () => {
  const sentence = await speaker.say("turn off the lights in the living room");
  const events = await told({}, silence(1), sentence);
  expect(types(events)).toEqual(["speechStart", "speechEnd"]);
  expect(lengthOf(events)).toBeGreaterThan(sentence.length / 16_000 - 0.5);
  expect(lengthOf(events)).toBeLessThan(sentence.length / 16_000 + 0.6);
});

test("a word in between ends nothing, a longer silence does", async () => {
  const [one, two] = [await speaker.say("turn off the lights"), await speaker.say("in the living room")];
  expect(types(await told({}, one, silence(0.3), two))).toEqual(["speechStart", "speechEnd"]);
  expect(types(await told({ silence: 0.25 }, one, silence(1.2), two)).slice(0, 2)).toEqual([
    "speechStart",
    "speechEnd",
  ]);
});

test("openWakeWord hears its word, and what is said behind it", async () => {
  const [word, sentence] = [await speaker.say("hey jarvis"), await speaker.say("start the minecraft server")];
  const events = await told({ wake: ["hey_jarvis"] }, silence(1), word, silence(0.2), sentence);
  expect(types(events)).toEqual(["wake", "speechStart", "speechEnd"]);
  expect(events[0]).toMatchObject({ word: "hey_jarvis" });
  expect(events[0]?.type === "wake" && events[0].score).toBeGreaterThan(0.5);
  expect(lengthOf(events)).toBeGreaterThan(sentence.length / 16_000 - 0.6);
});

test.each([40, 10, 0])(
  "what is not listened to in a room whose noise is %i dB weaker changes no score",
  async (decibels) => {
    const word = await speaker.say("hey jarvis");
    const all = Float32Array.from([...silence(12), ...word, ...silence(2)]);
    const ofAll = decibels - 10 * Math.log10(all.length / word.length); // weaker than the word, not than all of it
    const pcm = Int16Array.from(withNoise(all, ofAll, "pink", seeded(3)), (sample) => Math.round(sample * 32_767));
    const wake = await wakeOf();
    const [one, another] = [crypto.randomUUID(), crypto.randomUUID()];
    const best = ({ wake: scores }: EarOutput) => Math.max(...scores.map(({ score }) => score));
    const whole = best(await onnx.run("ear", { ear: one, pcm, wake }, earOutput));
    const stillness = createStillness();
    const passed: number[] = [];
    for (let at = 0; at < pcm.length; at += LOOK) {
      const now = stillness(pcm.subarray(at, at + LOOK));
      if (now) passed.push(best(await onnx.run("ear", { ear: another, ...now, wake }, earOutput)));
    }
    expect(Math.max(...passed)).toBeCloseTo(whole, 4);
    expect((passed.length * LOOK) / pcm.length).toBeLessThan(0.4);
  },
);

test("other sentences wake nobody", async () => {
  const said = [
    "turn off the lights in the living room",
    "have you seen my jar of this",
    "okay harvest",
    "good morning",
  ];
  const { wake } = await scores(said);
  expect(Math.max(...wake.map(({ score }) => score))).toBeLessThan(0.5);
  expect(Math.max(...(await scores(["hey jarvis"])).wake.map(({ score }) => score))).toBeGreaterThan(0.9);
});

async function wakeOf() {
  const [mel = "", embedding = "", head = ""] = await createModels({ folder, fetch, log }).need("hey_jarvis");
  return { mel, embedding, words: { hey_jarvis: head } };
}

async function scores(said: readonly string[]) {
  const sounds = await Promise.all(said.map((sentence) => speaker.say(sentence)));
  const all = Float32Array.from([silence(1), ...sounds, silence(1)].flatMap((sound) => [...sound]));
  const pcm = Int16Array.from(all, (sample) => Math.round(sample * 32_767));
  return onnx.run("ear", { ear: crypto.randomUUID(), pcm, wake: await wakeOf() }, earOutput);
}
