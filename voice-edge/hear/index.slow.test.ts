import { readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { PeerError, UserError } from "../../kernel/errors.ts";
import { exec } from "../../kernel/exec.ts";
import { silentLog as log } from "../../kernel/log.ts";
import type { NameEntry } from "../../kernel/wire.ts";
import { OPUS_HEAD, OPUS_TONE, oggOf, tone, wavOf, webmOf } from "../decode/testing.ts";
import { encodeWav } from "../decode/wav.ts";
import { createModels } from "../models/index.ts";
import { modelOf, scratch, serving } from "../models/testing.ts";
import { readVoiceSettings } from "../settings.ts";
import { createHearing } from "./index.ts";
import { childOf, sayingModel, workOf } from "./testing.ts";
import type { Heard } from "./types.ts";

const SENTENCE = "where is grandpa of";
const content = sayingModel(SENTENCE);
const names: readonly NameEntry[] = [{ kind: "service", name: "Grafana" }];
const recording = encodeWav(tone(440, 1));

/** Ears whose real engine runs a model that always says one sentence. */
function ears({ file = content, source = {}, place }: { file?: Buffer; source?: object; place?: string } = {}) {
  const folder = scratch();
  const model = { ...modelOf("tiny.en", content), name: "tiny.en" };
  if (!place) writeFileSync(join(folder, "tiny.en.bin"), file);
  const settings = readVoiceSettings({
    STEWARD_MODELS_DIR: folder,
    STEWARD_STT: "native",
    STEWARD_STT_MODEL: "tiny.en",
    ...source,
  });
  const models = createModels({ folder, place, models: [model], fetch, log });
  const hearing = createHearing({ settings, models, names: () => Promise.resolve(names), fetch, exec, log });
  onTestFinished(() => hearing.close());
  return { hearing, folder, models };
}

test("a recording is decoded, heard and understood in a child of ours", async () => {
  const { hearing } = ears();
  const heard = await hearing.hear(recording);
  expect(heard).toEqual({
    heard: SENTENCE,
    text: "where is Grafana",
    fuzzy: true,
    engine: "native",
    model: "tiny.en",
    ms: { decode: expect.any(Number), stt: expect.any(Number), queued: expect.any(Number) },
    seconds: 1,
  } satisfies Heard);
  expect(hearing.state()).toEqual({ engine: "native", model: "tiny.en" });
  expect((await hearing.hearSamples(tone(440, 3.3))).seconds).toBeCloseTo(3.3);
});

test("what phones and browsers record is heard", async () => {
  const { hearing } = ears();
  const opus = Array.from({ length: 10 }, () => OPUS_TONE).flat();
  for (const file of [oggOf([OPUS_HEAD, ...opus]), webmOf(OPUS_HEAD, opus)])
    expect((await hearing.hear(file)).heard).toBe(SENTENCE);
});

test("ten at once are heard in order, none is lost", async () => {
  const { hearing } = ears();
  const order: number[] = [];
  const all = Array.from({ length: 10 }, (_, at) =>
    hearing.hear(recording).then((heard) => {
      order.push(at);
      return heard;
    }),
  );
  const heard = await Promise.all(all);
  expect(heard.map(({ text }) => text)).toEqual(heard.map(() => "where is Grafana"));
  expect(order).toEqual([...order.keys()]);
});

test("of fifty at once as many as may wait are heard, and the others are told at once", async () => {
  const { hearing } = ears();
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => hearing.hear(recording)));
  const refused = outcomes.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : []));
  expect(outcomes.length - refused.length).toBe(20);
  expect(new Set(refused)).toEqual(new Set(["UserError: 20 are waiting to be heard already. Try again in a moment."]));
});

