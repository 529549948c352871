import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { openDatabase } from "../../db/index.ts";
import { listRecords } from "../../db/machines/index.ts";
import { silentLog } from "../../kernel/log.ts";
import type { JsonObject } from "../../kernel/schema.ts";
import type { RunningServer } from "../../kernel/server.ts";
import { callTool } from "../../kernel/testing.ts";
import { META, step } from "../../kernel/wire.ts";
import server from "./server.ts";

let running: RunningServer;
let data: string;

const context = (more: JsonObject = {}) => ({ [META.context]: { principal: "owner", owner: true, ...more } });
const call = (name: string, args: JsonObject, more?: JsonObject) => callTool(running, name, args, context(more));
const say = async (name: string, args: JsonObject, more?: JsonObject) => (await call(name, args, more)).text;
const power = (name: string, verb: string, more?: JsonObject) => say("vm_power", { name, do: verb }, more);
const undoOf = (meta: Record<string, unknown>) => z.array(step).parse(meta[META.undo]);

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), "steward-vm-"));
  running = await server.start({ STEWARD_DATA: data }, { log: silentLog });
  return async () => {
    await running.close();
    rmSync(data, { recursive: true });
  };
});

test("the demo house has its three machines", async () => {
  expect(await say("vm_list", {})).toBe("friend-ubuntu and windows-lab are off. main-endeavouros is running.");
  expect(running.health()).toBe("demo");
  expect(running.names().map(({ name, aliases }) => [name, aliases])).toEqual([
    ["friend-ubuntu", ["friend", "ubuntu"]],
    ["main-endeavouros", ["main", "endeavouros"]],
    ["windows-lab", ["windows"]],
  ]);
});

test.each([
  ["windows-lab", "windows-lab is off.", undefined],
  ["windows running", "windows-lab is off.", false],
  ["the windows machine off", "windows-lab is off.", true],
  ["all machines running", "friend-ubuntu and windows-lab are off. main-endeavouros is running.", false],
  ["main endeavouros running", "main-endeavouros is running at 192.168.0.41.", true],
])("asked for %s: %s", async (name, text, holds) => {
  const { text: said, meta } = await call("vm_list", { name });
  expect([said, z.object({ holds: z.boolean().optional() }).parse(meta[META.data]).holds]).toEqual([text, holds]);
});

test.each([
  ["nas", 'I know no machine called "nas". Machines: friend-ubuntu, main-endeavouros and windows-lab.'],
  ["--force", 'I know no machine called "--force". Machines: friend-ubuntu, main-endeavouros and windows-lab.'],
  [
    `<name>"'${"x".repeat(300)}`,
    `I know no machine called ${JSON.stringify(`<name>"'${"x".repeat(51)}…`)}. Machines: friend-ubuntu, main-endeavouros and windows-lab.`,
  ],
])("%s is no machine", async (name, text) => {
  expect(await power(name, "start")).toBe(text);
});

test("a machine starts, stops and says what it already is; each way back is known", async () => {
  const started = await call("vm_power", { name: "windows-lab", do: "start" });
  expect(started).toMatchObject({
    text: "windows-lab is running.",
    failed: false,
    meta: { [META.changed]: { before: { "windows-lab": "off" }, after: { "windows-lab": "running" } } },
  });
  expect(undoOf(started.meta)).toEqual([{ tool: "vm_power", args: { name: "windows-lab", do: "stop" } }]);
  const again = await call("vm_power", { name: "windows-lab", do: "start" });
  expect([again.text, again.meta[META.undo]]).toEqual(["windows-lab is already running.", undefined]);
  expect(await power("windows-lab", "stop")).toBe("windows-lab is off.");
  expect(await power("windows-lab", "stop")).toBe("windows-lab is already off.");
  expect(await power("windows-lab", "reboot")).toBe("windows-lab is off: only what runs can restart.");
  expect(await power("main and windows", "stop")).toBe("main-endeavouros is off. windows-lab is already off.");
});

test("where memory lacks nothing starts, and each answer does what it says", async () => {
  await power("friend-ubuntu", "start");
  const asked = await call("vm_power", { name: "windows-lab", do: "start" });
  const choices = [
    "stop friend-ubuntu, then start windows-lab",
    "stop main-endeavouros, then start windows-lab",
    "start windows-lab anyway",
  ];
  expect(asked.meta[META.ask]).toEqual({
    kind: "which",
    question: "windows-lab needs 8 GB, 5 GB are free: stop friend-ubuntu, stop main-endeavouros or start anyway?",
    choices,
  });
  expect(await say("vm_list", { name: "windows-lab" })).toBe("windows-lab is off.");
  const chosen = await call("vm_power", { name: choices[0] ?? "", do: "start" });
  expect(chosen.text).toBe("friend-ubuntu is off. windows-lab is running.");
  expect(undoOf(chosen.meta)).toEqual([
    { tool: "vm_power", args: { name: "windows-lab", do: "stop" } },
    { tool: "vm_power", args: { name: "friend-ubuntu", do: "start" } },
  ]);
  expect(await power("start friend-ubuntu anyway", "start")).toBe("friend-ubuntu is running.");
});

