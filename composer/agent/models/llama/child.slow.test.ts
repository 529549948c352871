import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { llamaModel } from "./index.ts";

/** A library of the same shape that answers by what it is told last: "hang", "die", or anything. */
const LIBRARY = `
export const getLlama = async () => ({
  loadModel: async () => ({
    createContext: async () => ({
      getSequence: () => ({ nextTokenIndex: 30, tokenMeter: { getState: () => ({ usedInputTokens: 0, usedOutputTokens: 0 }) } }),
    }),
  }),
  createGrammarForJsonSchema: async (schema) => schema,
});
export class LlamaChat {
  async generateResponse(history, { signal, grammar, maxTokens }) {
    const { text } = history.at(-1);
    if (text === "die") process.exit(1);
    if (text === "break") throw new Error("the context is too small");
    if (text === "hang") await new Promise((_, stop) => signal.addEventListener("abort", () => stop(signal.reason)));
    return { response: JSON.stringify({ say: [text, maxTokens, Object.keys(grammar).join()].join(" ") }) };
  }
}
`;

function small() {
  const folder = mkdtempSync(join(tmpdir(), "steward-llama-"));
  const library = join(folder, "node_modules/node-llama-cpp");
  mkdirSync(join(library, "dist"), { recursive: true });
  mkdirSync(join(folder, ".complete-3.22.1"));
  writeFileSync(join(library, "package.json"), '{"type":"module"}');
  writeFileSync(join(library, "dist/index.js"), LIBRARY);
  const file = join(folder, "small.gguf");
  writeFileSync(file, "");
  const made = llamaModel({ file, folder });
  onTestFinished(async () => {
    await made.control.unload();
    rmSync(folder, { recursive: true });
  });
  const say = (text: string, options = {}) =>
    made.model.write({ system: "Be short.", tools: [] }, [{ role: "user", text }], options);
  return { ...made, say };
}

test("sentences are answered one after the other by a child, which ends and comes anew", async () => {
  const { say, control } = small();
  const both = await Promise.all([say("one", { most: 7 }), say("two")]);
  expect(both.map(({ text }) => text)).toEqual(["one 7 type,properties", "two 400 type,properties"]);
  expect(both[0]?.usage).toEqual({ inputTokens: 30, cachedTokens: 30, outputTokens: 0 });
  expect(await control.standing()).toMatchObject({ state: "loaded", bytes: expect.any(Number) });
  await control.unload();
  expect(await control.standing()).toEqual({ state: "unloaded", others: [] });
  expect((await say("three")).text).toBe("three 400 type,properties");
});

test("one that is not waited for is stopped, one that dies or fails is one line, and the next is answered", async () => {
  const { say, control } = small();
  const ending = new AbortController();
  const hanging = say("hang", { signal: ending.signal });
  await vi.waitFor(async () => expect(await control.standing()).toMatchObject({ state: "loaded" }));
  ending.abort();
  await expect(hanging).rejects.toThrow("The model was not waited for.");
  await expect(say("break")).rejects.toThrow("small.gguf did not answer: the context is too small");
  await expect(say("die")).rejects.toThrow("What runs small.gguf ended.");
  expect((await say("on")).text).toBe("on 400 type,properties");
});