test.each([
  ["nothing", Buffer.alloc(0), "The recording is empty."],
  ["a text with the name of a recording", Buffer.from("turn off the lights"), "That is no recording of a known kind"],
  ["ten minutes", wavOf(Buffer.alloc(4_800_000), { bits: 8, rate: 8_000 }), "at most 60 seconds"],
  ["more than 10 MB", Buffer.alloc(10 * 1024 * 1024 + 1), "at most 10 MB"],
  ["a header alone", wavOf(Buffer.alloc(0)).subarray(0, 30), "The recording is broken"],
  ["an mp3 of garbage", Buffer.concat([Buffer.from("ID3"), Buffer.alloc(5_000, 7)]), "The recording is broken"],
  ["a flac that is none", Buffer.concat([Buffer.from("fLaC"), Buffer.alloc(5_000)]), "The recording is broken"],
  [
    "an m4a that is none",
    Buffer.concat([Buffer.from("\0\0\0\x20ftypM4A "), Buffer.alloc(900, 1)]),
    "The recording is broken",
  ],
])("%s is answered in a line, and the next is heard", async (_, audio, why) => {
  const { hearing } = ears();
  const refused: unknown = await hearing.hear(audio).catch((thrown: unknown) => thrown);
  expect(refused).toBeInstanceOf(UserError);
  expect(String(refused)).toContain(why);
  expect((await hearing.hear(recording)).heard).toBe(SENTENCE);
});

test.each([
  ["silence", encodeWav(new Float32Array(32_000)), 2],
  ["0.2 s of silence", encodeWav(new Float32Array(3_200)), 0.2],
])("%s is nothing, and costs no recognition", async (_, audio, seconds) => {
  const { hearing } = ears();
  expect(await hearing.hear(audio)).toMatchObject({ heard: "", text: "", fuzzy: false, seconds });
});

test("0.2 s of sound and 8 bits at 8 kHz in stereo are heard", async () => {
  const { hearing } = ears();
  expect((await hearing.hear(encodeWav(tone(440, 0.2)))).heard).toBe(SENTENCE);
  const bytes = Buffer.from(Array.from(tone(440, 1, 16_000), (sample) => Math.round(sample * 127) + 128));
  expect(await hearing.hear(wavOf(bytes, { bits: 8, channels: 2, rate: 8_000 }))).toMatchObject({
    heard: SENTENCE,
    seconds: 1,
  });
});

test("a child that is killed in the middle is answered for, the next is there, and no file is left", async () => {
  const { hearing } = ears();
  await hearing.hear(recording);
  const pid = childOf(process.pid);
  const isAtWork = workOf(pid);
  const asked = hearing.hearSamples(tone(440, 59));
  await vi.waitFor(() => expect(isAtWork()).toBe(true), { interval: 5 });
  process.kill(pid, "SIGKILL");
  await expect(asked).rejects.toThrow(/^Hearing stopped in the middle of it \(ended by SIGKILL.*\)\. Try again\.$/);
  expect((await hearing.hear(recording)).heard).toBe(SENTENCE);
  expect(childOf(process.pid)).not.toBe(pid);
  expect(readdirSync(tmpdir()).filter((name) => /^steward-(?:hear|grammar|speech)/.test(name))).toEqual([]);
});

test.each([
  ["zeros", Buffer.alloc(content.length)],
  ["half a model", Buffer.concat([content.subarray(0, content.length / 2), Buffer.alloc(content.length / 2)])],
])("a model that is %s is taken away, and that is said", async (_, file) => {
  const { hearing, models } = ears({ file });
  const outcome: unknown = await hearing.hear(recording).catch((thrown: unknown) => thrown);
  expect(String(outcome)).toBe(
    "PeerError: The model tiny.en was broken and has been taken away. It is fetched again: try in a moment.",
  );
  expect(await models.have("tiny.en")).toBeUndefined();
});

test("the first who speaks has the model fetched, and is told", async () => {
  const { url } = await serving((_, response) => response.writeHead(200).end(content));
  const { hearing, models } = ears({ place: url });
  const first: unknown = await hearing.hear(recording).catch((thrown: unknown) => thrown);
  if (first instanceof Error) expect(first.message).toContain("The model tiny.en is being fetched");
  await vi.waitFor(async () => expect(await models.have("tiny.en")).toBeDefined());
  expect(await hearing.hear(recording)).toMatchObject({ heard: SENTENCE, engine: "native" });
});

test("another language needs another model", async () => {
  const { hearing } = ears();
  await expect(hearing.hear(recording, { language: "de" })).rejects.toThrow(
    new UserError("tiny.en hears English only: set STEWARD_STT_MODEL=base for other languages."),
  );
});

test("who cannot wait is told", async () => {
  const { hearing } = ears();
  await expect(hearing.hear(recording, { deadline: Date.now() })).rejects.toThrow(PeerError);
  await expect(hearing.hear(recording, { signal: AbortSignal.abort(new Error("gone")) })).rejects.toThrow("gone");
  expect((await hearing.hear(recording)).heard).toBe(SENTENCE);
});
