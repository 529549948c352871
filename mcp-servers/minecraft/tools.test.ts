import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { silentLog } from "../../kernel/log.ts";
import type { JsonObject } from "../../kernel/schema.ts";
import type { RunningServer } from "../../kernel/server.ts";
import { callTool, serverOf } from "../../kernel/testing.ts";
import { META } from "../../kernel/wire.ts";
import { demoWorlds } from "./demo.ts";
import server from "./server.ts";
import { minecraftTools } from "./tools.ts";
import type { World } from "./world.ts";

const clock = { now: () => Date.UTC(2026, 10, 23, 20) };
let worlds: World[];
let running: RunningServer;

beforeEach(() => {
  worlds = demoWorlds(clock);
  running = serverOf({ tools: minecraftTools(worlds, clock, { warn: 0, stop: 5_000 }) }, "minecraft");
  return async () => {
    await running.close();
    await Promise.all(worlds.map((world) => world.close()));
  };
});

const context = (more: JsonObject) => ({ [META.context]: { principal: "owner", owner: true, ...more } });
const call = (name: string, args: JsonObject, more: JsonObject = {}) => callTool(running, name, args, context(more));
const power = async (name: string, verb: string, more?: JsonObject) =>
  (await call("minecraft_power", { name, do: verb }, more)).text;

test.each([
  [{}, "survival is on; Steve and Alex are playing. creative is off.", undefined],
  [{ name: "survival" }, "survival (1.21.4) is on; Steve and Alex are playing; no backup yet.", undefined],
  [{ name: "the survival server" }, "survival (1.21.4) is on; Steve and Alex are playing; no backup yet.", undefined],
  [{ name: "creative on" }, "creative is off; no backup yet.", false],
  [{ name: "minecraft played" }, "survival is on; Steve and Alex are playing. creative is off.", true],
])("asked for %j: %s", async (args, text, holds) => {
  const { text: said, meta } = await call("minecraft_status", args);
  expect(said).toBe(text);
  expect(meta[META.data]).toMatchObject(holds === undefined ? {} : { holds });
});

test.each([
  ["nether", 'I know no world called "nether". Worlds: survival and creative.'],
  ["--force", 'I know no world called "--force". Worlds: survival and creative.'],
  [
    `<x>"${"y".repeat(300)}`,
    `I know no world called ${JSON.stringify(`<x>"${"y".repeat(55)}…`)}. Worlds: survival and creative.`,
  ],
])("%s is no world", async (name, text) => {
  expect(await power(name, "start")).toBe(text);
});

test("a world starts, and says what it already is; the way back is known", async () => {
  const started = await call("minecraft_power", { name: "creative", do: "start" });
  expect(started).toMatchObject({
    text: "creative is starting.",
    failed: false,
    meta: { [META.undo]: [{ tool: "minecraft_power", args: { name: "creative", do: "stop" } }] },
  });
  expect(await power("creative", "start")).toBe("creative is already starting.");
  expect(await power("survival", "start")).toBe("survival is already on.");
});

test("a world that is played on is stopped after a yes, and those who play are told", async () => {
  const said: string[] = [];
  const [survival] = worlds;
  if (survival) survival.say = async (text) => void said.push(text);
  expect(await power("survival", "stop")).toBe("Steve and Alex are playing on survival. Stop anyway?");
  expect(said).toEqual([]);
  const stopped = await call("minecraft_power", { name: "survival", do: "stop" }, { confirmed: true });
  expect(stopped).toMatchObject({
    text: "survival is off.",
    meta: {
      [META.changed]: { before: { survival: "on" }, after: { survival: "off" } },
      [META.undo]: [{ tool: "minecraft_power", args: { name: "survival", do: "start" } }],
    },
  });
  expect(said).toEqual(["This server stops in 0 seconds."]);
  expect(await power("survival", "stop")).toBe("survival is already off.");
});

test("'minecraft' is the one world that the verb changes; where several would, it asks", async () => {
  expect(await power("minecraft", "start")).toBe("creative is starting.");
  for (const world of worlds)
    world.status = async () => ({ state: "off", online: 0, most: null, players: [], version: null });
  expect(await power("minecraft", "start")).toBe("Which world: survival or creative?");
});

test("a world is backed up when it is on and somebody has played; the archives are listed", async () => {
  expect(await power("survival", "backup")).toBe("survival is backed up (12 MB).");
  expect(await power("creative", "backup")).toBe("creative was not backed up: the server is off.");
  expect((await call("minecraft_backups", { name: "survival" })).text).toBe(
    "survival has 1 backup; last backup just now.",
  );
});

test("the newest archive is zipped where none is named, and one that takes long goes on", async () => {
  const [survival] = worlds;
  if (!survival) throw new Error("no survival");
  expect((await call("minecraft_zip", { name: "survival" })).text).toBe(
    "survival has no backup yet: back it up first.",
  );
  await power("survival", "backup");
  expect((await call("minecraft_zip", { name: "survival" })).text).toBe(
    "The worlds of the demo house have nothing that could be zipped.",
  );
  survival.zip = async (backup) => ({ file: `/backups/${backup}.zip`, bytes: 12_000_000 });
  expect(await call("minecraft_zip", { name: "survival" })).toMatchObject({
    text: "survival is zipped (12 MB): survival-1.tar.zst.zip",
    meta: { [META.data]: { file: "/backups/survival-1.tar.zst.zip", bytes: 12_000_000 } },
  });
  survival.zip = async () => ({ isGoing: true });
  expect((await call("minecraft_zip", { name: "survival" })).text).toBe("survival is still being zipped.");
});

test("what is said reaches who plays", async () => {
  expect((await call("minecraft_say", { name: "survival", text: "dinner is ready" })).text).toBe(
    "Said in survival; 2 players hear it.",
  );
  expect((await call("minecraft_say", { name: "creative", text: "hello" })).text).toBe(
    "creative is off: nobody would hear it.",
  );
  expect((await call("minecraft_say", { name: "survival", text: "x".repeat(251) })).text).toBe(
    "What should be said? One line of at most 250 characters.",
  );
});

test("a world that is on is not restored", async () => {
  const { text, failed } = await call("minecraft_restore", { name: "survival", backup: "survival-1.tar.zst" });
  expect([text, failed]).toEqual(["survival is on: stop it before its world is replaced.", true]);
});

test("the demo house has its two worlds, and says how to have one's own", async () => {
  const data = mkdtempSync(join(tmpdir(), "steward-mc-"));
  const demo = await server.start({ STEWARD_DATA: data }, { log: silentLog });
  expect([demo.health(), demo.names().map(({ name }) => name)]).toEqual(["demo", ["survival", "creative"]]);
  expect(await demo.doctor(true)).toEqual([
    { part: "minecraft", ok: true, text: "two worlds of the demo house; yours: MINECRAFT_WORLDS=FILE" },
  ]);
  await demo.close();
  rmSync(data, { recursive: true });
});
