import { expect, test } from "vitest";
import type { MemoryControl } from "../../composer/agent/models/control.ts";
import type { Message, Prefix } from "../../composer/agent/models/model.ts";
import { ollamaControl } from "../../composer/agent/models/ollama-control.ts";
import { ollamaModel } from "../../composer/agent/models/ollama.ts";

/** An Ollama that has a model "house", and the same as "plain" without tools. */
export interface Served {
  url: string;
}

const tool = (name: string, does: string) => ({
  name,
  description: does,
  inputSchema: {
    type: "object",
    properties: { name: { type: "string" }, do: { type: "string", enum: ["on", "off"] } },
    required: ["name"],
    additionalProperties: false,
  },
});
const prefix: Prefix = {
  system: "You run a home by calling tools. Claim nothing no tool told you. Answer in one sentence. ".repeat(4),
  tools: ["lamp_set", "door_set", "music_set", "heat_set", "blind_set", "world_set"].map((name) =>
    tool(name, `Set a ${name}`),
  ),
};
const user = (text: string): Message => ({ role: "user", text });
const short = { most: 8 };

/** What Steward relies on of an Ollama, asserted of a real one and of the one that stands in for it in tests. */
export function ollamaContract(served: () => Served): void {
  const model = (name = "house") => ollamaModel({ url: served().url, name });
  const control = (name = "house"): MemoryControl => ollamaControl({ url: served().url, name });

  test("tools, options and a whole conversation are taken, and counted", async () => {
    const first = await model().write(prefix, [user("turn the lamp on")], short);
    expect(first.usage.inputTokens).toBeGreaterThan(100);
    expect(first.usage.outputTokens).toBeGreaterThan(0);
    const wishes = [{ id: "one", tool: "lamp_set", args: { name: "lamp", do: "on" } }];
    const results = [{ id: "one", tool: "lamp_set", text: "The lamp is on." }];
    const talk: Message[] = [
      user("turn the lamp on"),
      { role: "assistant", text: "", wishes },
      { role: "results", results },
    ];
    const next = await model().write(prefix, talk, short);
    expect(next.usage.inputTokens).toBeGreaterThan(first.usage.inputTokens);
  });

  test("it stays in memory for ever, and leaves it when told to", async () => {
    await model().write(prefix, [user("hi")], short);
    expect(await control().standing()).toMatchObject({ state: "loaded", bytes: expect.any(Number) });
    await control().unload();
    expect(await control().standing()).toMatchObject({ state: "unloaded" });
    await model().write(prefix, [user("hi")], short);
    expect(await control().standing()).toMatchObject({ state: "loaded" });
  });

  test("another sentence behind the same prefix costs next to nothing", async () => {
    await control().unload();
    const cold = await evaluation(served().url, "switch the lamp on", prefix);
    const warm = await evaluation(served().url, "is the front door locked tonight", prefix);
    expect(warm).toBeLessThanOrEqual(0.15 * cold);
    const swapped = { ...prefix, tools: prefix.tools.toReversed() };
    expect(await evaluation(served().url, "switch the lamp on", swapped)).toBeGreaterThan(0.3 * cold);
  });

  test("what it does not have, and what a model cannot, is one line that says what to do", async () => {
    await expect(model("missing").write(prefix, [user("hi")])).rejects.toThrow(
      "Ollama has no model missing: pull it there, or choose another.",
    );
    await expect(model("plain").write(prefix, [user("hi")])).rejects.toThrow(
      'plain cannot call tools: choose another model (Ollama lists "tools" for those that can).',
    );
    expect(await control("missing").standing()).toEqual({ state: "missing" });
    const thinking = await chat(served().url, {
      model: "house",
      think: true,
      messages: [{ role: "user", content: "hi" }],
    });
    expect([thinking.status, await thinking.text()]).toEqual([
      400,
      expect.stringContaining("does not support thinking"),
    ]);
  });

  test("one who goes away while it writes is let go, and the next is answered", async () => {
    const ending = new AbortController();
    const onWords = () => ending.abort(new DOMException("gone", "AbortError"));
    await expect(
      model().write({ ...prefix, tools: [] }, [user("count to a hundred")], { signal: ending.signal, onWords }),
    ).rejects.toThrow("Ollama was not waited for.");
    expect((await model().write(prefix, [user("hi")], short)).usage.outputTokens).toBeGreaterThan(0);
  });
}

const chat = (url: string, body: object) =>
  fetch(`${url}/api/chat`, { method: "POST", body: JSON.stringify({ stream: false, ...body }) });

/** Nanoseconds a prompt was read for, as Ollama counts them: what is known already takes none. */
async function evaluation(url: string, text: string, { system, tools }: Prefix): Promise<number> {
  const body = {
    model: "house",
    keep_alive: -1,
    options: { num_ctx: 4_096, temperature: 0, num_predict: 1 },
    tools: tools.map(({ name, description, inputSchema: parameters }) => ({
      type: "function",
      function: { name, description, parameters },
    })),
    messages: [
      { role: "system", content: system },
      { role: "user", content: text },
    ],
  };
  const answer: unknown = await (await chat(url, body)).json();
  if (typeof answer !== "object" || answer === null || !("prompt_eval_duration" in answer))
    throw new Error("no counts");
  return Number(answer.prompt_eval_duration);
}
