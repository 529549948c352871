import { expect, test } from "vitest";
import type { Step } from "../../kernel/wire.ts";
import { turnOf } from "../agent/testing.ts";
import type { Turn } from "../agent/turn.ts";
import { house, principalOf, requestOf } from "./testing.ts";
import { appendCalls, getTurn, keepTurn, listTurns, saveTurn } from "./turns.ts";
import type { Request } from "./types.ts";
import { undoTurn } from "./undo.ts";

const owner = principalOf("owner");
const member = principalOf("member");
const set = (to: string): Step => ({ tool: "lamp_set", args: { do: to } });
const lock: Step = { tool: "door_set", args: { do: "lock" } };
const look: Step = { tool: "lamp_get", args: {} };

type House = Awaited<ReturnType<typeof house>>;
async function act({ gate }: House, request: Request, steps: Step[]) {
  const planned = await gate.plan(request, steps);
  if (!("steps" in planned)) throw new Error(JSON.stringify(planned));
  return gate.execute(request, planned.steps);
}
async function say(home: House, request: Request, steps: Step[], undoes?: string) {
  const executed = await act(home, request, steps);
  home.clock.time += 1_000;
  await saveTurn(home.db, { turn: turnOf({ turn: request.turn }), request, executed, at: home.clock.now(), undoes });
}
const undo = (home: House, request: Request, id: string) => undoTurn(home.gate, home.db, request, id);
const by = (who = owner, more: Partial<Request> = {}) => requestOf(who, { turn: "u1", ...more });
const ran = (undone: Awaited<ReturnType<typeof undo>>) =>
  "executed" in undone ? undone.executed.map(({ result }) => result) : undone;

test("every call is taken back, the last one first", async () => {
  const home = await house();
  await say(home, requestOf(owner), [set("red"), look, set("blue")]);
  const undone = await undo(home, by(), "turn1");
  expect(undone).toMatchObject({ of: "turn1", left: 0 });
  expect(ran(undone)).toEqual(["The lamp is red.", "The lamp is on."]);
  expect(home.world.lamp).toBe("on");
});

test("a turn is taken back once", async () => {
  const home = await house();
  await say(home, requestOf(owner), [set("red")]);
  const both = await Promise.all([undo(home, by(), "turn1"), undo(home, by(owner, { turn: "u2" }), "turn1")]);
  expect(both.map(ran)).toContainEqual(["The lamp is on."]);
  // Which of the two it is told depends on how far the first one is.
  expect(both.map(ran)).toContainEqual({
    refused: expect.stringMatching(/^That turn was just taken back\.$|^Nothing of that turn can be taken back/),
  });
  expect(await undo(home, by(), "turn1")).toEqual({ refused: "Nothing of that turn can be taken back (any more)." });
  expect(home.world.calls).toHaveLength(2);
  expect((await getTurn(home.db, owner, "turn1"))?.undoable).toBe(false);
});

test("what joins a turn while it is being taken back is not lost with it", async () => {
  const home = await house();
  await say(home, requestOf(owner), [set("red")]);
  const [joining] = await act(home, requestOf(owner, { turn: "approved" }), [lock]);
  const plan: House["gate"]["plan"] = async (...asked) => {
    const planned = await home.gate.plan(...asked);
    await appendCalls(home.db, "turn1", joining ? [joining] : []);
    return planned;
  };
  const meanwhile = await undoTurn({ ...home.gate, plan }, home.db, by(), "turn1");
  expect(meanwhile).toEqual({ refused: "That turn was just taken back." });
  expect(home.world.lamp).toBe("red");
  expect((await getTurn(home.db, owner, "turn1"))?.undoable).toBe(true);
});

test("the last turn is the newest of this principal in this conversation that changed something", async () => {
  const home = await house();
  await say(home, requestOf(owner, { turn: "a" }), [set("red")]);
  await say(home, requestOf(owner, { turn: "b", conversation: "other" }), [set("blue")]);
  await say(home, requestOf(member, { turn: "c" }), [set("green")]);
  await say(home, requestOf(owner, { turn: "d" }), [look]);
  expect(await undo(home, by(), "last")).toMatchObject({ of: "a" });
  expect(await undo(home, by(), "last")).toEqual({ refused: "There is nothing here to take back." });
});

test("an undo is a turn that is not itself undone", async () => {
  const home = await house();
  await say(home, requestOf(owner, { turn: "a" }), [set("red")]);
  await say(home, requestOf(owner, { turn: "b" }), [set("on")], "a");
  expect(await undo(home, by(), "b")).toEqual({ refused: "Nothing of that turn can be taken back (any more)." });
});

test("others' turns are the owner's to take back, and nobody else's to know of", async () => {
  const home = await house();
  await say(home, requestOf(member), [set("red")]);
  await say(home, requestOf(owner, { turn: "turn2" }), [set("blue")]);
  expect(await undo(home, by(member), "turn2")).toEqual({ refused: "There is no such turn." });
  expect(await undo(home, by(member), "nothing")).toEqual({ refused: "There is no such turn." });
  expect(await undo(home, by(owner), "turn1")).toMatchObject({ of: "turn1", left: 0 });
});

test("taking a lock back is an unlock: it waits for its approval, with what stands behind it", async () => {
  const home = await house();
  home.world.door = "unlocked";
  await say(home, requestOf(member), [set("red"), lock]);
  const undone = await undo(home, by(member), "turn1");
  expect(undone).toMatchObject({
    left: 2,
    executed: [{ ok: false, needs: { tool: "door_set", args: { do: "unlock" } } }],
  });
  expect(home.world).toMatchObject({ door: "locked", lamp: "red" });
  const [approval] = await home.gate.approvals.list(owner);
  await home.gate.approvals.decide(owner, approval?.id ?? "", "approve");
  expect(home.world).toMatchObject({ door: "unlocked", lamp: "on" });
  expect(await undo(home, by(member), "turn1")).toEqual({
    refused: "Nothing of that turn can be taken back (any more).",
  });
});

