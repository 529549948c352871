import { readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test, vi } from "vitest";
import { exec } from "../../kernel/exec.ts";
import { silentLog as log } from "../../kernel/log.ts";
import { OPUS_HEAD, oggOf, tone, wavOf } from "../decode/testing.ts";
import { encodeWav } from "../decode/wav.ts";
import { createHearing } from "../hear/index.ts";
import { childOf, sayingModel, workOf } from "../hear/testing.ts";
import { createModels } from "../models/index.ts";
import { modelOf, scratch } from "../models/testing.ts";
import { readVoiceSettings } from "../settings.ts";
import { CALLER, edgeOf } from "../testing.ts";

const SENTENCE = "start grafana";
const content = sayingModel(SENTENCE);
const recording = encodeWav(tone(440, 1));
const heard = { status: 200, body: expect.objectContaining({ heard: SENTENCE, say: "Done." }) };
const refused = (error: unknown, status = 422) => ({ status, body: { error } });

/** The routes over real ears, whose model always says one sentence. */
function house(file: Buffer = content) {
  const folder = scratch();
  writeFileSync(join(folder, "tiny.en.bin"), file);
  const settings = readVoiceSettings({
    STEWARD_MODELS_DIR: folder,
    STEWARD_STT: "native",
    STEWARD_STT_MODEL: "tiny.en",
  });
  const models = createModels({ folder, models: [{ ...modelOf("tiny.en", content), name: "tiny.en" }], fetch, log });
  const hearing = createHearing({ settings, models, names: () => Promise.resolve([]), fetch, exec, log });
  onTestFinished(() => hearing.close());
  const { edge, asked } = edgeOf({ "/api/explain": { stopped: null } }, { hearing });
  const upload = async (audio: Uint8Array<ArrayBuffer>, name = "a.wav") => {
    const body = new FormData();
    body.append("audio", new Blob([audio]), name);
    const answer = await edge.fetch(new Request("http://localhost/command", { method: "POST", body }), CALLER);
    const told: unknown = await answer.json();
    return { status: answer.status, body: told };
  };
  const done = () => asked.filter(({ path }) => path === "/api/ask").length;
  return { upload, done };
}

const bytes = (buffer: Uint8Array) => Uint8Array.from(buffer);
const changed = (at: number, ...put: number[]) => {
  const wav = wavOf(Buffer.from(recording).subarray(44));
  wav.set(put, at);
  return wav;
};
const broken = (format: string) => `The recording is broken: it begins as ${format}, and cannot be read as that.`;
const NONE = "That is no recording of a known kind: wav, mp3, m4a, flac, Ogg and WebM are read here.";
const LONG = "A recording has at most 60 seconds here.";
const minutes = Array.from({ length: 30_000 }, () => Buffer.from([0xf8, 0xff, 0xfe])); // ten, of three bytes each 20 ms

test.each<[string, Uint8Array, string | undefined]>([
  ["nothing", Buffer.alloc(0), "The recording is empty."],
  ["two seconds of silence", encodeWav(new Float32Array(32_000)), "Nothing was heard."],
  ["0.2 s of silence", encodeWav(new Float32Array(3_200)), "Nothing was heard."],
  ["0.2 s of sound", encodeWav(tone(440, 0.2)), undefined],
  ["ten minutes", wavOf(Buffer.alloc(4_800_000), { bits: 8, rate: 8_000 }), LONG],
  [
    "8 bits, 8 kHz, two channels",
    wavOf(Buffer.from(tone(440, 1).map((one) => one * 127 + 128)), { bits: 8, channels: 2, rate: 8_000 }),
    undefined,
  ],
  ["half a recording", Buffer.from(recording).subarray(0, 16_000), undefined],
  ["a header cut short", Buffer.from(recording).subarray(0, 30), broken("WAV")],
  ["a header of no channels", changed(22, 0, 0), broken("WAV")],
  ["a header of 4 GHz", changed(24, 255, 255, 255, 255), broken("WAV")],
  ["a header whose first part is as long as the file", changed(16, 255, 255, 255, 127), broken("WAV")],
  ["a packed wav", changed(20, 2), "That WAV is packed: PCM of 8 to 32 bits and floats are read here."],
  ["a text", Buffer.from("turn off the lights"), NONE],
  ["a zip bomb", gzipSync(Buffer.alloc(50_000_000)), NONE],
  ["ten minutes in 100 kB", oggOf([OPUS_HEAD, Buffer.from("OpusTags".padEnd(20)), ...minutes]), LONG],
])("%s: a clear answer, and the next is heard", async (_, audio, error) => {
  const { upload, done } = house();
  expect(await upload(bytes(audio))).toEqual(error === undefined ? heard : refused(error));
  expect(done()).toBe(error === undefined ? 1 : 0);
  expect(await upload(bytes(recording), "a.mp3")).toEqual(heard); // whatever it is called
});

test("a broken model is taken away, and that is said", async () => {
  const { upload } = house(Buffer.alloc(content.length));
  const error = "The model tiny.en was broken and has been taken away. It is fetched again: try in a moment.";
  expect(await upload(bytes(recording))).toEqual(refused(error, 503));
});

test("a child that is killed while it hears is answered for, and back for the next", async () => {
  const { upload } = house();
  await upload(bytes(recording));
  const pid = childOf(process.pid);
  const isAtWork = workOf(pid);
  const asked = upload(bytes(encodeWav(tone(440, 59))));
  await vi.waitFor(() => expect(isAtWork()).toBe(true), { interval: 5 });
  process.kill(pid, "SIGKILL");
  expect(await asked).toEqual(
    refused(expect.stringMatching(/^Hearing stopped in the middle of it .* Try again\.$/), 503),
  );
  expect(await upload(bytes(recording))).toEqual(heard);
});

test("of fifty uploads at once each has an answer, those that may wait are heard, and no file is left", async () => {
  const { upload, done } = house();
  const answers = await Promise.all(Array.from({ length: 50 }, () => upload(bytes(recording))));
  const told = answers.filter(({ status }) => status !== 200);
  expect(answers.length - told.length).toBe(20);
  expect(told).toEqual(told.map(() => refused("20 are waiting to be heard already. Try again in a moment.")));
  expect(done()).toBe(20);
  expect(readdirSync(tmpdir()).filter((name) => /^steward-(?:hear|grammar|speech)/.test(name))).toEqual([]);
});
