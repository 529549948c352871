import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { openHouse } from "../../../cli/open-house.ts";
import { takeFolder } from "../../../composer/lock.ts";
import { exec } from "../../../kernel/exec.ts";
import { wavOf } from "../../../voice-edge/say/wav.ts";
import { cacheRoot } from "../home-assistant/cache.ts";
import { installOnce } from "../home-assistant/install.ts";
import { freePort } from "../ports.ts";
import { joe } from "../speech/speakers.ts";
import { weights } from "../speech/weights.ts";

const VERSION = "1.9.0";
const SENTENCE = "turn off the hall light";
let folder: string;
let port: number;
let python: string;

beforeAll(async () => {
  const venv = join(cacheRoot(), `wyoming-${VERSION}`);
  await installOnce(venv, async (into) => {
    await exec("python3", ["-m", "venv", into], { timeout: 120_000 });
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", `wyoming==${VERSION}`];
    await exec(join(into, "bin/python"), pip, { timeout: 300_000 });
  });
  python = join(venv, "bin/python");
  folder = await mkdtemp(join(tmpdir(), "steward-wyoming-"));
  port = await freePort();
  const models = { STEWARD_MODELS_DIR: await weights(), STEWARD_STT_MODEL: "tiny.en" };
  const lock = takeFolder(folder);
  if (!lock) throw new Error("a new folder is taken");
  const place = { STEWARD_DATA: folder, STEWARD_WYOMING: `127.0.0.1:${port} kitchen`, STEWARD_VOICE: "espeak-ng" };
  const house = await openHouse({ source: { ...models, ...place }, port: 0, lock });
  return async () => {
    await house.close();
    await rm(folder, { recursive: true });
  };
});

test(`the reference client ${VERSION} is described to, transcribed, spoken to and obeyed`, async () => {
  const speaker = await joe();
  const record = async (name: string, words: string) => {
    const samples = Int16Array.from(await speaker.say(words), (sample) => sample * 32_767);
    await writeFile(join(folder, name), wavOf({ rate: 16_000, samples }));
    return join(folder, name);
  };
  const recording = await record("sentence.wav", SENTENCE);
  const wakeWord = await record("wake-word.wav", "hey jarvis");
  await speaker.close();
  const script = join(import.meta.dirname, "client.py");
  const answer = await exec(python, [script, String(port), recording, SENTENCE, wakeWord], { timeout: 100_000 });
  const told: unknown = JSON.parse(answer);
  expect(told).toMatchObject({
    info: { tts: ["espeak-ng"], handle: [true], wake: ["hey_jarvis", "alexa", "hey_mycroft", "hey_rhasspy"] },
    transcript: expect.stringMatching(/^turn off the hall light\W?$/i),
    wakes: ["hey_jarvis", null],
    sound: { rate: 22_050 },
    handled: [
      ["Handled", "Hall Light is off."],
      ["NotHandled", expect.stringContaining("without a model")],
    ],
  });
  const { sound } = Object(told);
  expect(sound.seconds).toBeGreaterThan(1.5);
});
