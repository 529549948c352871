import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { PeerError } from "../errors.ts";
import type { Exec } from "../exec.ts";
import { HostAway, HostDrift, HostRefused } from "./host.ts";
import { localHost } from "./local.ts";

let folder: string;
let ran: string[];
let answer: (command: string) => void | Promise<void>;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "steward-host-")), "names");
  ran = [];
  answer = () => {};
  return () => rmSync(join(folder, ".."), { recursive: true });
});

const exec: Exec = async (file, args) => {
  ran.push([file, ...args].join(" "));
  await answer(file);
  return "";
};
const open = () => localHost({ sets: { names: { folder, test: ["check", "-q"], reload: ["load"] } } }, exec, () => 42);
const put = (generation: number, files: Record<string, string>, overwrite?: string[]) =>
  open().put({ name: "names", generation, files: new Map(Object.entries(files)) }, { ...(overwrite && { overwrite }) });
const there = () =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => !name.startsWith("."))
      .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
const refuse = (command: string, words: string) => {
  answer = (given) => {
    if (given === command) throw new PeerError(words);
  };
};

test("a folder comes to hold exactly the files of ours, tested and loaded once a change", async () => {
  await put(1, { "a.conf": "1", "b.conf": "2" });
  expect([there(), ran]).toEqual([{ "a.conf": "1", "b.conf": "2" }, ["check -q", "load"]]);
  await put(2, { "a.conf": "1!" });
  expect(there()).toEqual({ "a.conf": "1!" });
  await put(2, { "a.conf": "1!" });
  expect(ran).toHaveLength(4);
  expect(await open().state("names")).toMatchObject({ generation: 2, drifted: [], foreign: [] });
});

test("what the test refuses leaves everything as it was", async () => {
  await put(1, { "a.conf": "1", "b.conf": "2" });
  refuse("check", "check failed: no such thing");
  await expect(put(2, { "a.conf": "bad", "c.conf": "3" })).rejects.toThrow(
    new HostRefused("check failed: no such thing"),
  );
  expect(there()).toEqual({ "a.conf": "1", "b.conf": "2" });
  expect(await open().state("names")).toMatchObject({ generation: 1, drifted: [] });
});

test("what cannot be loaded waits, and is put again", async () => {
  refuse("load", "load failed: not running");
  await expect(put(1, { "a.conf": "1" })).rejects.toThrow(HostAway);
  expect(there()).toEqual({});
  answer = () => {};
  await put(1, { "a.conf": "1" });
  expect(there()).toEqual({ "a.conf": "1" });
});

test("files that others changed or made are named, and never overwritten in silence", async () => {
  await put(1, { "a.conf": "1", "b.conf": "2", "c.conf": "3" });
  writeFileSync(join(folder, "a.conf"), "mine");
  writeFileSync(join(folder, "d.conf"), "also mine");
  rmSync(join(folder, "b.conf"));
  expect(await open().state("names")).toMatchObject({ drifted: ["a.conf", "b.conf"], foreign: ["d.conf"] });
  await put(1, { "a.conf": "1", "b.conf": "2", "c.conf": "3" }); // nothing new in a.conf, so nothing waits
  expect(there()).toEqual({ "a.conf": "mine", "b.conf": "2", "c.conf": "3", "d.conf": "also mine" });
  const wanted = { "a.conf": "1.1", "b.conf": "2.1", "d.conf": "4" };
  const drift = await put(2, wanted).catch((thrown: unknown) => thrown);
  expect(drift).toBeInstanceOf(HostDrift);
  expect(drift).toMatchObject({ files: ["a.conf", "d.conf"], message: "a.conf, d.conf were changed by hand" });
  expect(there()).toEqual({ "a.conf": "mine", "b.conf": "2.1", "d.conf": "also mine" });
  expect(await open().state("names")).toMatchObject({ generation: 2, drifted: ["a.conf"], foreign: ["d.conf"] });
  const loads = ran.length;
  await expect(put(2, wanted)).rejects.toThrow(HostDrift);
  expect(ran).toHaveLength(loads);
  await put(2, wanted, ["a.conf", "d.conf"]);
  expect(there()).toEqual({ ...wanted, "a.conf.edited-42": "mine", "d.conf.edited-42": "also mine" });
  await put(3, {});
  expect(there()).toEqual({ "a.conf.edited-42": "mine", "d.conf.edited-42": "also mine" });
});

test("a change that was cut off is taken back, then put again", async () => {
  await put(1, { "a.conf": "1", "b.conf": "2" });
  const begun = Promise.withResolvers<void>();
  answer = () => {
    begun.resolve();
    return new Promise(() => {}); // as if the process were killed here
  };
  void put(2, { "a.conf": "new", "c.conf": "3" });
  await begun.promise;
  expect(there()).toEqual({ "a.conf": "new", "c.conf": "3" });
  writeFileSync(join(folder, ".a.conf.0123abcd.new"), "half");
  answer = () => {};
  expect(await open().state("names")).toMatchObject({ generation: 1, drifted: [], foreign: [] });
  await put(1, { "a.conf": "1", "b.conf": "2" });
  expect(there()).toEqual({ "a.conf": "1", "b.conf": "2" });
  await put(2, { "a.conf": "new", "c.conf": "3" });
  expect(there()).toEqual({ "a.conf": "new", "c.conf": "3" });
  expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([
    ".steward-lock",
    ".steward-manifest.json",
  ]);
});

test("names that are no names, and sets nobody knows, are refused", async () => {
  await expect(put(1, { "../a": "1" })).rejects.toThrow('"../a" is no name of a file.');
  await expect(open().state("others")).rejects.toThrow("This host has no set others. Known: names.");
});

test("a folder that cannot be written is a host that is away", async () => {
  rmSync(folder, { recursive: true, force: true });
  writeFileSync(folder, "a file");
  await expect(put(1, {})).rejects.toThrow(HostAway);
});

test("a look meanwhile takes nothing back", async () => {
  await put(1, { "a.conf": "1" });
  let seen: unknown;
  answer = async (command) => {
    if (command === "check") seen = await open().state("names");
  };
  await put(2, { "a.conf": "2", "b.conf": "2" });
  expect(seen).toMatchObject({ generation: 1, drifted: [], foreign: [] });
  expect(there()).toEqual({ "a.conf": "2", "b.conf": "2" });
  expect(await open().state("names")).toMatchObject({ generation: 2, drifted: [] });
});

test("two who write one folder take turns: neither takes back what the other is making", async () => {
  const gate = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  answer = async (command) => {
    if (command !== "check" || ran.length > 1) return;
    begun.resolve();
    await gate.promise;
  };
  const first = put(1, { "a.conf": "1" });
  await begun.promise;
  // As another process would: a host of its own, which knows nothing of the first.
  const second = put(2, { "a.conf": "2", "b.conf": "2" });
  await open().state("names");
  expect(there()).toEqual({ "a.conf": "1" });
  gate.resolve();
  await Promise.all([first, second]);
  expect(there()).toEqual({ "a.conf": "2", "b.conf": "2" });
  expect(await open().state("names")).toMatchObject({ generation: 2, drifted: [], foreign: [] });
});
