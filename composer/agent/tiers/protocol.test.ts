import { expect, onTestFinished, test, vi } from "vitest";
import type { Reply, Rule } from "../../../test/models/reply.ts";
import { written } from "../../../test/models/reply.ts";
import { startModels } from "../../../test/models/server.ts";
import { houseWith } from "../../testing.ts";

const SENTENCE = "do turn on that good old left lamp";
const good = { name: "lamp_set", args: { name: "left lamp", do: "on" } };

/** A reply to the sentence alone: the model is warmed up with another. */
const replying =
  (reply: Reply): Rule =>
  ({ user }) =>
    user.endsWith(SENTENCE) ? reply : { text: "ok" };

/** A house whose models stand behind their real protocols, as its settings name them. */
async function house(local: Reply, cloud: Reply) {
  const ollama = await startModels(replying(local), ["qwen2.5:7b"]);
  const openai = await startModels(replying(cloud), ["gpt-5-nano"]);
  const settings = { OLLAMA_URL: ollama.url, OPENAI_BASE_URL: `${openai.url}/v1`, OPENAI_API_KEY: "sk-test" };
  const home = await houseWith({ settings });
  onTestFinished(async () => {
    await home.close();
    await Promise.all([ollama.close(), openai.close()]);
  });
  await vi.waitFor(() => expect(home.health().parts["local model"]).toBe("ok"), { timeout: 20_000 });
  return { ...home, ollama, openai };
}

test.each(Object.entries(written))("a call that a real protocol brings as text, as %s, is one", async (_, write) => {
  const { ask, world, openai } = await house({ text: write(good) }, {});
  expect(await ask(SENTENCE)).toMatchObject({ tier: "local", model: "qwen2.5:7b", say: "The left lamp is on." });
  expect(world.lamps["left lamp"]).toBe("on");
  expect(openai.seen).toEqual([]);
});

test.each([
  ["a 500", { fault: { status: 500, error: "llama runner process has terminated" } }, "Ollama failed (HTTP 500)"],
  [
    "a 429",
    { fault: { status: 429, error: "busy" } },
    "Ollama asks to wait: too many requests, or the account is empty",
  ],
  ["no tools", { fault: { status: 400, error: "x does not support tools" } }, "qwen2.5:7b cannot call tools"],
  ["garbage", { fault: "garbage" }, "Ollama broke off or sent what is no answer"],
  ["a stream cut in the middle", { calls: [good], text: "One moment", fault: "truncated" }, "Ollama broke off"],
  ["nothing", {}, "it said nothing"],
  ["arguments that are no JSON", { calls: [{ name: "lamp_set", args: "{{{" }] }, "lamp_set: "],
] satisfies [string, Reply, string][])(
  "%s at home is the cloud's to answer, and nothing is done twice",
  async (_, reply, why) => {
    const { ask, world } = await house(reply, { calls: [good] });
    const answer = await ask(SENTENCE);
    expect(answer).toMatchObject({ tier: "cloud", model: "gpt-5-nano", say: "The left lamp is on." });
    expect(answer.reason).toContain(`local in doubt: ${why}`);
    expect(answer.usage.cost).toBeGreaterThan(0);
    expect(world.heardIn).toHaveLength(1);
  },
);

test("when both fail, nothing is done, and the answer says why", async () => {
  const fault = { status: 500, error: "no" };
  const { ask, world, openai } = await house({ fault }, { fault });
  const answer = await ask(SENTENCE);
  expect(answer).toMatchObject({ say: "Nothing was done.", calls: [] });
  expect(answer.reason).toContain(`cloud in doubt: ${new URL(openai.url).host} failed (HTTP 500)`);
  expect(world.heardIn).toEqual([]);
});
