import { expect, test } from "vitest";
import { LEARNED } from "../../composer/agent/tiers/learned.ts";
import { corpus } from "./corpus.ts";
import { demoDomains } from "./demo.ts";
import { learnable } from "./further.ts";
import { learn } from "./learn.ts";

test("nothing is learnt from the frozen half", () => {
  const frozen = new Set(corpus().flatMap(({ say, isFrozen }) => (isFrozen ? [say] : [])));
  expect(learnable().filter(({ say }) => frozen.has(say))).toEqual([]);
});

test("what many simple sentences have weighs little, what many hard ones have much", async () => {
  const domains = await demoDomains();
  const say = (kind: "simple" | "complex", text: string) => ({ kind, say: text });
  const { points } = learn(
    ["lamp on", "radio on", "fan on"]
      .map((text) => say("simple", text))
      .concat(["lamp enough", "radio enough", "fan enough"].map((text) => say("complex", text))),
    domains,
  );
  expect(points.get("on")).toBeLessThan(0);
  expect(points.get("enough")).toBeGreaterThan(0);
});

// The last figure of a float is the machine's own, and may round a tenth to the next one.
test("npm run learn comes to what the router has", async () => {
  const { start, points } = learn(learnable(), await demoDomains());
  expect(Math.abs(start - LEARNED.start)).toBeLessThan(0.11);
  const all = new Set([...points.keys(), ...LEARNED.points.keys()]);
  const off = [...all].filter((mark) => Math.abs((points.get(mark) ?? 0) - (LEARNED.points.get(mark) ?? 0)) > 0.11);
  expect(off).toEqual([]);
});
