import { expect, onTestFinished, test } from "vitest";
import { saying, script } from "../../test/models/reply.ts";
import { startModels } from "../../test/models/server.ts";
import { ollamaControl } from "../../composer/agent/models/ollama-control.ts";
import { adviceOf } from "./advice.ts";
import type { Measured, Reading } from "./measure.ts";
import { measure } from "./measure.ts";

const reading = (more: Partial<Reading> = {}): Reading => ({
  loadMs: 2_000,
  promptTokens: 1_000,
  promptMs: 20_000,
  answerTokens: 32,
  answerMs: 3_200,
  ...more,
});
const measured = (more: Partial<Measured> = {}): Measured => ({
  before: { state: "unloaded", others: [] },
  found: undefined,
  cold: reading(),
  warm: reading({ loadMs: 0, promptMs: 500 }),
  onGpu: 0,
  ...more,
});

test("speeds are told, and what a command takes cold and warm", () => {
  expect(adviceOf(measured(), true)).toEqual({
    promptSpeed: 50,
    answerSpeed: 10,
    coldSeconds: 25.2,
    warmSeconds: 3.7,
    advice: "Bearable on this processor: a smaller model or a graphics card makes it quick.",
    warnings: [],
  });
});

test.each([
  [{ answerMs: 320 }, 1, "Good as it is: the graphics card answers fast enough."],
  [
    { answerMs: 32_000 },
    0,
    "Too slow on this processor: a graphics card, a smaller model, or the cloud for what phrases do not read.",
  ],
])("what is advised goes by what a warm command takes", (more, onGpu, advice) => {
  const cold = reading(more);
  const warm = reading({ ...more, promptMs: 100 });
  expect(adviceOf(measured({ cold, warm, onGpu }), true).advice).toBe(advice);
});

test("a prefix that somebody else pushed out is told, and other models, and half a graphics card", () => {
  const before = { state: "loaded" as const, bytes: 1, others: ["llava:7b"] };
  const { warnings } = adviceOf(measured({ before, found: reading({ promptMs: 19_000 }), onGpu: 0.4 }), true);
  expect(warnings).toEqual([
    "Another client uses this model: what Steward had it read was forgotten. Give that client a model of its own.",
    "llava:7b is in memory too: where both do not fit, each sentence loads anew.",
    "Only 40 % of the model is on the graphics card.",
  ]);
  const known = measured({ before: { ...before, others: [] }, found: reading({ promptMs: 600 }) });
  expect(adviceOf(known, true).warnings).toEqual([]);
  expect(adviceOf({ ...known, found: reading() }, false).warnings).toEqual([]);
});

test("an Ollama is measured with what the house sends", async () => {
  const server = await startModels(script(saying("Yes.")));
  onTestFinished(() => server.close());
  const parts = { url: server.url, name: "test", control: ollamaControl({ url: server.url, name: "test" }), fetch };
  const sent = (user: string) => ({
    system: "Be short. ".repeat(50),
    tools: ['{"type":"function","function":{"name":"a"}}'],
    user,
  });
  const first = await measure({ ...parts, sentences: [sent("one"), sent("another")] });
  expect(first).toMatchObject({ before: { state: "unloaded" }, found: undefined, onGpu: 0 });
  expect(first.cold.loadMs).toBe(2_000);
  expect(first.warm.promptMs).toBeLessThan(0.15 * first.cold.promptMs);
  const again = await measure({ ...parts, sentences: [sent("one"), sent("another")] });
  expect([again.before.state, again.found?.loadMs]).toEqual(["loaded", 0]);
  expect(server.seen.map(({ user }) => user)).toEqual(["one", "another", "another", "one", "another"]);
});
