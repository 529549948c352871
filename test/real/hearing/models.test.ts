import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { silentLog as log } from "../../../kernel/log.ts";
import { portOf } from "../../../kernel/serve.ts";
import { createModels } from "../../../voice-edge/models/index.ts";
import { weights } from "../speech/weights.ts";

/** A mirror on loopback with the real files, which cuts its first answers after so many bytes, or sends others. */
async function mirror({
  cuts = [],
  changes = (bytes: Buffer) => bytes,
}: { cuts?: number[]; changes?(bytes: Buffer): Buffer } = {}) {
  const real = await weights("ggml-tiny.en-q5_1.bin", "ggml-base-q5_1.bin");
  const folder = await mkdtemp(join(tmpdir(), "steward-mirror-"));
  const asked: string[] = [];
  const server = createServer((request, response) => {
    void readFile(join(real, basename(request.url ?? ""))).then((content) => {
      const whole = changes(content);
      const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
      asked.push(`${basename(request.url ?? "")} from ${from === 0 ? "the start" : "where it broke"}`);
      response.writeHead(from > 0 ? 206 : 200, { "content-length": whole.length - from });
      const cut = cuts.shift();
      if (cut === undefined) return response.end(whole.subarray(from));
      return response.write(whole.subarray(from, from + cut), () => response.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  });
  const place = `http://127.0.0.1:${portOf(server.address())}/`;
  return { models: createModels({ folder, place, fetch, log }), asked };
}

test("real weights come through lines that break, by their published sums", async () => {
  const { models, asked } = await mirror({ cuts: [10_000_000, 15_000_000] });
  await models.need("tiny.en");
  expect(await models.verify("tiny.en")).toBe("right");
  expect(asked[0]).toBe("ggml-tiny.en-q5_1.bin from the start");
  expect(asked.slice(1)).toEqual(asked.slice(1).map(() => "ggml-tiny.en-q5_1.bin from where it broke"));
  expect(asked.length).toBeGreaterThan(1);
});

test("one wrong byte in 60 MB is seen, and nothing is kept", async () => {
  const { models } = await mirror({
    changes(bytes) {
      bytes[40_000_000] = (bytes[40_000_000] ?? 0) ^ 1;
      return bytes;
    },
  });
  await expect(models.need("base")).rejects.toThrow("its size or sum is wrong");
  expect((await models.list()).find(({ name }) => name === "base")).toMatchObject({ here: 0, isHere: false });
});
