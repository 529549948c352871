import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { installOnce } from "./install.ts";

const base = await mkdtemp(join(tmpdir(), "steward-install-"));
afterAll(() => rm(base, { recursive: true }));

const fill = (log: string[]) => async (into: string) => {
  log.push("installed");
  await mkdir(into);
  await writeFile(join(into, "whole"), "");
};

test("installs once, also when asked twice at once", async () => {
  const log: string[] = [];
  const folder = join(base, "one");
  await Promise.all([installOnce(folder, fill(log)), installOnce(folder, fill(log))]);
  await installOnce(folder, fill(log));
  expect([log, await readdir(folder)]).toEqual([["installed"], ["whole"]]);
});

test("does a half-finished install again and clears it away", async () => {
  const folder = join(base, "two");
  await mkdir(`${folder}.half-999999999`); // left by a process that was killed
  const broken = async (into: string) => {
    await mkdir(into);
    throw new Error("the network went away");
  };
  await expect(installOnce(folder, broken)).rejects.toThrow("the network went away");
  expect(existsSync(folder)).toBe(false);
  const log: string[] = [];
  await installOnce(folder, fill(log));
  expect([log, (await readdir(base)).filter((name) => name.startsWith("two"))]).toEqual([["installed"], ["two"]]);
});
