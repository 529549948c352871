import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { models } from "./models.ts";

function shelf() {
  const folder = mkdtempSync(join(tmpdir(), "steward-models-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const client = () => Promise.reject(new Error("no composer is needed"));
  const source = {
    STEWARD_MODELS_DIR: folder,
    STEWARD_STT_MODEL: "base.en",
    STEWARD_MODELS_URL: "http://127.0.0.1:1/",
  };
  const run = (...args: string[]) => models({ args, source, client, print, note: print });
  return { folder, lines, run };
}

test("models are listed with their state, use and licence", async () => {
  const { folder, lines, run } = shelf();
  writeFileSync(join(folder, "ggml-tiny.en-q5_1.bin"), "");
  truncateSync(join(folder, "ggml-tiny.en-q5_1.bin"), 32_166_155);
  writeFileSync(join(folder, "ggml-base-q5_1.bin.part"), "");
  truncateSync(join(folder, "ggml-base-q5_1.bin.part"), 12_000_000);
  await run("list");
  expect(lines).toEqual(
    expect.arrayContaining([
      "tiny.en             here, 32 MB       speech to text, English, the fastest; MIT",
      "base.en (used)      60 MB to fetch    speech to text, English; MIT",
      "base                12 of 60 MB       speech to text, 99 languages; MIT",
    ]),
  );
});

test("a file that is not what it should be is told and taken away", async () => {
  const { folder, lines, run } = shelf();
  expect(await run("verify")).toBe(0);
  writeFileSync(join(folder, "ggml-tiny.en-q5_1.bin"), "");
  truncateSync(join(folder, "ggml-tiny.en-q5_1.bin"), 32_166_155);
  expect(await run("verify")).toBe(1);
  expect(await run("verify", "tiny.en")).toBe(1);
  expect(lines).toEqual(["No model is here.", "tiny.en is wrong, and was taken away.", "tiny.en is missing."]);
});

test("offline, pulling says so in a line", async () => {
  const { run } = shelf();
  await expect(run("pull")).rejects.toThrow(/^The model base\.en could not be fetched: [^\n]+\.$/);
  await expect(run("push")).rejects.toThrow("There is no models push. Usage: steward models list|pull|verify [NAME…]");
});