test("whoever lost the right cannot take back, and nothing is lost", async () => {
  const home = await house();
  await say(home, requestOf(member), [set("red")]);
  const guest = principalOf("guest", { id: "member" });
  expect(await undo(home, by(guest), "turn1")).toEqual({
    refused: "guest has no right to change things with lamp_set.",
    denied: true,
  });
  expect(await undo(home, by(member), "turn1")).toMatchObject({ left: 0 });
});

test("what failed on the way back can be tried again", async () => {
  const home = await house();
  await say(home, requestOf(owner), [set("red"), set("blue")]);
  const { call } = home.transports;
  let sent = 0;
  home.transports.call = (given) => {
    sent += 1;
    return sent === 2 ? Promise.reject(new Error("gone")) : call(given);
  };
  expect(await undo(home, by(), "turn1")).toMatchObject({ left: 1 });
  expect((await getTurn(home.db, owner, "turn1"))?.undoable).toBe(true);
  expect(ran(await undo(home, by(), "turn1"))).toEqual(["The lamp is on."]);
});

test("what a plan asks comes back as its question, and a yes reaches the plan", async () => {
  const home = await house();
  await say(home, requestOf(owner), [set("red")]);
  const { plan } = home.transports;
  const ask = {
    kind: "confirm" as const,
    question: "The lamp changed since. Take it back all the same?",
    choices: ["yes", "no"],
  };
  home.transports.plan = async (call) => (call.context.confirmed ? plan(call) : { ask });
  expect(await undo(home, by(), "turn1")).toEqual({ ask });
  expect(ran(await undo(home, by(owner, { confirmed: true }), "turn1"))).toEqual(["The lamp is on."]);
});

test.each([
  ["what the step before puts back itself is not asked about", ["lamp"], ["The lamp is red.", "The lamp is on."]],
  ["what somebody else changed is, and then nothing is taken back", ["lamp", "door"], undefined],
])("a step whose plan asks, after another one: %s", async (_, targets, came) => {
  const home = await house();
  await say(home, requestOf(owner), [set("red"), set("blue")]);
  const { plan } = home.transports;
  const ask = { kind: "confirm" as const, question: "It changed since. All the same?", choices: ["yes", "no"] };
  let planned = 0;
  home.transports.plan = async (call) => {
    if (planned++ === 0) return plan(call);
    const found = await plan(call);
    return call.context.confirmed && "plan" in found ? { plan: { ...found.plan, targets } } : { ask };
  };
  const undone = await undo(home, by(), "turn1");
  expect(came ? ran(undone) : undone).toEqual(came ?? { ask });
  expect(home.world.lamp).toBe(came ? "on" : "blue");
});

test("a turn that is kept is in the audit with what it cost", async () => {
  const home = await house();
  const usage = { inputTokens: 700, outputTokens: 20, cost: 0.0001 };
  const turn: Turn = {
    ...turnOf({ turn: "turn1" }),
    say: "No idea.",
    tier: "cloud",
    model: "gpt-5-nano",
    reason: "no phrase",
    usage,
  };
  await keepTurn(home, { turn, request: requestOf(owner), executed: [] });
  expect(await home.audit.latest({ limit: 1 })).toMatchObject([
    {
      kind: "turn",
      turn: "turn1",
      sentence: "do it",
      tier: "cloud",
      model: "gpt-5-nano",
      why: "no phrase",
      calls: 0,
      result: "No idea.",
      ...usage,
      ms: 0,
    },
  ]);
  expect(await getTurn(home.db, owner, "turn1")).toMatchObject({ ...turn, at: home.clock.now() });
});

test("calls that join a turn at the same time all stay", async () => {
  const home = await house();
  await say(home, requestOf(owner), [set("red")]);
  const [executed] = await act(home, requestOf(owner, { turn: "other" }), [set("blue")]);
  if (!executed) throw new Error("nothing ran");
  await Promise.all([1, 2, 3].map((ms) => appendCalls(home.db, "turn1", [{ ...executed, ms }])));
  const kept = await getTurn(home.db, owner, "turn1");
  expect(kept?.calls.map(({ ms }) => ms).toSorted()).toEqual([1, 2, 3]);
  expect(await undo(home, by(), "turn1")).toMatchObject({ left: 0, executed: { length: 4 } });
  expect(await appendCalls(home.db, "nothing", [executed])).toBe(false);
});

test("turns are listed newest first, one's own or the owner's all, page by page", async () => {
  const home = await house();
  await say(home, requestOf(owner, { turn: "a", sentence: "red please" }), [set("red")]);
  await say(home, requestOf(member, { turn: "b" }), [set("blue")]);
  await say(home, requestOf(owner, { turn: "c" }), [look]);
  const ids = async (...rest: Parameters<typeof listTurns> extends [unknown, ...infer R] ? R : never) =>
    (await listTurns(home.db, ...rest)).map(({ turn }) => turn);
  expect(await ids(owner)).toEqual(["c", "b", "a"]);
  expect(await ids(member)).toEqual(["b"]);
  expect(await ids(owner, { limit: 1 })).toEqual(["c"]);
  const first = await getTurn(home.db, owner, "a");
  expect(first).toMatchObject({ sentence: "red please", principal: "owner", channel: "chat", undoable: true });
  expect(await ids(owner, { before: (first?.at ?? 0) + 1 })).toEqual(["a"]);
  expect(await getTurn(home.db, member, "a")).toBeUndefined();
});
