import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { z } from "zod";
import { ollamaControl } from "../../../composer/agent/models/ollama-control.ts";
import { ollamaModel } from "../../../composer/agent/models/ollama.ts";
import { holdModel } from "../../../composer/agent/tiers/memory.ts";
import { turn } from "../../../composer/agent/turn.ts";
import { startHouse } from "../../../evals/house.ts";
import { silentLog } from "../../../kernel/log.ts";
import { ollamaContract } from "../../models/contract.ts";
import type { RealOllama } from "./launch.ts";
import { startOllama } from "./launch.ts";
import type { Relayed } from "./relay.ts";
import { startRelay } from "./relay.ts";

let ollama: RealOllama;
beforeAll(async () => {
  ollama = await startOllama();
});
afterAll(() => ollama.close());

const SOON = { timeout: 110_000, interval: 200 };
const LONG = { timeout: 300_000 };
const health = z.object({ parts: z.record(z.string(), z.string()) });
const counts = z.object({ load_duration: z.number(), prompt_eval_count: z.number(), prompt_eval_duration: z.number() });

/** A demo house whose local model is the real one, and what goes between them. */
async function thinkingHouse() {
  const relay = await startRelay(ollama.url);
  const house = await startHouse({ OLLAMA_URL: relay.url, STEWARD_LOCAL_MODEL: "house" });
  onTestFinished(async () => {
    await house.close();
    await relay.close();
  });
  const request = async (path: string, body?: object): Promise<unknown> => {
    const headers = { authorization: `Bearer ${house.token}`, "content-type": "application/json" };
    const method = body ? "POST" : "GET";
    const answer = await fetch(new URL(path, house.url), { method, headers, body: JSON.stringify(body) });
    return answer.json();
  };
  const word = async () => health.parse(await request("/health")).parts["local model"];
  const ask = async (text: string) => turn.parse(await request("/api/ask", { text, conversation: text }));
  const isWarm = () => vi.waitFor(async () => expect(await word()).toBe("ok"), SOON);
  return { relay, ask, word, isWarm };
}

/** How long the prompt of a request takes to be read. */
async function readingOf(request: Relayed | undefined) {
  const options = { num_ctx: 4_096, temperature: 0, num_predict: 1 };
  const body = JSON.stringify({ ...request?.body, options, stream: false });
  const answer: unknown = await (await fetch(`${ollama.url}/api/chat`, { method: "POST", body })).json();
  const { load_duration: load, prompt_eval_count: tokens, prompt_eval_duration: prompt } = counts.parse(answer);
  const ms = (nanoseconds: number) => Math.round(nanoseconds / 1e6);
  return { tokens, loadMs: ms(load), promptMs: ms(prompt) };
}

const figures = (told: object) => process.stdout.write(`ollama ${JSON.stringify(told)}\n`);

describe("what is relied on", () => ollamaContract(() => ollama));

test("a house reads its tools once; each sentence after that costs its own words alone", LONG, async () => {
  const { relay, ask, isWarm } = await thinkingHouse();
  await isWarm();
  const answers = [
    await ask("it feels rather gloomy around this place"),
    await ask("my friend would love some company"),
  ];
  for (const { say, tier, ms } of answers) {
    expect(say).not.toBe("");
    expect(["local", "none"]).toContain(tier);
    expect(ms.total).toBeLessThan(60_500);
  }
  expect(new Set(relay.seen.map(({ prefix }) => prefix)).size).toBe(1);
  const [gloomy, company] = ["gloomy", "company"].map((word) => relay.seen.find(({ user }) => user.includes(word)));
  // The very requests once more, a word of answer each.
  await ollamaControl({ url: ollama.url, name: "house" }).unload();
  const cold = await readingOf(gloomy);
  const warm = await readingOf(company);
  figures({ cold, warm, answers: answers.map(({ say, reason, ms }) => ({ say, reason, ms: ms.total })) });
  expect(warm.promptMs).toBeLessThanOrEqual(0.15 * cold.promptMs);
});

test("one that dies is told of in one line, and is back warm without anybody's help", LONG, async () => {
  const { ask, word, isWarm } = await thinkingHouse();
  await isWarm();
  await ollama.kill();
  const { say, reason } = await ask("my friend would love some company");
  expect(`${say} ${reason}`).toContain("Ollama");
  await vi.waitFor(async () => expect(await word()).toBe("unreachable"), SOON);
  await ollama.start();
  await isWarm();
});

test("it gives its memory to a machine, and comes back", LONG, async () => {
  const { url } = ollama;
  const [model, control] = [ollamaModel({ url, name: "house" }), ollamaControl({ url, name: "house" })];
  const clock = { time: 0, now: () => clock.time };
  const memory = holdModel({
    name: "house",
    host: "local",
    mode: "yield",
    clock,
    log: silentLog,
    control,
    warm: async (signal) =>
      void (await model.write(
        {
          system: "Be short.",
          tools: [],
        },
        [
          {
            role: "user",
            text: "hi",
          },
        ],
        {
          most: 1,
          signal,
        },
      )),
  });
  onTestFinished(() => memory.close());
  await memory.look();
  const room = memory.room();
  expect([memory.state(), (room?.mebibytes ?? 0) > 50]).toEqual(["ready", true]);
  await memory.makeRoom();
  expect(await control.standing()).toMatchObject({ state: "unloaded" });
  clock.time += 600_000;
  await memory.look();
  expect([memory.state(), (await control.standing()).state]).toEqual(["ready", "loaded"]);
  figures({ room });
});
