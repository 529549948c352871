import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import type { Step } from "../../kernel/wire.ts";
import { verifyAudit } from "./chain.ts";
import { house, principalOf, requestOf } from "./testing.ts";
import type { ExecuteOptions, Request } from "./types.ts";

const owner = principalOf("owner");
const on: Step = { tool: "lamp_set", args: { do: "on" } };
const off: Step = { tool: "lamp_set", args: { do: "off" } };
const jam: Step = { tool: "lamp_set", args: { do: "jam" } };
const look: Step = { tool: "lamp_get", args: {} };
const echo: Step = { tool: "echo", args: { text: "hi" } };
const unlock: Step = { tool: "door_set", args: { do: "unlock" } };

type House = Awaited<ReturnType<typeof house>>;
async function planned({ gate }: House, request: Request, steps: Step[]) {
  const came = await gate.plan(request, steps);
  if (!("steps" in came)) throw new Error(`not planned: ${JSON.stringify(came)}`);
  return came.steps;
}
async function act(home: House, request: Request, steps: Step[], options?: ExecuteOptions) {
  return home.gate.execute(request, await planned(home, request, steps), options);
}
const recordsOf = ({ audit }: House) =>
  readFileSync(audit.file, "utf8")
    .trim()
    .split("\n")
    .map((line): Record<string, unknown> => JSON.parse(line));
const said = (executed: { result: string; ok: boolean }[]) => executed.map(({ ok, result }) => `${ok}: ${result}`);

test("a call passes with its plan, context and key, and gives the change and its undo", async () => {
  const home = await house();
  const [executed] = await act(home, requestOf(owner, { area: "Hall" }), [off]);
  expect(executed).toEqual({
    server: "probe",
    tool: "lamp_set",
    args: { do: "off" },
    risk: "write",
    result: "The lamp is off.",
    ok: true,
    ms: 0,
    changed: { before: "on", after: "off" },
    undo: [on],
    raw: { content: [{ type: "text", text: "The lamp is off." }] },
  });
  expect(home.world.calls).toMatchObject([
    {
      context: { principal: "owner", owner: true, area: "Hall", turn: "turn1", key: "turn1:r2" },
      planned: { targets: ["lamp"], risk: "write", args: { do: "off" }, summary: "Lamp off" },
    },
  ]);
});

test("no call arrives without its record made before it, and a write's is on disk by then", async () => {
  const order: string[] = [];
  const home = await house({
    disk: {
      write(_, data) {
        order.push(String(JSON.parse(String(data)).kind));
        return data.length;
      },
      async sync() {
        order.push("sync");
      },
    },
  });
  const { call } = home.transports;
  home.transports.call = (given) => {
    order.push(`call ${given.tool}`);
    return call(given);
  };
  await act(home, requestOf(owner), [look, off, echo]);
  expect(order.join(", ")).toBe(
    "intent, call lamp_get, outcome, intent, sync, call lamp_set, outcome, intent, call echo, outcome",
  );
});

test("the record tells who, how, why, what, and from what to what", async () => {
  const home = await house();
  await act(home, requestOf(owner, { reason: "exact phrase", sentence: "lamp\n off" }), [off]);
  expect(recordsOf(home)).toMatchObject([
    {
      kind: "intent",
      turn: "turn1",
      conversation: "talk",
      who: "owner",
      role: "owner",
      use: "cookie",
      channel: "chat",
      sentence: "lamp off",
      tier: "phrases",
      why: "exact phrase",
      server: "probe",
      tool: "lamp_set",
      risk: "write",
      targets: ["lamp"],
      args: { do: "off" },
      summary: "Lamp off",
    },
    { kind: "outcome", turn: "turn1", ok: true, ms: 0, result: "The lamp is off.", before: "on", after: "off" },
  ]);
  expect(await verifyAudit(home.audit.file)).toMatchObject({ ok: true, records: 2, torn: 0 });
});

