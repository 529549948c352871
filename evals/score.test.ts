import { expect, test } from "vitest";
import { demoHouse } from "../mcp-servers/homeassistant/demo/demo-house.ts";
import { startPair } from "./homes.ts";
import type { Case, Expectation } from "./labels.ts";
import { caseOf, row } from "./labels.ts";
import { percentile } from "./report.ts";
import type { Observed } from "./score.ts";
import { judge, says } from "./score.ts";

const light = (state: string, brightness: number | null = null) => ({ state, attributes: { brightness } });
const sentence = (expected: Expectation): Case => ({
  id: "1",
  utterance: "",
  kind: "command",
  fixture: "",
  setup: {},
  expected,
});
const home = { "light.a": light("on", 100), "light.b": light("on", 100) };
const seen = (over: Partial<Observed>): Observed => ({
  say: "",
  answered: false,
  before: home,
  after: home,
  calls: [],
  ...over,
});
const verdict = (expected: Expectation, observed: Partial<Observed>, after = home) =>
  judge(sentence(expected), seen(observed), { after, calls: [] }, () => "Lamp A").verdict;

const off = { ...home, "light.a": light("off") };
const both = { "light.a": light("off"), "light.b": light("off") };

test.each([
  ["the expected effect is right", { after: off, answered: true }, "right"],
  ["no effect falls through", {}, "fellThrough"],
  ["more than the expected effect is wrong", { after: both, answered: true }, "wrong"],
  ["another effect is wrong", { after: { ...home, "light.b": light("off") } }, "wrong"],
  ["a rounded brightness is the same", { after: { ...off, "light.b": light("on", 101) } }, "right"],
  ["another brightness is wrong", { after: { ...off, "light.b": light("on", 110) } }, "wrong"],
  [
    "a call that no state shows is an effect",
    { after: off, calls: [{ service: "button.press", entities: ["button.x"] }] },
    "wrong",
  ],
])("calls: %s", (_, observed, expected) => {
  expect(verdict({ kind: "calls", calls: [] }, observed, off)).toBe(expected);
});

const changes: Expectation = {
  kind: "changes",
  changes: { "light.a": { state: "on", attributes: { brightness: 255 } } },
  ignore: { "light.b": ["color_mode"] },
};
test.each([
  ["only what is given counts", { "light.a": light("on", 255), "light.b": light("on", 100) }, "right"],
  [
    "what is ignored may change",
    { "light.a": light("on", 255), "light.b": { state: "on", attributes: { brightness: 100, color_mode: "hs" } } },
    "right",
  ],
  ["another value is wrong", { "light.a": light("on", 128), "light.b": light("on", 100) }, "wrong"],
  ["another light is wrong", { "light.a": light("on", 255), "light.b": light("off") }, "wrong"],
])("changes: %s", (_, after, expected) => {
  expect(verdict(changes, { after, answered: true })).toBe(expected);
});

test("where nothing is to happen, silence is right and any effect is wrong", () => {
  expect(verdict({ kind: "nothing" }, {})).toBe("right");
  expect(verdict({ kind: "nothing" }, { after: off })).toBe("wrong");
});

test.each([
  ["Lamp A is on.", "right"],
  ["Lamp A is off.", "wrong"],
  ["Lamp B is on.", "wrong"],
])("a state told as %j is %s", (say, expected) => {
  const asked: Expectation = { kind: "state", entity: "light.a", state: "on" };
  expect(verdict(asked, { say, answered: true })).toBe(expected);
  expect(verdict(asked, { say })).toBe("fellThrough");
  expect(verdict(asked, { say, answered: true, after: off })).toBe("wrong");
});

test.each([
  ["Yes, Motion sensor", "Yes, Motion sensor is on.", "right"],
  ["Yes, Motion sensor", "No, it is off.", "wrong"],
  ["It is 19 A", "House draws 19 A.", "right"],
  ["It is 19 A", "House draws 21 A.", "wrong"],
  ["Sunny", "It rains.", "fellThrough"],
])("the label %j answered by %j is %s", (text, say, expected) => {
  expect(verdict({ kind: "response", text }, { say, answered: true })).toBe(expected);
});

test("words are whole words", () => {
  expect([says("I know nothing.", "no"), says("No plans, today.", "no plans")]).toEqual([false, true]);
});

test("a label's calls are made on the second copy of the home, where all of the kind stood the other way before", async () => {
  const text = {
    id: "1",
    utterance: "turn off the kitchen light",
    kind: "command",
    expect_calls: [{ service: "light.turn_off", entity_id: "light.kitchen_light" }],
  };
  const one = caseOf(row.parse(text), () => undefined);
  const pair = await startPair(demoHouse);
  pair.prepare(one);
  const before = pair.states();
  const model = one.expected.kind === "calls" ? await pair.model(one.expected.calls) : undefined;
  expect(Object.keys(before).filter((id) => before[id]?.state !== model?.after[id]?.state)).toEqual([
    "light.kitchen_light",
  ]);
  expect(Object.entries(before).filter(([id, { state }]) => id.startsWith("light.") && state === "off")).toEqual([]);
  expect(pair.states()).toEqual(before);
  await pair.close();
});

test("a percentile is a value that was measured", () => {
  expect([percentile([1, 2, 3, 4], 0.5), percentile([1, 2, 3, 4], 0.99), percentile([], 0.5)]).toEqual([2, 4, 0]);
});
