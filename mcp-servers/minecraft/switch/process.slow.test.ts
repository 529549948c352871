import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { processSwitch } from "./process.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "steward-process-"));
  file = join(folder, "survival.json");
  return () => rmSync(folder, { recursive: true });
});

const soon = () => AbortSignal.timeout(5_000);
const sleeper = () => processSwitch([process.execPath, "-e", "setTimeout(() => {}, 60_000)"], folder, file);

test("a process is started once, known again by whoever comes later, and stopped", async () => {
  await sleeper().start(soon());
  const noted = readFileSync(file, "utf8");
  const later = sleeper();
  await later.start(soon());
  expect([await later.isOn(soon()), readFileSync(file, "utf8")]).toEqual([true, noted]);
  await later.stop(soon());
  await expect.poll(() => sleeper().isOn(soon())).toBe(false);
  await later.stop(soon());
});

test("another process that has its id by now is not it", async () => {
  writeFileSync(file, JSON.stringify({ pid: process.pid, started: "1" }));
  expect(await sleeper().isOn(soon())).toBe(false);
  await sleeper().stop(soon());
  writeFileSync(file, "torn");
  expect(await sleeper().isOn(soon())).toBe(false);
});

test("a program that is not there is told", async () => {
  await expect(processSwitch(["/nowhere/java"], folder, file).start(soon())).rejects.toThrow(
    "The server could not be started: spawn /nowhere/java ENOENT",
  );
});