test.each([
  [
    "disk full",
    {
      write: () => {
        throw new Error("ENOSPC: no space left on device");
      },
      sync: async () => {},
    },
  ],
  [
    "disk dead at the sync",
    { write: (_: number, data: Buffer) => data.length, sync: () => Promise.reject(new Error("EIO: i/o error")) },
  ],
])("an audit that cannot be written stops the write: %s", async (_, disk) => {
  const home = await house({ disk });
  const came = await act(home, requestOf(owner), [off, on]);
  expect(said(came)).toEqual([
    expect.stringMatching(/^false: Nothing was done: the audit cannot be written \((ENOSPC|EIO): [a-z/ ]+\)\.$/),
  ]);
  expect(home.world).toMatchObject({ lamp: "on", calls: [] });
});

test("several calls are all permitted, or none is run", async () => {
  const home = await house();
  const guest = principalOf("guest");
  expect(await home.gate.plan(requestOf(guest), [look, off])).toEqual({
    refused: "guest has no right to change things with lamp_set.",
    denied: true,
  });
  expect(await home.gate.plan(requestOf(owner), [off, { tool: "lamp_fly", args: {} }])).toEqual({
    refused: 'There is no tool "lamp_fly". Known: lamp_set, door_set, lamp_get, safe_set and echo.',
  });
  expect(await home.gate.plan(requestOf(owner), [off, { tool: "lamp_set", args: { do: "both" } }])).toEqual({
    ask: { kind: "which", question: "Which lamp?", choices: ["left", "right"] },
  });
  expect(await home.gate.plan(requestOf(owner), [off, { tool: "lamp_set", args: { go: 1 } }])).toEqual({
    refused: expect.stringMatching(/^lamp_set: .*Allowed: do\.$/),
  });
  expect(home.world.calls).toEqual([]);
  expect(recordsOf(home).map(({ kind, tool }) => `${kind} ${tool}`)).toEqual(["refused lamp_set", "refused lamp_fly"]);
});

test("the first that fails ends the turn, and what was done is told", async () => {
  const home = await house();
  expect(said(await act(home, requestOf(owner), [off, jam, on]))).toEqual([
    "true: The lamp is off.",
    "false: The lamp is jammed.",
  ]);
  expect(home.world.calls.map(({ args }) => args)).toEqual([off.args, jam.args]);
});

test("a write whose answer does not come is said to be unknown and not sent again", async () => {
  const home = await house();
  let sent = 0;
  home.transports.call = () => {
    sent += 1;
    return Promise.reject(new Error("socket closed"));
  };
  expect(said(await act(home, requestOf(owner), [off]))).toEqual([
    "false: probe did not answer; whether lamp_set happened is not known.",
  ]);
  expect(sent).toBe(1);
  expect(recordsOf(home).at(-1)).toMatchObject({ kind: "outcome", ok: false });
});

test("one planned step happens once, however often it is executed", async () => {
  const home = await house();
  const request = requestOf(owner);
  const steps = await planned(home, request, [off]);
  const [first] = await home.gate.execute(request, steps);
  home.world.lamp = "red";
  const [again] = await home.gate.execute(request, steps);
  expect([first?.result, again?.result, home.world.lamp]).toEqual(["The lamp is off.", "The lamp is off.", "red"]);
  expect(home.world.calls).toHaveLength(1);
});

test("a step that was not planned here, or for another principal or turn, is not run", async () => {
  const home = await house();
  const request = requestOf(owner);
  const [step] = await planned(home, request, [unlock]);
  if (!step) throw new Error("no step");
  const forged = { ...step, plan: { ...step.plan, risk: "read" as const } };
  const refused = "This step was not planned by this gate for this principal and turn.";
  await expect(home.gate.execute(request, [forged])).rejects.toThrow(refused);
  await expect(home.gate.execute(requestOf(principalOf("member")), [step])).rejects.toThrow(refused);
  await expect(home.gate.execute(requestOf(owner, { turn: "other" }), [step])).rejects.toThrow(refused);
  expect(() => Object.assign(step.plan, { risk: "read" })).toThrow(TypeError);
  expect(home.world.calls).toEqual([]);
});

