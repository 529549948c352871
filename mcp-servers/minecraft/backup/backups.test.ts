import {
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { rconConsole } from "../console/rcon.ts";
import type { FakeServer } from "../contract/server.ts";
import { startFakeServer } from "../contract/server.ts";
import { digestOf, makeWorld } from "../contract/world.ts";
import type { Step } from "./backups.ts";
import { openBackups } from "./backups.ts";

let server: FakeServer;
let place: ReturnType<typeof makeWorld>;
let now: number;
const clock = { now: () => now };

beforeEach(async () => {
  server = await startFakeServer();
  place = makeWorld();
  now = Date.UTC(2027, 0, 1, 12);
  return async () => {
    await server.close();
    place.remove();
  };
});

const open = (onStep?: (step: Step) => void) =>
  openBackups({ name: "survival", ...place, keep: { daily: 2, weekly: 2 } }, clock, onStep);
const console = () => rconConsole({ host: "127.0.0.1", port: server.port, password: "secret" });
const soon = () => AbortSignal.timeout(10_000);
const make = (isEmpty = false, onStep?: (step: Step) => void) => open(onStep).make(console(), isEmpty, soon());
const folder = () => join(place.backups, "survival");
const FIRST = "survival-2027-01-01T12-00-00Z.tar.zst";

test("a backup goes its way in order, and the server saves again before it is read back", async () => {
  const steps: string[] = [];
  const made = await make(false, (step) => steps.push(`${step} ${server.saving ? "saving" : "still"}`));
  expect(made).toMatchObject({ made: { name: FIRST, created: now } });
  expect(steps).toEqual([
    "locked saving",
    "noted saving",
    "off still",
    "flushed still",
    "written still",
    "on saving",
    "verified saving",
    "named saving",
    "pruned saving",
  ]);
  expect(readdirSync(folder())).toEqual([FIRST]);
});

test("what is restored is what was backed up, and the world that was there is kept", async () => {
  const before = await digestOf(place.world);
  await make();
  writeFileSync(join(place.world, "level.dat"), "griefed");
  rmSync(join(place.world, "region"), { recursive: true });
  const griefed = await digestOf(place.world);
  const kept = await open().restore(FIRST, soon());
  expect(kept).toBe("world.before-2027-01-01T12-00-00Z");
  expect(await digestOf(place.world)).toBe(before);
  expect(await digestOf(join(place.root, kept))).toBe(griefed);
  expect(readdirSync(place.root).toSorted()).toEqual(["backups", "world", kept]);
});

test("where nobody has played since the last one there is no need of another", async () => {
  await make(true);
  now += 60_000;
  expect(await make(true)).toEqual({ skipped: "nobody has played since the last backup" });
  expect(await make(false)).toMatchObject({ made: { created: now } });
  now += 60_000;
  utimesSync(join(place.world, "playerdata/steve.dat"), now / 1_000, now / 1_000);
  expect(await make(true)).toMatchObject({ made: { created: now } });
});

test("two at once are one, and a clear sentence", async () => {
  const busy = "survival is being backed up or restored already.";
  let second: Promise<unknown> = Promise.resolve();
  await make(false, (step) => {
    if (step === "off") second = make().catch((thrown: unknown) => thrown);
  });
  expect(await second).toMatchObject({ message: busy });
  expect(readdirSync(folder())).toEqual([FIRST]);
});

test("a lock whose holder died is none", async () => {
  await make();
  writeFileSync(join(folder(), ".lock"), JSON.stringify({ pid: process.pid, started: "1" }));
  now += 60_000;
  expect(await make()).toMatchObject({ made: { created: now } });
  writeFileSync(join(folder(), ".lock"), "torn");
  now += 60_000;
  expect(await make()).toMatchObject({ made: { created: now } });
});

test("a server that goes in the middle leaves nothing half-done, and saves again when it is back", async () => {
  server.faults.set("save-all flush", "cut").set("save-on", "cut");
  await expect(make()).rejects.toThrow(`RCON at 127.0.0.1:${server.port} closed the connection`);
  expect(server.saving).toBe(false);
  expect(await open().list()).toEqual([]);
  server.faults.clear();
  expect(await open().recover(console(), soon())).toBe(true);
  expect([server.saving, readdirSync(folder())]).toEqual([true, []]);
});

test("a world that is not there is told", async () => {
  rmSync(place.world, { recursive: true });
  await expect(make()).rejects.toThrow(/^survival is not backed up: ENOENT/);
  expect([server.saving, readdirSync(folder())]).toEqual([true, []]);
});

test("older ones are let go, the newest of the last days and weeks stay", async () => {
  const days: number[] = [];
  for (let day = 0; day < 20; day += 3) {
    now = Date.UTC(2027, 0, 1 + day, 12);
    days.push(now);
    await make();
  }
  // 2027-01-19 and 16 are the last two days, 19 and 16 (of the week before) the last two weeks.
  expect((await open().list()).map(({ created }) => new Date(created).getUTCDate())).toEqual([19, 16]);
  expect(await open().prune()).toEqual([]);
});

test("an archive is zipped beside itself, and the ZIP goes when it goes", async () => {
  await make();
  const { file, bytes } = await open().zip(FIRST, soon());
  expect(file).toBe(join(folder(), FIRST.replace(".tar.zst", ".zip")));
  expect([readFileSync(file).length, (await open().zip(FIRST, soon())).bytes]).toEqual([bytes, bytes]);
  expect(await open().list()).toHaveLength(1);
  await expect(open().zip("../../etc/passwd", soon())).rejects.toThrow("survival has no such backup.");
  truncateSync(join(folder(), FIRST), 100);
  await expect(open().zip(FIRST, soon())).rejects.toThrow(/^survival is not zipped: /);
  expect(readFileSync(file)).toHaveLength(bytes);
  for (let day = 1; day < 30; day += 7) {
    now = Date.UTC(2027, 0, 1 + day, 12);
    await make();
  }
  expect(readdirSync(folder()).some((name) => name.endsWith(".zip"))).toBe(false);
});

test("an exchange that was cut between its two renames is finished", async () => {
  await make();
  const before = await digestOf(place.world);
  const kept = join(place.root, "world.before-x");
  renameSync(place.world, join(place.root, ".world.restoring"));
  writeFileSync(join(folder(), ".exchange"), kept);
  await open().recover(undefined, soon());
  expect(await digestOf(place.world)).toBe(before);
  expect([readdirSync(folder()), existsSync(kept)]).toEqual([[FIRST], false]);
});

test.each([
  ["cut short", (file: string) => truncateSync(file, readFileSync(file).length - 20)],
  [
    "damaged",
    (file: string) => {
      const bytes = readFileSync(file);
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff;
      writeFileSync(file, bytes);
    },
  ],
  ["no archive", (file: string) => writeFileSync(file, "hello")],
])("one that is %s is not restored, and the world stays as it is", async (_, harm) => {
  await make();
  const before = await digestOf(place.world);
  harm(join(folder(), FIRST));
  await expect(open().restore(FIRST, soon())).rejects.toThrow(/^The backup cannot be restored: /);
  await expect(open().restore("../../etc/passwd", soon())).rejects.toThrow("survival has no such backup.");
  expect(await digestOf(place.world)).toBe(before);
  expect(readdirSync(place.root).toSorted()).toEqual(["backups", "world"]);
});
