import { expect, test } from "vitest";
import type { Turn } from "../agent/turn.ts";
import { listedTool } from "../agent/loop/testing.ts";
import { turnOf } from "../agent/testing.ts";
import { outcomeOf } from "./outcome.ts";

const NOW = 1_000;
const call = (tool: string, more: Partial<Turn["calls"][number]> = {}): Turn["calls"][number] => ({
  server: "home",
  tool,
  args: {},
  risk: "write",
  result: `${tool} went well.`,
  ok: true,
  ms: 1,
  ...more,
});
const find = (name: string) => listedTool(name, { trusted: name !== "mail_send" });
const waiting = (expires: number) => [{ id: "a", summary: "unlock", expires }];

test.each<[string, Partial<Turn>, ReturnType<typeof outcomeOf>]>([
  ["calls of ours", { calls: [call("home_set")] }, { state: "completed", result: "Said.", verified: true }],
  [
    "one of a third party among them, which nobody read back",
    { calls: [call("home_set"), call("mail_send")] },
    { state: "completed", result: "Said.", verified: false },
  ],
  [
    "a call that failed",
    { calls: [call("home_set"), call("home_set", { ok: false, result: "It jams." })] },
    { state: "failed", result: "It jams.", verified: false },
  ],
  ["nothing that was done", {}, { state: "failed", result: "Said.", verified: false }],
  [
    "a question",
    { ask: { kind: "which", question: "Which?", choices: [], expires: 0 } },
    { state: "failed", result: "It asked “Which?”, and nobody was there to answer.", verified: false },
  ],
  ["what waits", { needs: waiting(NOW + 1) }, { state: "waiting", result: "Said.", verified: false }],
  [
    "what waited too long",
    { calls: [call("home_set")], needs: waiting(NOW) },
    { state: "failed", result: "Nobody approved it in time.", verified: false },
  ],
])("what %s comes to", (_, turn, outcome) => {
  expect(outcomeOf(turnOf({ say: "Said.", ...turn }), { find }, NOW)).toEqual(outcome);
});