test("nothing real is given up for a machine of the demo, and what was chosen is read", async () => {
  await power("friend-ubuntu", "start");
  const room = { mebibytes: 9_000, host: "local", isPinned: false };
  const plan = (name: string) =>
    running.plan("vm_power", { name, do: "start" }, { principal: "owner", owner: true, room });
  expect(await plan("windows-lab")).toMatchObject({ ask: { question: expect.not.stringContaining("language model") } });
  expect(await plan("unload the language model, then start windows-lab")).toEqual({
    targets: ["windows-lab"],
    risk: "write",
    args: { name: "unload the language model, then start windows-lab", do: "start" },
    summary: "unload the language model, then start windows-lab",
    room: true,
  });
});

test("a snapshot is taken, listed, gone back to and deleted", async () => {
  const taken = await call("vm_power", { name: "main-endeavouros", do: "snapshot" });
  expect(taken.text).toMatch(/^main-endeavouros has a new snapshot, steward-\d{8}T\d{6}Z\.$/);
  const [back] = undoOf(taken.meta);
  const snapshot = String(back?.args["snapshot"]);
  expect(back).toEqual({ tool: "vm_snapshot_delete", args: { name: "main-endeavouros", snapshot } });
  expect(await say("vm_snapshots", { name: "main" })).toBe(`main-endeavouros has 1 snapshot: ${snapshot}.`);
  await power("main", "force");
  expect(await say("vm_revert", { name: "main", snapshot })).toBe(
    `main-endeavouros is as it was in ${snapshot}, and running.`,
  );
  expect(await say("vm_snapshot_delete", { name: "main", snapshot })).toBe(
    `The snapshot ${snapshot} of main-endeavouros is gone.`,
  );
  expect(await say("vm_revert", { name: "main", snapshot })).toBe(
    `main-endeavouros has no snapshot "${snapshot}". It has: none.`,
  );
});

test("force is danger, as is what a snapshot undoes", async () => {
  const riskOf = async (name: string, args: JsonObject) => {
    const plan = await running.plan(name, args, { principal: "owner", owner: true });
    return "risk" in plan ? plan.risk : plan;
  };
  expect(await riskOf("vm_power", { name: "main", do: "force" })).toBe("danger");
  expect(await riskOf("vm_power", { name: "main", do: "stop" })).toBe("write");
  expect(running.tools.get("vm_revert")?.risk).toBe("danger");
  expect(running.tools.get("vm_snapshot_delete")?.risk).toBe("danger");
  expect(running.tools.get("vm_forget")?.risk).toBe("danger");
});

test("a record is written, shows, and is taken back", async () => {
  const written = await call("vm_record", {
    name: "windows-lab",
    displayName: "Gaming PC",
    owner: "ada",
    desktopPort: 3390,
  });
  expect(written.text).toBe("Gaming PC is written down.");
  expect(await power("the gaming pc", "start")).toBe("Gaming PC is running.");
  const [back] = undoOf(written.meta);
  expect(await say(back?.tool ?? "", back?.args ?? {})).toBe("The record of windows-lab is as it was.");
  expect(await say("vm_list", { name: "windows" })).toBe("windows-lab is running at 192.168.122.43.");
});

test("who signs in is kept sealed, and no tool gives it back", async () => {
  const secret = { username: "ada", password: "correct horse" };
  expect(await say("vm_credentials", { name: "windows-lab", ...secret })).toBe("Kept, sealed, for windows-lab.");
  const { kysely, close } = await openDatabase({ STEWARD_DATA: data });
  const [record] = await listRecords(kysely);
  await close();
  expect(record?.credentials).toMatch(/^[\w-]{60,}$/);
  const listed = await call("vm_list", { name: "windows-lab" });
  expect(JSON.stringify(listed)).not.toContain(record?.credentials ?? "");
  expect(JSON.stringify(listed)).toContain('"hasCredentials":true');
});

const YAML = `
- name: windows-lab
  novnc_port: 6081
  vm_port: 3391
  base_path: /vm/windows-lab
- { name: old-server, vm_port: 3392, colour: red }
`;

test("the old list of machines comes over once, and drift shows both ways", async () => {
  expect(await say("vm_import", { text: YAML })).toBe(
    "Machines: 1 new, 1 changed and 0 as they were. Not taken over: colour.",
  );
  expect(await say("vm_import", { text: YAML })).toBe(
    "Machines: 0 new, 0 changed and 2 as they were. Not taken over: colour.",
  );
  expect(await say("vm_drift", {})).toBe("Recorded, but not there: old-server.");
  expect(await say("vm_forget", { name: "old-server" })).toBe(
    "The record of old-server is gone; the machine itself is untouched.",
  );
  expect(await say("vm_drift", {})).toBe("Every machine has its record, and every record its machine.");
});

test.each([
  ["- {name: a, vm_port: 70000}", "a: desktopPort must be 1 to 65535."],
  ["- {name: a}\n- {name: a}", "a stands there 2 times: a machine has one record."],
  ["- {vm_port: 1}", "Entry 1: name must be text."],
  ["- {name: ../etc}", "../etc: name must be the name libvirt has, without a /."],
  ["just text", "The file is no list of machines: each has name, vm_port, desktop_host, owner …"],
])("%s is refused", async (text, why) => {
  expect(await say("vm_import", { text })).toBe(why);
});

test("the desktop of what is off is no desktop", async () => {
  expect(await say("vm_desktop", { name: "windows-lab" })).toBe("windows-lab is off: start it first.");
});
