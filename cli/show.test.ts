import { expect, test } from "vitest";
import { turnOf } from "../composer/agent/testing.ts";
import { showTurn } from "./show.ts";

const turn = turnOf({
  say: "4 lights are off.",
  tier: "local",
  model: "qwen2.5:7b",
  reason: "one domain, 2 calls",
  usage: { inputTokens: 400, outputTokens: 12, cost: 0 },
  ms: { total: 1_412, route: 1, model: 1_400, tools: 11 },
});

test.each([
  [{}, "local · one domain, 2 calls · 1.4 s · 412 tokens · $0"],
  [
    { tier: "cloud" as const, usage: { inputTokens: 1, outputTokens: 0, cost: 0.00012 } },
    "cloud · one domain, 2 calls · 1.4 s · 1 token · $0.00012",
  ],
  [{ usage: { inputTokens: 0, outputTokens: 0, cost: 1.2 } }, "local · one domain, 2 calls · 1.4 s · 0 tokens · $1.20"],
  [{ tier: "phrases" as const, model: null, ms: { ...turn.ms, total: 3.6 } }, "phrases · 4 ms"],
  [{ tier: "none" as const, model: null, ms: { ...turn.ms, total: 3.6 } }, "nothing was done · 4 ms"],
])("who answered and why is one line: %o", (more, line) => {
  expect(showTurn({ ...turn, ...more })).toEqual(["4 lights are off.", line]);
});
