import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exec } from "../../../kernel/exec.ts";
import { silentLog as log } from "../../../kernel/log.ts";
import type { Hearing } from "../../../voice-edge/hear/types.ts";
import { createHearing } from "../../../voice-edge/hear/index.ts";
import { createModels } from "../../../voice-edge/models/index.ts";
import { readVoiceSettings } from "../../../voice-edge/settings.ts";
import { weights } from "../speech/weights.ts";

const run = promisify(execFile);
const SENTENCE = "turn off all the lights in the living room please";
let hearing: Hearing;
let folder: string;
let spoken: string;
beforeAll(async () => {
  const models = await weights("ggml-tiny.en-q5_1.bin");
  const settings = readVoiceSettings({
    STEWARD_MODELS_DIR: models,
    STEWARD_STT: "native",
    STEWARD_STT_MODEL: "tiny.en",
  });
  const parts = { settings, models: createModels({ folder: models, fetch, log }), fetch, exec, log };
  hearing = createHearing({ ...parts, names: () => Promise.resolve([{ kind: "area", name: "Living Room" }]) });
  folder = await mkdtemp(join(tmpdir(), "steward-formats-"));
  spoken = join(folder, "spoken.wav");
  await run("flite", ["-voice", "slt", "-t", SENTENCE, "-o", spoken]);
});
afterAll(async () => {
  await hearing.close();
  await rm(folder, { recursive: true });
});

/** The sentence as another program records it. */
async function recorded(file: string, ...how: string[]): Promise<Buffer> {
  const path = join(folder, file);
  await run("ffmpeg", ["-loglevel", "error", "-y", "-i", spoken, ...how, path]);
  return readFile(path);
}
const opus = ["-c:a", "libopus", "-b:a", "24k"];

test.each([
  ["a phone's m4a", "a.m4a", ["-c:a", "aac", "-b:a", "64k", "-ar", "44100"]],
  ["mp3", "a.mp3", ["-c:a", "libmp3lame", "-b:a", "64k"]],
  ["flac", "a.flac", ["-ar", "48000", "-ac", "2"]],
  ["Ogg Vorbis", "a-vorbis.ogg", ["-c:a", "libvorbis"]],
  ["Ogg Opus", "a-opus.ogg", opus],
  ["a browser's WebM", "a.webm", opus],
  ["a browser's WebM that is streamed", "live.webm", [...opus, "-live", "1"]],
  ["WAV of 8 bits, 8 kHz, two channels", "eight.wav", ["-c:a", "pcm_u8", "-ar", "8000", "-ac", "2"]],
  ["WAV of 24 bits, 48 kHz", "wide.wav", ["-c:a", "pcm_s24le", "-ar", "48000"]],
  ["floats", "float.wav", ["-c:a", "pcm_f32le"]],
])("%s of a real encoder is heard", async (_, file, how) => {
  const { heard, seconds } = await hearing.hear(await recorded(file, ...how));
  expect(heard.toLowerCase().replace(/[^a-z ]/g, "")).toBe(SENTENCE);
  expect(seconds).toBeGreaterThan(2);
});

test("what is cut in its middle is heard as far as it goes, or refused in a line", async () => {
  for (const [file, how] of [
    ["b.m4a", ["-c:a", "aac"]],
    ["b.mp3", []],
    ["b.flac", []],
    ["b.ogg", opus],
    ["b.webm", opus],
  ] as const) {
    const whole = await recorded(file, ...how);
    const outcome: unknown = await hearing.hear(whole.subarray(0, whole.length / 2)).catch((thrown: unknown) => thrown);
    if (outcome instanceof Error)
      expect(outcome).toMatchObject({ name: "UserError", message: expect.stringMatching(/^[^\n]+\.$/) });
  }
});

test("a long silence packed small is refused before it is unpacked", async () => {
  for (const [file, ...how] of [
    ["bomb.mp3"],
    ["bomb.flac"],
    ["bomb.ogg", ...opus],
    ["bomb.m4a", "-c:a", "aac"],
    ["bomb-vorbis.ogg", "-c:a", "libvorbis"],
  ]) {
    const source = ["-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono", "-t", "600"];
    await run("ffmpeg", ["-loglevel", "error", "-y", ...source, ...how, join(folder, file ?? "")]);
    const bytes = await readFile(join(folder, file ?? ""));
    const small = bytes.subarray(0, 10 * 1024 * 1024);
    await expect(hearing.hear(small), file).rejects.toThrow("A recording has at most 60 seconds here.");
  }
});
