import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import type { Exec } from "../../kernel/exec.ts";
import { silentLog } from "../../kernel/log.ts";
import type { FakeServer } from "./contract/server.ts";
import { startFakeServer } from "./contract/server.ts";
import { makeWorld } from "./contract/world.ts";
import { openWorlds } from "./open.ts";
import definition from "./server.ts";
import type { World } from "./world.ts";

let server: FakeServer;
let place: ReturnType<typeof makeWorld>;
/** of the unit, and what systemctl was told */
let state: string;
let commands: string[];
let opened: World[];

const exec: Exec = async (file, args) => {
  commands.push([file, ...args].join(" "));
  if (args.includes("start")) state = "active";
  if (args.includes("stop")) state = "inactive";
  return args.includes("show") ? `${state}\n` : "";
};

beforeEach(async () => {
  server = await startFakeServer();
  place = makeWorld();
  state = "active";
  commands = [];
  opened = [];
  return async () => {
    await Promise.all(opened.map((world) => world.close()));
    await server.close();
    place.remove();
  };
});

function open(more: object = {}): World {
  const file = join(place.root, "worlds.json");
  const set = {
    name: "survival",
    switch: { systemd: "minecraft@survival.service" },
    rcon: { port: server.port, password: "secret" },
    status: { port: server.statusPort },
    world: place.world,
    backups: place.backups,
    ...more,
  };
  writeFileSync(file, JSON.stringify([set]));
  const [world] = openWorlds(file, { data: place.root, exec, clock: systemClock, log: silentLog });
  if (!world) throw new Error("no world");
  opened.push(world);
  return world;
}
const soon = () => AbortSignal.timeout(5_000);

test("a world is on with its players and version, stopped and started by its unit", async () => {
  const world = open();
  expect(await world.status(soon())).toEqual({
    state: "on",
    online: 2,
    most: 20,
    players: ["Steve", "Alex"],
    version: "1.21.8",
  });
  await world.stop(soon());
  expect(await world.status(soon())).toMatchObject({ state: "off", online: 0, players: [], version: null });
  await world.start(soon());
  expect(commands.filter((command) => !command.includes("show"))).toEqual([
    "systemctl stop -- minecraft@survival.service",
    "systemctl start --no-block -- minecraft@survival.service",
  ]);
});

test("a server that runs and does not answer yet is starting; one without a status is asked by its console", async () => {
  const silent = { status: { port: 1 }, rcon: { port: 1, password: "secret" } };
  expect(await open(silent).status(soon())).toMatchObject({ state: "starting" });
  expect(await open({ status: undefined }).status(soon())).toMatchObject({ state: "on", players: ["Steve", "Alex"] });
  expect(await open({ status: undefined, rcon: undefined }).status(soon())).toMatchObject({ state: "on", online: 0 });
});

test("a sample of who plays is completed by the console", async () => {
  server.players = Array.from({ length: 15 }, (_, at) => `player${at}`);
  expect((await open().status(soon())).players).toEqual(server.players);
});

test("what is not set is said where it is needed", async () => {
  const bare = open({ rcon: undefined, world: undefined, backups: undefined });
  await expect(bare.say("hi", soon())).rejects.toThrow("survival has no console: its rcon or management is not set.");
  await expect(bare.backup(soon())).rejects.toThrow(
    "survival has no folder of backups: its world and backups are not set.",
  );
  expect(await bare.examine(soon())).toEqual([
    "no rcon or management: nobody can be told anything, and no backup made",
    "no world and backups folder: no backup is made",
  ]);
});

test("the doctor tells a wrong password and a status that nobody answers, and no secret", async () => {
  const world = open({ rcon: { port: server.port, password: "guessed" }, status: { port: 1 } });
  expect(await world.examine(soon())).toEqual([
    `RCON at 127.0.0.1:${server.port} does not take our password.`,
    "nobody tells the status at 127.0.0.1:1",
  ]);
  expect(await open().examine(soon())).toEqual([]);
});

test("the doctor says of each world what is wrong with it and how old its last backup is", async () => {
  open();
  const running = await definition.start(
    { STEWARD_DATA: place.root, MINECRAFT_WORLDS: join(place.root, "worlds.json") },
    { log: silentLog },
  );
  // Where systemd is, and where it is not: the unit is nowhere, so this world does not run.
  const [finding] = await running.doctor(true);
  expect(finding).toMatchObject({ part: "minecraft", text: expect.stringMatching(/^survival: .*; no backup yet$/) });
  expect(JSON.stringify(finding)).not.toContain("secret");
  await running.close();
});

test("a server that a crash left without saving saves again once Steward starts", async () => {
  mkdirSync(join(place.backups, "survival"), { recursive: true });
  const note = join(place.backups, "survival/.saving-is-off");
  writeFileSync(note, "");
  server.saving = false;
  open();
  await expect.poll(() => server.saving).toBe(true);
  await expect.poll(() => noteOf(note)).toBeUndefined();
});

function noteOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

test("a world is backed up when it is on, and restored when it is off", async () => {
  const world = open();
  const came = await world.backup(soon());
  const name = "made" in came ? came.made.name : "";
  expect(await world.backups()).toEqual(["made" in came && came.made]);
  await expect(world.restore(name, soon())).rejects.toThrow("survival is on: stop it first.");
  state = "inactive";
  expect(await world.backup(soon())).toEqual({ skipped: "the server is off" });
  expect(await world.restore(name, soon())).toMatch(/^world\.before-/);
});
