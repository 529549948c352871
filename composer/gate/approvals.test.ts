import { readFileSync } from "node:fs";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Step } from "../../kernel/wire.ts";
import type { Turn } from "../agent/turn.ts";
import { house, principalOf, requestOf } from "./testing.ts";
import { getTurn, saveTurn } from "./turns.ts";
import type { Channel, Principal, Request } from "./types.ts";

const owner = principalOf("owner");
const member = principalOf("member");
const unlock: Step = { tool: "door_set", args: { do: "unlock" } };
const off: Step = { tool: "lamp_set", args: { do: "off" } };

type House = Awaited<ReturnType<typeof house>>;

/** Asks for something dangerous, keeps the turn as the ask flow does, and gives what waits. */
async function ask(home: House, request: Request = requestOf(member), steps: Step[] = [unlock]) {
  const planned = await home.gate.plan(request, steps);
  if (!("steps" in planned)) throw new Error(JSON.stringify(planned));
  const executed = await home.gate.execute(request, planned.steps);
  const needs = executed.flatMap((one) => one.needs ?? []);
  const turn: Turn = {
    turn: request.turn,
    say: "",
    tier: "phrases",
    model: null,
    reason: "",
    calls: executed.filter((one) => !one.needs),
    needs,
    ask: null,
    undoable: false,
    usage: { inputTokens: 0, outputTokens: 0, cost: 0 },
    ms: { total: 0, route: 0, model: 0, tools: 0 },
  };
  await saveTurn(home.db, { turn, request, executed, at: home.clock.now() });
  const [approval] = needs;
  if (!approval) throw new Error("nothing waits");
  return { approval, executed };
}

test("danger waits with what it is, runs once approved, and joins its turn", async () => {
  const home = await house();
  const { approval, executed } = await ask(home);
  expect(executed).toMatchObject([{ ok: false, result: "Waits for an approval: unlock the door (locked)." }]);
  expect(approval).toEqual({
    id: approval.id,
    turn: "turn1",
    principal: "member",
    tool: "door_set",
    args: { do: "unlock" },
    summary: "unlock the door (locked)",
    expires: home.clock.now() + 60_000,
  });
  expect(home.world).toMatchObject({ door: "locked", calls: [] });
  expect(await home.gate.approvals.decide(owner, approval.id, "approve")).toMatchObject({
    ok: true,
    result: "The door is unlocked.",
  });
  expect(home.world.door).toBe("unlocked");
  expect(home.world.calls).toMatchObject([{ context: { principal: "member", owner: false } }]);
  expect(await getTurn(home.db, member, "turn1")).toMatchObject({
    calls: [{ tool: "door_set", result: "The door is unlocked.", ok: true }],
    needs: [],
    undoable: true,
  });
});

