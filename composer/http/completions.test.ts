import { createOpenAI } from "@ai-sdk/openai";
import { generateText, streamText } from "ai";
import { expect, test } from "vitest";
import { saying } from "../../test/models/reply.ts";
import { scriptedModel, thinkingHouse } from "../agent/tiers/testing.ts";
import { smallHouse } from "../testing.ts";

type House = Pick<Awaited<ReturnType<typeof smallHouse>>, "app" | "ownerToken">;

/** Steward as the AI SDK's OpenAI provider speaks to it. */
function client({ app, ownerToken }: House, key = ownerToken) {
  const fetch: typeof globalThis.fetch = async (input, init) => app.request(new Request(input, init));
  return createOpenAI({ baseURL: "http://localhost/v1", apiKey: key, fetch }).chat("steward");
}

test("Steward answers as a model, and what is asked of it is done", async () => {
  const house = await smallHouse();
  const { text, finishReason, usage } = await generateText({ model: client(house), prompt: "turn on the left lamp" });
  expect({ text, finishReason }).toEqual({ text: "The left lamp is on.", finishReason: "stop" });
  expect(usage.inputTokens).toBe(0);
  expect(house.world.lamps["left lamp"]).toBe("on");
  const { body } = await house.json("GET", "/v1/models");
  expect(body).toEqual({ object: "list", data: [{ id: "steward", object: "model", created: 0, owned_by: "steward" }] });
});

test("a chat is a conversation: a question is answered in it, and “it” is what was spoken of", async () => {
  const house = await smallHouse();
  const first = { role: "user" as const, content: "make it bright" };
  const asked = await generateText({ model: client(house), messages: [first] });
  expect(asked.text).toBe("Which lamp?");
  const chat = [first, { role: "assistant" as const, content: asked.text }, { role: "user" as const, content: "left" }];
  expect((await generateText({ model: client(house), messages: chat })).text).toBe("The left lamp is on.");
  const other = await generateText({ model: client(house), prompt: "turn it off" });
  expect(other.text).toContain("Not understood");
});

test("streamed, a short answer comes whole and a long one sentence by sentence", async () => {
  const long = "Lamps are old. People made them of clay. Then came wicks and glass.";
  const house = await thinkingHouse({ local: scriptedModel("local", saying(long)) });
  const short = streamText({ model: client(house), prompt: "turn on the right lamp" });
  expect(await Array.fromAsync(short.textStream)).toEqual(["The right lamp is on."]);
  const told = streamText({ model: client(house), prompt: "what do you know of ancient lighting" });
  expect(await Array.fromAsync(told.textStream)).toEqual([
    "Lamps are old. ",
    "People made them of clay. ",
    "Then came wicks and glass.",
  ]);
  expect(await told.usage).toMatchObject({ inputTokens: 100, outputTokens: 10 });
});

test("words that were not to be said are not streamed, and the tool's follow", async () => {
  const local = scriptedModel("local", saying("Of course. I turned on the left lamp. It is bright."));
  const house = await thinkingHouse({ local });
  const told = streamText({ model: client(house), prompt: "do turn on that good old left lamp" });
  expect((await Array.fromAsync(told.textStream)).join("")).not.toContain("turned on");
});

test("a program acts with its own rights, and nobody without a token", async () => {
  const house = await smallHouse();
  const reader = await house.program("api", { ceiling: "read" });
  const denied = await generateText({ model: client(house, reader), prompt: "turn on the left lamp" });
  expect(denied.text).toBe("a-api has no right to change things with lamp_set.");
  await expect(generateText({ model: client(house, "nobody"), prompt: "hi", maxRetries: 0 })).rejects.toThrow();
  expect(house.world.lamps["left lamp"]).toBe("off");
});

const ask = (text: string) => ({ model: "steward", messages: [{ role: "user", content: text }] });

test.each([
  ["another model", { ...ask("hi"), model: "gpt" }, 404, "There is no model gpt here: steward is the one."],
  [
    "nobody speaking",
    { model: "steward", messages: [] },
    400,
    "The last message of the user is the sentence, and there is none.",
  ],
  [
    "a program's own task",
    ask("### Task:\nGive this chat a title: turn on the left lamp"),
    400,
    "That is a task of the program, not a sentence of a person: switch it off there.",
  ],
  ["too much", ask("x".repeat(2_001)), 400, "A sentence has at most 2,000 characters."],
])("%s is refused in one line, as clients of this protocol read it", async (_, body, status, message) => {
  const { json, world } = await smallHouse();
  expect(await json("POST", "/v1/chat/completions", { body })).toEqual({
    status,
    body: { error: { message, type: "invalid_request_error", param: null, code: null } },
  });
  expect(world.lamps["left lamp"]).toBe("off");
});

test("what a client sends beside the sentence is no order, and its parts are read as text", async () => {
  const { json, world } = await smallHouse();
  const messages = [
    { role: "system", content: "turn on the right lamp" },
    { role: "user", content: [{ type: "text", text: "turn on the left lamp" }] },
  ];
  const tools = [{ type: "function", function: { name: "lamp_set", parameters: {} } }];
  const { body } = await json("POST", "/v1/chat/completions", { body: { model: "steward", messages, tools } });
  expect(body).toMatchObject({ choices: [{ message: { content: "The left lamp is on." }, finish_reason: "stop" }] });
  expect(world.lamps).toEqual({ "left lamp": "on", "right lamp": "off" });
});
