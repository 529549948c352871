import { expect, onTestFinished, test } from "vitest";
import { saying, script } from "../../../test/models/reply.ts";
import { startModels } from "../../../test/models/server.ts";
import { ollamaControl, ollamaHost } from "./ollama-control.ts";
import { ollamaModel } from "./ollama.ts";

test("a model is looked at, and put out of memory", async () => {
  const server = await startModels(script(saying("Yes.")), ["test:latest", "other:1b"]);
  onTestFinished(() => server.close());
  const { url } = server;
  const control = ollamaControl({ url, name: "test" });
  expect(await control.standing()).toEqual({ state: "unloaded", others: [] });
  await ollamaModel({ url, name: "test:latest" }).write({ system: "", tools: [] }, [{ role: "user", text: "hi" }]);
  expect(await control.standing()).toEqual({ state: "loaded", bytes: 5e9, others: [] });
  expect(await ollamaControl({ url, name: "other:1b" }).standing()).toEqual({
    state: "unloaded",
    others: ["test:latest"],
  });
  await control.unload();
  expect([await control.standing(), server.isLoaded()]).toEqual([{ state: "unloaded", others: [] }, false]);
  expect(await ollamaControl({ url, name: "none" }).standing()).toEqual({ state: "missing" });
});

test("one that is away is one line", async () => {
  await expect(ollamaControl({ url: "http://127.0.0.1:9", name: "test" }).standing()).rejects.toThrow(
    "Ollama does not answer: is it running? (OLLAMA_URL)",
  );
});

test.each([
  ["http://127.0.0.1:11434", "local"],
  ["http://localhost:11434", "local"],
  ["http://[::1]:11434", "local"],
  ["http://gpu.lan:11434/", "gpu.lan"],
])("%s takes the memory of %s", (url, host) => {
  expect(ollamaHost(url)).toBe(host);
});
