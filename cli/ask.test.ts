import { expect, test } from "vitest";
import { turnOf } from "../composer/agent/testing.ts";
import { printTurn } from "./ask.ts";

const answer = turnOf({
  say: "Two plus two is four.",
  tier: "local",
  model: "qwen2.5:7b",
  reason: "nothing hard in it",
  usage: { inputTokens: 400, outputTokens: 12, cost: 0 },
  ms: { total: 1_412, route: 1, model: 1_400, tools: 11 },
});
const call = (ok: boolean) => ({ server: "home", tool: "home_get", args: {}, risk: "read", result: "On.", ok, ms: 1 });

test.each([
  ["words that are the answer", { answered: true }, 0],
  ["words that are not", {}, 1],
  ["a call", { calls: [call(true)] }, 0],
  ["a call that failed", { calls: [call(true), call(false)] }, 1],
  ["a question", { ask: { kind: "which", question: "Which?", choices: ["a", "b"], expires: 1 } }, 0],
  ["an approval", { needs: [{ id: "a", summary: "unlock it", expires: 1 }] }, 0],
])("%s: %o exits %i", (_, given, code) => {
  const lines: string[] = [];
  expect(printTurn({ ...answer, ...given }, false, (line) => void lines.push(line))).toBe(code);
  expect(lines[0]).toBe("Two plus two is four.");
});
