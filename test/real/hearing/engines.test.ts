import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, onTestFinished, test } from "vitest";
import { exec } from "../../../kernel/exec.ts";
import { silentLog as log } from "../../../kernel/log.ts";
import type { NameEntry } from "../../../kernel/wire.ts";
import { createHearing } from "../../../voice-edge/hear/index.ts";
import { createModels } from "../../../voice-edge/models/index.ts";
import { readVoiceSettings } from "../../../voice-edge/settings.ts";
import { flite } from "../speech/speakers.ts";
import { weights } from "../speech/weights.ts";

const speaker = flite();
const names: readonly NameEntry[] = [
  { kind: "area", name: "Living Room" },
  { kind: "light", name: "Ceiling Light" },
  { kind: "lock", name: "Front Door" },
  { kind: "service", name: "Jellyfin" },
];

function ears(folder: string, source: Record<string, string>) {
  const settings = readVoiceSettings({ STEWARD_MODELS_DIR: folder, STEWARD_STT_MODEL: "tiny.en", ...source });
  const place = "http://127.0.0.1:1/";
  const models = createModels({ folder, place, fetch, log });
  const hearing = createHearing({ settings, models, names: () => Promise.resolve(names), fetch, exec, log });
  onTestFinished(() => hearing.close());
  return hearing;
}

test("pocketsphinx hears the commands of this house without any download, and no other speech", async () => {
  const hearing = ears("/nowhere", { STEWARD_STT: "grammar" });
  const heard = async (text: string) => (await hearing.hearSamples(await speaker.say(text))).text;
  expect(await heard("lock the front door")).toBe("lock the front door");
  expect(await heard("turn off the lights in the living room please")).toBe(
    "turn off the lights in the living room please",
  );
  expect(await heard("i went to the market yesterday and bought some fish")).toBe("");
  expect(await heard("what a lovely day it is")).toBe("");
  await hearing.close();
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith("steward-grammar-"))).toEqual([]);
});

test("where the model cannot be fetched, the grammar hears", async () => {
  const hearing = ears("/nowhere", {});
  expect(await hearing.hearSamples(await speaker.say("lock the front door"))).toMatchObject({
    text: "lock the front door",
    engine: "grammar",
    fuzzy: true,
  });
});

test("Whisper as WebAssembly hears the same as native code", { timeout: 300_000 }, async () => {
  const folder = await weights("ggml-tiny.en-q5_1.bin");
  const sound = await speaker.say("start the minecraft server");
  const deadline = Date.now() + 280_000;
  for (const engine of ["native", "wasm"]) {
    const { heard, engine: used } = await ears(folder, { STEWARD_STT: engine }).hearSamples(sound, { deadline });
    expect([used, heard]).toEqual([engine, "Start the Minecraft server."]);
  }
});

test("other languages are heard by the model for them", async () => {
  const folder = await weights("ggml-base-q5_1.bin");
  const hearing = ears(folder, { STEWARD_STT_MODEL: "base", STEWARD_STT_LANGUAGE: "auto" });
  const { heard } = await hearing.hearSamples(await speaker.say("what a lovely day it is"));
  expect(heard.toLowerCase()).toContain("lovely day");
});
