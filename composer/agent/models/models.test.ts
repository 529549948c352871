import { expect, onTestFinished, test } from "vitest";
import type { Rule } from "../../../test/models/reply.ts";
import { calling, saying, script } from "../../../test/models/reply.ts";
import { startModels } from "../../../test/models/server.ts";
import type { Prefix } from "./model.ts";
import { ollamaModel } from "./ollama.ts";
import { openaiModel } from "./openai.ts";
import { costOf } from "./price.ts";

const prefix: Prefix = {
  system: "Be short.",
  tools: [
    { name: "b_set", description: "Set b", inputSchema: { type: "object", properties: { name: { type: "string" } } } },
    { name: "a_get", description: "Get a", inputSchema: { type: "object", properties: {} } },
  ],
};
const user = (text: string) => ({ role: "user" as const, text });

async function peer(rule: Rule) {
  const server = await startModels(rule, ["test", "gpt-5-nano"]);
  onTestFinished(() => server.close());
  const local = ollamaModel({ url: server.url, name: "test" });
  const cloud = openaiModel({ url: `${server.url}/v1`, name: "gpt-5-nano", key: "sk-x" });
  return { server, local, cloud, both: [local, cloud] };
}

test("words come as they are written, wishes as they were wished", async () => {
  const { both, server } = await peer(() => ({
    text: "One moment, please.",
    calls: [
      { name: "b_set", args: { name: "x", size: 30 } },
      { name: "no_such", args: {} },
    ],
  }));
  for (const model of both) {
    let heard = "";
    const written = await model.write(prefix, [user("do it")], { onWords: (words) => (heard += words) });
    expect(written.text).toBe("One moment, please.");
    expect(heard).toBe(written.text);
    expect(written.wishes).toEqual([
      { id: expect.any(String), tool: "b_set", args: { name: "x", size: 30 } },
      { id: expect.any(String), tool: "no_such", args: {} },
    ]);
    expect(written.usage).toMatchObject({ inputTokens: expect.any(Number), cachedTokens: 0 });
    expect(written.usage.outputTokens).toBeGreaterThan(0);
  }
  expect(server.seen.map(({ protocol, tools, system, user: said }) => [protocol, tools, system, said])).toEqual([
    ["ollama", ["b_set", "a_get"], "Be short.", "do it"],
    ["openai", ["b_set", "a_get"], "Be short.", "do it"],
  ]);
});

test("each is asked as it answers best", async () => {
  const { local, cloud, server } = await peer(script(saying("Yes.")));
  await local.write(prefix, [user("hi")]);
  await cloud.write(prefix, [user("hi")]);
  const [asked, beyond] = server.seen.map(({ body }) => JSON.parse(body));
  expect(asked).toMatchObject({
    stream: true,
    think: false,
    keep_alive: -1,
    options: { temperature: 0, num_ctx: 4096, num_predict: 400 },
  });
  expect(beyond).toMatchObject({ reasoning_effort: "minimal", prompt_cache_key: "steward", store: false });
  expect(beyond.temperature).toBeUndefined();
});

test("what tools said goes back with the call it answers", async () => {
  const { both, server } = await peer(script(calling("a_get", {}), saying("It is 7.")));
  for (const model of both) {
    server.answers(script(calling("a_get", {}), saying("It is 7.")));
    const first = await model.write(prefix, [user("how is a")]);
    const results = first.wishes.map(({ id, tool }) => ({ id, tool, text: "a is 7" }));
    const last = await model.write(prefix, [
      user("how is a"),
      { role: "assistant", ...first },
      { role: "results", results },
    ]);
    expect(last).toMatchObject({ text: "It is 7.", wishes: [] });
    expect(server.seen.at(-1)).toMatchObject({ user: "how is a", results: ["a is 7"] });
  }
});

test("everything before the sentence is the same, byte for byte", async () => {
  const { both, server } = await peer(script(saying("Yes.")));
  for (const model of both) {
    for (const text of ["first words", "other words"]) await model.write(prefix, [user(text)]);
    const [one = "", other = ""] = server.seen.slice(-2).map(({ body }) => body);
    expect(one.replace("first words", "other words")).toBe(other);
  }
});

const away = (who: string) =>
  [
    [{ status: 500, error: "llama runner process has terminated" }, `${who} failed (HTTP 500).`],
    [{ status: 429, error: "slow down" }, `${who} asks to wait: too many requests, or the account is empty.`],
    [{ status: 401, error: "bad key" }, `${who} does not accept the key.`],
    ["garbage", `${who} broke off or sent what is no answer.`],
    ["truncated", `${who} broke off or sent what is no answer.`],
  ] as const;

test("whatever goes wrong is one line", async () => {
  const { local, cloud, server } = await peer(script());
  for (const [fault, line] of away("Ollama")) {
    server.answers(script({ text: "Half a", fault }));
    await expect(local.write(prefix, [user("hi")])).rejects.toThrow(line);
  }
  for (const [fault, line] of away(new URL(server.url).host)) {
    server.answers(script({ text: "Half a", fault }));
    await expect(cloud.write(prefix, [user("hi")])).rejects.toThrow(line);
  }
});

test("what Ollama says of a model is told with what to do", async () => {
  const { local, server } = await peer(script());
  server.answers(
    script({ fault: { status: 400, error: "registry.ollama.ai/library/test:latest does not support tools" } }),
  );
  await expect(local.write(prefix, [user("hi")])).rejects.toThrow(
    'test cannot call tools: choose another model (Ollama lists "tools" for those that can).',
  );
  const missing = ollamaModel({ url: server.url, name: "missing" });
  await expect(missing.write(prefix, [user("hi")])).rejects.toThrow(
    "Ollama has no model missing: pull it there, or choose another.",
  );
  const nobody = ollamaModel({ url: "http://127.0.0.1:9", name: "test" });
  await expect(nobody.write(prefix, [user("hi")])).rejects.toThrow(
    "Ollama does not answer: is it running? (OLLAMA_URL)",
  );
});

test("one that hangs is left when its time is over", async () => {
  const { both } = await peer(script({ fault: "hangs" }));
  for (const model of both) {
    const ending = new AbortController();
    const written = model.write(prefix, [user("hi")], { signal: ending.signal });
    ending.abort(new DOMException("too slow", "TimeoutError"));
    await expect(written).rejects.toThrow("was not waited for.");
  }
});

test("an empty turn is an empty turn", async () => {
  const { both } = await peer(script({}));
  for (const model of both) expect(await model.write(prefix, [user("hi")])).toMatchObject({ text: "", wishes: [] });
});

test("what it costs is counted in dollars", () => {
  const usage = { inputTokens: 1_000_000, cachedTokens: 400_000, outputTokens: 100_000 };
  expect(costOf({ input: 0.05, cached: 0.005, output: 0.4 }, usage)).toBeCloseTo(0.03 + 0.002 + 0.04, 9);
});
