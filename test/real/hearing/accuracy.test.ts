import { afterAll, beforeAll, expect, test } from "vitest";
import { exec } from "../../../kernel/exec.ts";
import { silentLog as log } from "../../../kernel/log.ts";
import { createHearing } from "../../../voice-edge/hear/index.ts";
import { createModels } from "../../../voice-edge/models/index.ts";
import { readVoiceSettings } from "../../../voice-edge/settings.ts";
import { readEnvironment } from "../../../kernel/environment.ts";
import type { Speaker } from "../speech/speakers.ts";
import { espeak, flite, joe } from "../speech/speakers.ts";
import { weights } from "../speech/weights.ts";
import type { House, Listening, Score } from "./score.ts";
import { demoHouse, score, share } from "./score.ts";

/** `npm run test:real -- hearing-whole` speaks so many and prints a table; otherwise a few are enough. */
const whole = Number(readEnvironment()["STEWARD_TEST_HEARING"] ?? 0);
const isWhole = whole > 0;
const COUNT = isWhole ? whole : 30;
/** And of each other voice and engine, for the table. */
const FEW = Math.ceil(COUNT / 2);
/** Of a few, some more may be wrong by chance: what is asked of them is that no change of ours breaks hearing. */
const AIMS = isWhole ? { clean: 0.95, noisy: 0.9, wrong: 0.01 } : { clean: 0.8, noisy: 0.6, wrong: 0.1 };
const TIMEOUT = 1_200_000;

let house: House;
let folder: string;
let speaker: Speaker;
beforeAll(async () => {
  folder = await weights("ggml-tiny.en-q5_1.bin", ...(isWhole ? ["ggml-base-q5_1.bin"] : []));
  house = await demoHouse();
  speaker = await joe();
});
afterAll(async () => {
  await speaker.close();
  await house.close();
});

/** Ears of the house by real weights, or by a grammar. */
async function ears(source: Record<string, string>) {
  const settings = readVoiceSettings({ STEWARD_MODELS_DIR: folder, ...source });
  const names = await house.names();
  const models = createModels({ folder, fetch, log });
  return createHearing({ settings, models, names: () => Promise.resolve(names), fetch, exec, log });
}

const PINK = { decibels: 10, colour: "pink" } as const;
const WHITE = { decibels: 10, colour: "white" } as const;
const TINY = { STEWARD_STT: "native", STEWARD_STT_MODEL: "tiny.en" };

async function scored(
  name: string,
  source: Record<string, string>,
  listening: Omit<Listening, "hear" | "count">,
  count = COUNT,
) {
  const hearing = await ears(source);
  try {
    const result = await score(house, {
      ...listening,
      count,
      hear: (samples, { isUnderstood }) => hearing.hearSamples(samples, { isUnderstood }),
    });
    process.stdout.write(`${rowOf(name, result)}\n${result.failures.map((one) => `  ${one}\n`).join("")}`);
    return result;
  } finally {
    await hearing.close();
  }
}

const percent = (count: number, of: number) => `${((100 * count) / of).toFixed(1)} %`;
const rowOf = (name: string, { commands: all, right, told, fellThrough, wrong, danger }: Score) =>
  `| ${name} | ${all} | ${percent(right, all)} | ${told} | ${fellThrough} | ${wrong} | ${danger} |`;

test.each([
  ["tiny.en, Piper, clean", 1, undefined],
  ["tiny.en, Piper, clean, other sentences", 2, undefined],
])("commands are understood: %s", { timeout: TIMEOUT }, async (name, seed, noise) => {
  const result = await scored(name, TINY, { speaker, seed, noise });
  expect(share(result)).toBeGreaterThanOrEqual(AIMS.clean);
  expect(result.danger).toBe(0);
  expect(result.wrong / result.commands).toBeLessThanOrEqual(AIMS.wrong);
});

test.each([
  ["tiny.en, Piper, pink noise at 10 dB", 1, PINK],
  ["tiny.en, Piper, pink noise at 10 dB, other sentences", 2, PINK],
])("commands are understood in noise: %s", { timeout: TIMEOUT }, async (name, seed, noise) => {
  const result = await scored(name, TINY, { speaker, seed, noise });
  expect(share(result)).toBeGreaterThanOrEqual(AIMS.noisy);
  expect(result.danger).toBe(0);
  expect(result.wrong / result.commands).toBeLessThanOrEqual(AIMS.wrong);
});

test("ears that always say the same understand next to nothing", { timeout: TIMEOUT }, async () => {
  const constant = { text: "turn off the hall light", heard: "turn off the hall light" };
  const result = await score(house, { speaker, seed: 1, count: COUNT, hear: () => Promise.resolve(constant) });
  expect(share(result)).toBeLessThan(0.1);
});

// A test that is left out counts as skipped, and what is skipped as failed.
if (isWhole)
  test.each([
    ["tiny.en, Piper, white noise at 10 dB", TINY, undefined, WHITE],
    ["tiny.en, espeak-ng, clean", TINY, espeak, undefined],
    ["tiny.en, espeak-ng, pink noise at 10 dB", TINY, espeak, PINK],
    ["tiny.en, flite, clean", TINY, flite, undefined],
    ["tiny.en, flite, pink noise at 10 dB", TINY, flite, PINK],
    ["base, Piper, clean", { STEWARD_STT: "native", STEWARD_STT_MODEL: "base" }, undefined, undefined],
    ["base, Piper, pink noise at 10 dB", { STEWARD_STT: "native", STEWARD_STT_MODEL: "base" }, undefined, PINK],
    ["grammar, Piper, clean", { STEWARD_STT: "grammar" }, undefined, undefined],
    ["grammar, Piper, pink noise at 10 dB", { STEWARD_STT: "grammar" }, undefined, PINK],
    ["grammar, flite, clean", { STEWARD_STT: "grammar" }, flite, undefined],
  ])("for the table: %s", { timeout: TIMEOUT }, async (name, source, other, noise) => {
    const another = other?.();
    const result = await scored(name, source, { speaker: another ?? speaker, seed: 1, noise }, FEW);
    await another?.close();
    expect(result.danger).toBe(0);
  });
