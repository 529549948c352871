import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { PeerError, UserError } from "../errors.ts";
import type { Exec } from "../exec.ts";
import { hostContract } from "./contract.ts";
import { localHost } from "./local.ts";
import { readHosts, sshHost } from "./ssh.ts";

const script = resolve(import.meta.dirname, "../../deploy/host/steward-host");

/** The far side without ssh between, in a group of processes of its own: what it would do as the forced command of a key. */
function startFarSide(rules: string, args: readonly string[], input = "") {
  const child = spawn("sh", [script, rules], { env: { SSH_ORIGINAL_COMMAND: args.at(-1) }, detached: true });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk) => (out += String(chunk)));
  child.stderr.on("data", (chunk) => (err += String(chunk)));
  child.stdin.on("error", () => {});
  const done = new Promise<string>((resolved, rejected) => {
    child.on("close", (code) => (code === 0 ? resolved(out) : rejected(new PeerError(err.trim()))));
  });
  child.stdin.end(input);
  return { child, done };
}
const farSide =
  (rules: string): Exec =>
  (_, args, { input }) =>
    startFarSide(rules, args, input).done;

const target = { name: "pi", user: "steward", address: "127.0.0.1", port: 22, folder: "/nowhere" };

hostContract("this machine", ({ base: _, ...rule }) => localHost({ sets: { names: rule } }));
hostContract("the far side of ssh", ({ base, folder, test: check = [], reload = [] }) => {
  const rules = join(base, "rules");
  mkdirSync(rules);
  writeFileSync(join(rules, "names"), `folder=${folder}\ntest=${check.join(" ")}\nreload=${reload.join(" ")}\n`);
  return sshHost(target, farSide(rules));
});

test.each([
  ["", "known: put, state, sets"],
  ["rm -rf", "known: put, state, sets"],
  ["state names; id", "that is no command"],
  ["state $(id)", "that is no command"],
  ["state ../names", "that is no command"],
  ["state other", "there is no set other"],
  ["put names 1 3", "put takes a set"],
  ["put names x 3 abc", "x is no number"],
])("asked to %j the far side says %j", async (command, words) => {
  await expect(farSide("/nowhere")("ssh", [command], { timeout: 1000 })).rejects.toThrow(
    command.startsWith("put names x") ? "there is no set names" : words,
  );
});

test("a set that was cut off or damaged on its way changes nothing", async () => {
  const base = mkdtempSync(join(tmpdir(), "steward-cut-"));
  mkdirSync(join(base, "rules"));
  writeFileSync(join(base, "rules/names"), `folder=${base}/names\n`);
  const far = farSide(join(base, "rules"));
  const cut: Exec = (file, args, options) => far(file, args, { ...options, input: (options.input ?? "").slice(0, -1) });
  const damaged: Exec = (file, args, options) =>
    far(file, args, { ...options, input: (options.input ?? "").replace("one", "two") });
  const set = { name: "names", generation: 1, files: new Map([["a.conf", "one"]]) };
  await expect(sshHost(target, cut).put(set)).rejects.toThrow("the set was cut off");
  await expect(sshHost(target, damaged).put(set)).rejects.toThrow("the set came damaged");
  expect(readdirSync(join(base, "names")).filter((name) => !name.startsWith("."))).toEqual([]);
  rmSync(base, { recursive: true });
});

test("whenever the far side is killed, its folder is as before or as wanted, and the next put makes it so", async () => {
  const base = mkdtempSync(join(tmpdir(), "steward-kill-"));
  mkdirSync(join(base, "rules"));
  writeFileSync(join(base, "rules/names"), `folder=${base}/names\ntest=sleep 0.02\nreload=sleep 0.01\n`);
  const far = farSide(join(base, "rules"));
  const setOf = (generation: number) => ({
    name: "names",
    generation,
    files: new Map(["a", "b", `only-${generation % 2}`].map((name) => [`${name}.conf`, `${name} ${generation}\n`])),
  });
  const there = () => {
    const names = readdirSync(join(base, "names")).filter((name) => !name.startsWith("."));
    return new Map(names.toSorted().map((name) => [name, readFileSync(join(base, "names", name), "utf8")]));
  };
  await sshHost(target, far).put(setOf(1));
  for (let generation = 2; generation < 42; generation++) {
    const before = there();
    const dying: Exec = (file, args, options) => {
      const { child, done } = startFarSide(join(base, "rules"), args, options.input);
      const killing = setTimeout(() => process.kill(-(child.pid ?? 0), "SIGKILL"), 4 * (generation - 1));
      return done.finally(() => clearTimeout(killing));
    };
    await sshHost(target, dying)
      .put(setOf(generation))
      .catch(() => {});
    await sshHost(target, far).state("names");
    expect([before, setOf(generation).files]).toContainEqual(there());
    await sshHost(target, far).put(setOf(generation));
    expect(there()).toEqual(setOf(generation).files);
  }
  rmSync(base, { recursive: true });
}, 60_000);

test("hosts are read from one line", () => {
  expect(readHosts("pi=ssh://steward@192.168.0.170, nas=ssh://me@nas.lan:2222", "/keys")).toEqual([
    { name: "pi", user: "steward", address: "192.168.0.170", port: 22, folder: "/keys" },
    { name: "nas", user: "me", address: "nas.lan", port: 2222, folder: "/keys" },
  ]);
  for (const wrong of [
    "pi",
    "pi=192.168.0.170",
    "pi=ssh://192.168.0.170",
    "pi=ssh://-oProxyCommand=id@x",
    "P=ssh://a@b",
  ])
    expect(() => readHosts(wrong, "/keys")).toThrow(UserError);
});