test("rights that went between plan and call deny all of it", async () => {
  const home = await house();
  const member = principalOf("member");
  const steps = await planned(home, requestOf(member), [look, off]);
  const demoted = requestOf({ ...member, role: "guest" });
  expect(said(await home.gate.execute(demoted, steps))).toEqual([
    "false: member has no right to change things with lamp_set.",
  ]);
  expect(home.world.calls).toEqual([]);
});

test("rights that go while the first call runs end the turn there", async () => {
  const rights = { gone: false };
  const home = await house({
    policy: () => (rights.gone ? { verdict: "deny", reason: "no more" } : { verdict: "allow" }),
  });
  const { call } = home.transports;
  home.transports.call = (given) => {
    rights.gone = true;
    return call(given);
  };
  expect(said(await act(home, requestOf(owner), [off, on]))).toEqual(["true: The lamp is off.", "false: no more"]);
  expect(home.world.lamp).toBe("off");
  expect(recordsOf(home).map(({ kind }) => kind)).toEqual(["intent", "outcome", "refused"]);
});

test("a dry run passes the same gate, says the plan, and does nothing", async () => {
  const home = await house();
  const came = await act(home, requestOf(owner), [off, unlock, echo], { dryRun: true });
  expect(said(came)).toEqual([
    "true: Lamp off",
    "true: unlock the door (locked) (needs an approval)",
    'true: echo {"text":"hi"}',
  ]);
  expect(came.every(({ undo, needs, changed }) => !undo && !needs && !changed)).toBe(true);
  expect(home.world.calls).toEqual([]);
  expect(recordsOf(home).map(({ kind }) => kind)).toEqual(["dry-run", "dry-run", "dry-run"]);
  expect(await home.gate.approvals.list(owner)).toEqual([]);
  expect(await home.gate.plan(requestOf(principalOf("guest")), [off])).toHaveProperty("refused");
});

test("a third party gets no plan, its words are one line, and what it claims of ours is not believed", async () => {
  const home = await house();
  const [executed] = await act(home, requestOf(owner), [echo]);
  expect(executed).toMatchObject({ result: 'said {"text":"hi"}', ok: true, raw: { _meta: { kept: 1 } } });
  expect(executed?.undo).toBeUndefined();
  expect(JSON.stringify(executed?.raw)).not.toContain("steward/");
  expect(home.world.calls[0]?.planned).toBeUndefined();
});

test("who has no right to a tool does not hear what its server would say to it", async () => {
  const home = await house();
  const asked: string[] = [];
  home.transports.plan = async ({ tool }) => {
    asked.push(tool);
    return { fault: "There is no lamp of that name. Known: the secret lamp." };
  };
  expect(await home.gate.plan(requestOf(principalOf("guest")), [off])).toEqual({
    refused: "guest has no right to change things with lamp_set.",
    denied: true,
  });
  expect(asked).toEqual([]);
});

test.each([
  ["of its own tools", [{ tool: "door_set", args: { do: "lock" } }, on], 2],
  ["with a tool of another server in it", [on, { tool: "echo", args: {} }], undefined],
  ["with a tool that is not there", [on, { tool: "lamp_fly", args: {} }], undefined],
  ["of nothing", [], undefined],
  ["of another shape", "lamp_set", undefined],
])("a way back %s", async (_, undo, steps) => {
  const home = await house();
  home.transports.call = async () => ({ content: [], _meta: { "steward/undo": undo } });
  const [executed] = await act(home, requestOf(owner), [off]);
  expect(executed?.undo?.length).toBe(steps);
});

test("a tool of a third party that nobody accepted is refused", async () => {
  const home = await house();
  expect(await home.gate.plan(requestOf(owner), [{ tool: "sleeper", args: {} }])).toEqual({
    refused: 'sleeper is off until it is accepted: "accept" in servers.json (docs/connect.md).',
    denied: true,
  });
});

test("tools for people are there for pages and undo, and read as unknown to all else", async () => {
  const home = await house();
  const restore: Step = { tool: "lamp_restore", args: {} };
  expect(await home.gate.plan(requestOf(owner), [restore])).toEqual({
    refused: 'There is no tool "lamp_restore". Known: lamp_set, door_set, lamp_get, safe_set and echo.',
  });
  expect(said(await act(home, requestOf(owner, { people: true }), [restore]))).toEqual(["true: Restored."]);
});

