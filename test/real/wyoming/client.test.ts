import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { openHouse } from "../../../cli/open-house.ts";
import { takeFolder } from "../../../composer/lock.ts";
import { exec } from "../../../kernel/exec.ts";
import { createEspeak } from "../../../voice-edge/say/espeak.ts";
import { wavOf } from "../../../voice-edge/say/wav.ts";
import { startElsewhere } from "../../fixtures/speech-elsewhere.ts";
import { cacheRoot } from "../home-assistant/cache.ts";
import { installOnce } from "../home-assistant/install.ts";
import { freePort } from "../ports.ts";

const VERSION = "1.9.0";
let folder: string;
let port: number;
let python: string;
let elsewhere: Awaited<ReturnType<typeof startElsewhere>>;

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
  elsewhere = await startElsewhere("turn off the hall light");
  const lock = takeFolder(folder);
  if (!lock) throw new Error("a new folder is taken");
  const place = { STEWARD_DATA: folder, STEWARD_WYOMING: `127.0.0.1:${port} kitchen`, STEWARD_VOICE: "espeak-ng" };
  const house = await openHouse({ source: { ...elsewhere.source, ...place }, port: 0, lock });
  return async () => {
    await house.close();
    elsewhere.close();
    await rm(folder, { recursive: true });
  };
});

test(`the reference client ${VERSION} is described to, transcribed, spoken to and obeyed`, async () => {
  const recording = join(folder, "recording.wav");
  const spoken = await createEspeak().speak("turn off the hall light");
  await writeFile(recording, wavOf(spoken));
  const script = join(import.meta.dirname, "client.py");
  const answer = await exec(python, [script, String(port), recording, "turn off the hall light"], { timeout: 60_000 });
  const told: unknown = JSON.parse(answer);
  expect(told).toMatchObject({
    info: { tts: ["espeak-ng"], handle: [true], wake: ["hey_jarvis", "alexa", "hey_mycroft", "hey_rhasspy"] },
    transcript: "turn off the hall light",
    sound: { rate: 22_050 },
    handled: [
      ["Handled", "Hall Light is off."],
      ["NotHandled", expect.stringContaining("without a model")],
    ],
  });
  const { sound } = Object(told);
  expect(sound.seconds).toBeGreaterThan(1.5);
  // All of the recording came through, brought to what is heard with.
  const [heard] = elsewhere.recordings;
  expect(heard?.rate).toBe(16_000);
  expect((heard?.samples.length ?? 0) / 16_000).toBeCloseTo(spoken.samples.length / spoken.rate, 0);
});
