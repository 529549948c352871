import fc from "fast-check";
import { expect, onTestFinished, test, vi } from "vitest";
import { z } from "zod";
import { written } from "../../../test/models/reply.ts";
import { houseWith } from "../../testing.ts";
import { ModelFault } from "../models/fault.ts";
import type { Model } from "../models/model.ts";
import { ANSWER } from "./standing.ts";
import { tiersOf } from "./testing.ts";

/** How many scripts are played; FACTS' kinds of faults, in any order and mix. */
const SCRIPTS = 500;
const SENTENCE = "be so kind and switch that left lamp on, and lock the door as well";

interface Output {
  text?: string;
  calls?: { name: string; args: unknown }[];
  /** milliseconds until it comes; never, where it hangs and does not hear that nobody waits */
  ms?: number | "never";
  fault?: "away" | "busy" | "setup";
}

const good = [
  { name: "lamp_set", args: { name: "left lamp", do: "on" } },
  { name: "door_set", args: { do: "lock" } },
];
const wrong = [
  { name: "lamp_set", args: { name: "left lamp", do: "off" } },
  { name: "lamp_set", args: { name: "right lamp", do: "on" } },
  { name: "door_set", args: { do: "unlock" } },
  { name: "house_sell", args: {} },
  { name: "lamp_restore", args: {} },
  { name: "no_such_tool", args: { name: "left lamp" } },
  { name: "note_add", args: { text: "milk" } },
  { name: "note_add", args: { text: "bug" } },
  { name: "note_add", args: { text: "jam" } },
  { name: "lamp_set", args: { name: "cellar", do: "on", size: 42 } },
  { name: "lamp_set", args: JSON.parse('{"__proto__": {"do": "off"}, "constructor": 1}') },
];
const call = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...good) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(...wrong, { name: "lamp_get", args: {} }, { name: "lamp_wonder", args: {} }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      name: fc.constantFrom("lamp_set", "door_set", "__proto__", "toString"),
      args: fc.anything(),
    }),
  },
);
const calls = fc.array(call, { minLength: 1, maxLength: 4 });
const output: fc.Arbitrary<Output> = fc.oneof(
  { weight: 4, arbitrary: calls.map((some) => ({ calls: some })) },
  { weight: 1, arbitrary: calls.map((some) => ({ calls: [...some, ...some] })) },
  { weight: 1, arbitrary: fc.constant({ calls: [wrong[0], good[0]].flatMap((one) => one ?? []) }) },
  { weight: 1, arbitrary: call.map((one) => ({ calls: Array.from({ length: 40 }, () => one) })) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...Object.values(written)), fc.constantFrom(...good, ...wrong))
      .map(([write, one]) => ({ text: write(one) })),
  },
  { weight: 1, arbitrary: fc.constantFrom({}, { text: "   " }, { text: "\u0000\u202e" }) },
  { weight: 1, arbitrary: fc.string({ maxLength: 200 }).map((text) => ({ text })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("{", '{"name":"lamp_set"', "<tool_call>").map((text) => ({ text: text.repeat(30) })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(
        "Done, the left lamp is on now.",
        "I have locked the door.",
        "It is 42 degrees.",
        "Which lamp do you mean?",
      )
      .map((text) => ({ text })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom("away" as const, "busy" as const, "setup" as const).map((fault) => ({ fault })),
  },
  { weight: 1, arbitrary: fc.record({ calls, ms: fc.integer({ min: 1, max: 100_000 }) }) },
  { weight: 1, arbitrary: fc.constant({ ms: "never" as const }) },
);
const scripts = fc.record({
  local: fc.array(output, { minLength: 1, maxLength: 10 }),
  cloud: fc.option(fc.array(output, { minLength: 1, maxLength: 10 }), { nil: undefined }),
});

/** What a call has to be to be valid here: said in the sentence, in the schema of its tool, and nothing else. */
const valid = z.union([
  z.strictObject({
    tool: z.literal("lamp_set"),
    args: z.strictObject({ name: z.literal("left lamp"), do: z.literal("on") }),
  }),
  z.strictObject({ tool: z.literal("door_set"), args: z.strictObject({ do: z.literal("lock") }) }),
  z.strictObject({ tool: z.enum(["lamp_get", "lamp_wonder"]), args: z.strictObject({}) }),
  // The house's own phrases hand it these words, so that nobody needs to say them; it fails at both.
  z.strictObject({ tool: z.literal("note_add"), args: z.strictObject({ text: z.enum(["jam", "bug"]) }) }),
]);

test(`${SCRIPTS} scripts of bad outputs: at most 8 steps, no call that is not valid, none twice, an answer in time`, async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const time = { now: 0, waiting: new Set<object>() };
  const advance = async (ms: number) => {
    time.now += ms;
    await vi.advanceTimersByTimeAsync(ms);
  };
  const playing: Record<Model["tier"], Output[]> & { turns: Record<Model["tier"], number> } = {
    local: [],
    cloud: [],
    turns: { local: 0, cloud: 0 },
  };
  const model = (tier: Model["tier"]): Model => ({
    tier,
    name: tier,
    price: { input: 1, cached: 1, output: 1 },
    write: (_prefix, _messages, options) => play(tier, options?.signal),
  });
  const play = async (tier: Model["tier"], signal: AbortSignal | undefined) => {
    const outputs = playing[tier];
    const { text = "", calls: made = [], ms = 0, fault } = outputs[playing.turns[tier]++ % outputs.length] ?? {};
    if (ms !== 0) {
      const { waiting } = time;
      const token = {};
      waiting.add(token);
      signal?.addEventListener("abort", () => waiting.delete(token)); // nobody waits for it any more
      await (ms === "never" ? new Promise(() => {}) : new Promise((resolve) => void setTimeout(resolve, ms)));
      waiting.delete(token);
    }
    if (fault) throw new ModelFault(fault, `${tier} failed (HTTP 500).`);
    const wishes = made.map(({ name, args }, index) => ({ id: `${index}`, tool: name, args }));
    return { text, wishes, usage: { inputTokens: 1, cachedTokens: 0, outputTokens: 1 } };
  };
  const { tiers } = tiersOf({ local: model("local"), cloud: model("cloud") });
  const home = await houseWith({ tiers, elapsed: () => time.now });
  const local = tiers.local;
  const cloud = tiers.cloud;
  let count = 0;

  const once = async (given: { local: Output[]; cloud: Output[] | undefined }) => {
    Object.assign(playing, { local: given.local, cloud: given.cloud ?? [], turns: { local: 0, cloud: 0 } });
    time.waiting = new Set();
    tiers.cloud = given.cloud ? cloud : undefined;
    Object.assign(home.world, {
      lamps: { "left lamp": "off", "right lamp": "off" },
      door: "unlocked",
      notes: [],
      heardIn: [],
    });
    const began = time.now;
    let isAnswered = false;
    const asking = home.ask(SENTENCE, { conversation: `script-${++count}` }).finally(() => (isAnswered = true));
    while (!isAnswered) {
      await new Promise((resolve) => setImmediate(resolve));
      if (time.waiting.size > 0) await advance(500);
    }
    const answer = await asking;
    const steps = playing.turns.local + playing.turns.cloud;
    expect(steps).toBeLessThanOrEqual(ANSWER.steps);
    expect(time.now - began).toBeLessThanOrEqual(ANSWER.ms + 500);
    expect(answer.say).not.toBe("");
    for (const { tool, args } of answer.calls) expect(() => valid.parse({ tool, args })).not.toThrow();
    const changes = answer.calls.filter(({ ok, risk }) => ok && risk !== "read").map(({ tool }) => tool);
    expect(new Set(changes).size).toBe(changes.length);
    // What the answer says was done is what happened, and nothing else happened.
    expect(home.world).toMatchObject({
      lamps: { "left lamp": changes.includes("lamp_set") ? "on" : "off", "right lamp": "off" },
      door: changes.includes("door_set") ? "locked" : "unlocked",
      notes: [],
    });
    expect(home.world.heardIn.length).toBe(changes.filter((tool) => tool === "lamp_set").length);
    return { steps, ms: time.now - began, tier: answer.tier, calls: answer.calls.length };
  };
  expect(local).toBeDefined();
  const seen: Awaited<ReturnType<typeof once>>[] = [];
  await fc.assert(
    fc.asyncProperty(scripts, async (given) => void seen.push(await once(given))),
    { numRuns: SCRIPTS, endOnFailure: true },
  );
  expect(seen).toHaveLength(SCRIPTS);
  // The scripts are no walk in the park, and not hopeless either.
  expect(Math.max(...seen.map(({ steps }) => steps))).toBeGreaterThanOrEqual(4);
  expect(seen.filter(({ calls: made }) => made > 0).length).toBeGreaterThan(SCRIPTS / 10);
  expect(seen.some(({ ms }) => ms >= ANSWER.ms)).toBe(true);
  expect(new Set(seen.map(({ tier }) => tier))).toEqual(new Set(["local", "cloud"]));
}, 120_000);
