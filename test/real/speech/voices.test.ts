import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createEspeak } from "../../../voice-edge/say/espeak.ts";
import { byEspeak, byPackage } from "../../../voice-edge/say/phonemes.ts";
import type { Sound } from "../../../voice-edge/say/types.ts";
import { npmFolder } from "../npm-peer.ts";
import { createJoe } from "./joe.ts";

const SENTENCE = "Turn off all the lights in the living room, please.";
const seconds = ({ samples, rate }: Sound) => samples.length / rate;
/** How loud it is: the mean of the squares, 0 to 1. */
const power = ({ samples }: Sound) => samples.reduce((sum, sample) => sum + (sample / 32_768) ** 2, 0) / samples.length;

test("a real Piper voice says a sentence in ONNX Runtime, in a process of its own", async () => {
  const joe = createJoe();
  onTestFinished(() => joe.close());
  const sound = await joe.speak(SENTENCE);
  expect(sound.rate).toBe(22_050);
  expect(seconds(sound)).toBeGreaterThan(1.5);
  expect(seconds(sound)).toBeLessThan(6);
  expect(power(sound)).toBeGreaterThan(0.001);
  expect(joe.pid()).not.toBe(process.pid);
  const longer = await joe.speak(`${SENTENCE} ${SENTENCE}`);
  expect(seconds(longer)).toBeGreaterThan(1.5 * seconds(sound));
});

test("espeak-ng says the same without a model", async () => {
  const sound = await createEspeak().speak("four lights are off.");
  expect(seconds(sound)).toBeGreaterThan(0.8);
  expect(power(sound)).toBeGreaterThan(0.001);
});

test("phonemes of the program and of the package are those of the same words", async () => {
  const peer = await npmFolder("phonemizer", "1.2.1");
  const where = pathToFileURL(join(peer, "dist/phonemizer.js")).href;
  const byItsPackage = await byPackage(where);
  const plain = (text = "") => text.replaceAll(/[ˈˌ\s]/g, "");
  const fromProgram = await byEspeak()(SENTENCE, "en-us");
  expect(fromProgram).toMatch(/^tˈɜːn .+, plˈiːz\.$/);
  expect(plain(await byItsPackage?.(SENTENCE, "en-us"))).toBe(plain(fromProgram));
});

test("a voice that is stopped stops at once", async () => {
  const stop = new AbortController();
  const long = createEspeak().speak("and on ".repeat(2_000), { signal: stop.signal });
  stop.abort(new Error("enough"));
  await expect(long).rejects.toThrow("enough");
  const { stdout } = await promisify(execFile)("espeak-ng", ["--version"]);
  expect(stdout).toContain("eSpeak NG");
});