test("the record tells what waited, who approved it with what, and what came of it", async () => {
  const home = await house();
  const { approval } = await ask(home);
  await home.gate.approvals.decide(owner, approval.id, "approve");
  const records = readFileSync(home.audit.file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(records).toMatchObject([
    { kind: "waiting", who: "member", tool: "door_set", risk: "danger" },
    { kind: "approved", approval: approval.id, who: "member", by: "owner", with: "cookie" },
    { kind: "intent", approval: approval.id, who: "member", tool: "door_set" },
    { kind: "outcome", ok: true, result: "The door is unlocked." },
  ]);
});

test("an approval is good once, also for two clicks at the same time", async () => {
  const home = await house();
  const { approval } = await ask(home);
  const clicks = await Promise.allSettled(
    [1, 2, 3].map(() => home.gate.approvals.decide(owner, approval.id, "approve")),
  );
  expect(clicks.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected", "rejected"]);
  expect(home.world.calls).toHaveLength(1);
  await expect(home.gate.approvals.decide(owner, approval.id, "approve")).rejects.toThrow("That was already approved.");
});

test("after 60 seconds it is too late, and after a while it is forgotten", async () => {
  const home = await house();
  const { approval } = await ask(home);
  home.clock.time += 60_000;
  await expect(home.gate.approvals.decide(owner, approval.id, "approve")).rejects.toThrow(
    "That approval has expired; ask again.",
  );
  expect(await home.gate.approvals.list(owner)).toEqual([]);
  home.clock.time += 11 * 60_000;
  await ask(home, requestOf(member, { turn: "turn2" }));
  await expect(home.gate.approvals.decide(owner, approval.id, "approve")).rejects.toThrow("There is no such approval.");
  expect(home.world.calls).toEqual([]);
});

test("denied is denied", async () => {
  const home = await house();
  const { approval } = await ask(home);
  expect(await home.gate.approvals.decide(owner, approval.id, "deny")).toEqual({ denied: true });
  await expect(home.gate.approvals.decide(owner, approval.id, "approve")).rejects.toThrow("That was already denied.");
  expect(home.world.calls).toEqual([]);
  expect((await getTurn(home.db, member, "turn1"))?.needs).toEqual([]);
});

test("a world that changed meanwhile is another plan, and is refused", async () => {
  const home = await house();
  const { approval } = await ask(home);
  home.world.door = "ajar";
  await expect(home.gate.approvals.decide(owner, approval.id, "approve")).rejects.toThrow(
    "Things changed since that was asked, so nothing was done; ask again.",
  );
  expect(home.world.calls).toEqual([]);
});

const mcpClient = principalOf("client", { use: "mcp", credential: "token-1" });
const ownersKey = principalOf("owner", { use: "api", credential: "owner-token" });

test.each<[string, Principal, Channel, Principal, string | undefined]>([
  ["the owner's browser, for a member's chat", member, "chat", owner, undefined],
  ["the owner's browser, for the owner's chat there", owner, "chat", owner, undefined],
  ["the CLI, for the CLI", ownersKey, "cli", ownersKey, undefined],
  ["the browser, for voice", ownersKey, "voice", owner, undefined],
  ["a click in the browser, for what was said to it", owner, "voice", owner, undefined],
  ["a member, for itself", member, "chat", member, "Only the owner approves."],
  ["an MCP client, for itself", mcpClient, "mcp", mcpClient, "Only the owner approves."],
  [
    "the owner over stdio",
    member,
    "chat",
    principalOf("owner", { use: "stdio" }),
    "A connection for programs never approves: use the browser or the CLI.",
  ],
  [
    "the owner with an MCP token",
    member,
    "chat",
    principalOf("owner", { use: "mcp" }),
    "A connection for programs never approves: use the browser or the CLI.",
  ],
  ["the key that asked over MCP", ownersKey, "mcp", ownersKey, "What asked never approves itself: use the browser."],
  ["the key that asked by voice", ownersKey, "voice", ownersKey, "What asked never approves itself: use the browser."],
  [
    "the key that asked by schedule",
    ownersKey,
    "schedule",
    ownersKey,
    "What asked never approves itself: use the browser.",
  ],
])("who approves: %s", async (_, asker, channel, by, refusal) => {
  const home = await house();
  const { approval } = await ask(home, requestOf(asker, { channel }));
  const decided = home.gate.approvals.decide(by, approval.id, "approve");
  if (refusal === undefined) {
    expect(await decided).toMatchObject({ ok: true });
    return;
  }
  await expect(decided).rejects.toThrow(refusal);
  expect(home.world.calls).toEqual([]);
  expect(await home.gate.approvals.list(owner)).toHaveLength(1);
});

test("the owner sees all that waits, others their own", async () => {
  const home = await house();
  await ask(home);
  const seen = async (who: Principal) => (await home.gate.approvals.list(who)).map(({ principal }) => principal);
  expect([await seen(owner), await seen(member), await seen(principalOf("guest"))]).toEqual([
    ["member"],
    ["member"],
    [],
  ]);
});

test("nobody has more waiting than somebody can read", async () => {
  const home = await house();
  for (let count = 0; count < 20; count++) await ask(home, requestOf(member, { turn: `turn-${count}` }));
  const request = requestOf(member, { turn: "one-more" });
  const planned = await home.gate.plan(request, [unlock]);
  const executed = "steps" in planned ? await home.gate.execute(request, planned.steps) : [];
  const result = "20 calls of member wait for an approval already, so this one was not kept.";
  expect(executed).toMatchObject([{ ok: false, result }]);
  expect(await home.gate.approvals.list(owner)).toHaveLength(20);
  await ask(home, requestOf(owner, { turn: "of another" }));
  home.clock.time += 60_000;
  await ask(home, requestOf(member, { turn: "later" }));
});

test("what stands behind a dangerous step waits with it and keeps its order", async () => {
  const home = await house();
  const { approval, executed } = await ask(home, requestOf(owner), [
    off,
    unlock,
    { tool: "lamp_set", args: { do: "red" } },
  ]);
  expect(executed.map(({ ok }) => ok)).toEqual([true, false]);
  expect(home.world).toMatchObject({ lamp: "off", door: "locked" });
  expect(await home.gate.approvals.decide(owner, approval.id, "approve")).toMatchObject({
    result: "The door is unlocked.",
    rest: [{ result: "The lamp is red." }],
  });
  expect((await getTurn(home.db, owner, "turn1"))?.calls.map(({ result }) => result)).toEqual([
    "The lamp is off.",
    "The door is unlocked.",
    "The lamp is red.",
  ]);
});

test("a secret argument of what waits is shown to nobody, and forgotten with it", async () => {
  const home = await house({ policy: () => ({ verdict: "approval" }) });
  const code = "open-sesame-42";
  const steps: Step[] = [{ tool: "safe_set", args: { code } }];
  const { approval } = await ask(home, requestOf(owner, { sentence: `safe to ${code}` }), steps);
  expect(approval).toMatchObject({ args: { code: "[secret]" }, summary: "Code [secret]" });
  expect(JSON.stringify(await home.gate.approvals.list(owner))).not.toContain(code);
  expect(await home.gate.approvals.decide(owner, approval.id, "approve")).toMatchObject({ ok: true });
  expect(home.world.calls[0]?.args).toEqual({ code });
  expect(JSON.stringify(await home.db.selectFrom("approvals").selectAll().execute())).not.toContain(code);
  expect(readFileSync(home.audit.file, "utf8")).not.toContain(code);
});

test("a secret argument of what nobody approved is forgotten when its time is over", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const home = await house({ policy: () => ({ verdict: "approval" }) });
  const { approval } = await ask(home, requestOf(owner), [{ tool: "safe_set", args: { code: "open-sesame-42" } }]);
  const kept = async () => JSON.stringify(await home.db.selectFrom("approvals").selectAll().execute());
  expect(await kept()).toContain("open-sesame-42");
  home.clock.time += 60_001;
  await vi.advanceTimersByTimeAsync(60_001);
  expect(await kept()).not.toContain("open-sesame-42");
  await expect(home.gate.approvals.decide(owner, approval.id, "approve")).rejects.toThrow("That approval has expired");
});

test("rights that went while it waited end it", async () => {
  const home = await house({
    policy: (who) => ({
      verdict: who.id === "member" && home.world.lamp === "red" ? "deny" : "approval",
      reason: "no more",
    }),
  });
  const { approval } = await ask(home);
  home.world.lamp = "red";
  expect(await home.gate.approvals.decide(owner, approval.id, "approve")).toMatchObject({
    ok: false,
    result: "no more",
  });
  expect(home.world.calls).toEqual([]);
});