test("an argument marked secret is in no record and in no answer, wherever it turns up", async () => {
  const home = await house();
  const code = "open-sesame-42";
  const request = requestOf(owner, { sentence: `set the safe to ${code}` });
  const came = await act(home, request, [{ tool: "safe_set", args: { code } }]);
  await act(home, request, [{ tool: "safe_set", args: { code } }], { dryRun: true });
  await home.gate.plan({ ...request, principal: principalOf("guest") }, [look, { tool: "safe_set", args: { code } }]);
  await act(home, request, [look, { tool: "safe_set", args: { code } }]);
  expect(home.world.calls[0]?.args).toEqual({ code });
  expect(came).toMatchObject([{ args: { code: "[secret]" }, result: "The code is now [secret]." }]);
  expect(JSON.stringify(came)).not.toContain(code);
  expect(readFileSync(home.audit.file, "utf8")).not.toContain(code);
  expect(
    recordsOf(home)
      .map(({ kind }) => kind)
      .join(" "),
  ).toBe("intent outcome dry-run refused intent outcome intent outcome");
  expect(recordsOf(home)[0]).toMatchObject({ sentence: "set the safe to [secret]", summary: "Code [secret]" });
});

test("a long argument is kept by its beginning and its hash", async () => {
  const home = await house();
  await act(home, requestOf(owner), [{ tool: "echo", args: { text: "x".repeat(1_000_000) } }]);
  expect(recordsOf(home)[0]?.args).toEqual({
    cut: `{"text":"${"x".repeat(491)}`,
    characters: 1_000_011,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test("an unknown tool's name is cut and cleaned, and so is the list of the known", async () => {
  const home = await house();
  const name = `x\u202e\n${"y".repeat(5_000_000)}`;
  expect(await home.gate.plan(requestOf(owner), [{ tool: name, args: {} }])).toEqual({
    refused: `There is no tool "x ${"y".repeat(57)}…". Known: lamp_set, door_set, lamp_get, safe_set and echo.`,
  });
  expect(recordsOf(home)[0]?.tool).toHaveLength(200);
});

test("arguments too deep for what walks them are refused", async () => {
  const home = await house();
  const deep = JSON.parse(`${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`);
  expect(await home.gate.plan(requestOf(owner), [{ tool: "echo", args: deep }])).toEqual({
    refused: "The arguments are nested more than 64 levels deep.",
  });
});

test("a server that does not plan is said, and nothing is done", async () => {
  const home = await house();
  home.transports.plan = () => Promise.reject(new Error("socket closed"));
  expect(await home.gate.plan(requestOf(owner), [off])).toEqual({
    refused: "probe did not answer what lamp_set would do.",
  });
});

test("a call ends with its deadline and with its caller", async () => {
  const home = await house();
  const reasons: unknown[] = [];
  home.transports.call = ({ signal }) =>
    new Promise((resolve) => {
      const end = () => {
        reasons.push(signal.reason.name);
        resolve({ content: [{ type: "text", text: "probe was too slow." }], isError: true });
      };
      signal.addEventListener("abort", end, { once: true });
      // On a slow disk the deadline is over before the intent is on it.
      if (signal.aborted) end();
    });
  expect(said(await act(home, requestOf(owner), [off], { timeout: 1 }))).toEqual(["false: probe was too slow."]);
  const caller = new AbortController();
  const acting = act(home, requestOf(owner), [off], { signal: caller.signal });
  await vi.waitFor(() => expect(home.audit.latest({ limit: 1 })).resolves.toMatchObject([{ kind: "intent" }]));
  caller.abort();
  expect(said(await acting)).toEqual(["false: probe was too slow."]);
  expect(reasons).toEqual(["TimeoutError", "AbortError"]);
});

test("a cancelled turn does not begin its next call", async () => {
  const home = await house();
  const came = await act(home, requestOf(owner), [off], { signal: AbortSignal.abort() });
  expect(said(came)).toEqual(["false: lamp_set was cancelled before it began."]);
  expect(home.world.calls).toEqual([]);
});
