import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import type { Client } from "./client.ts";
import { vm } from "./provision.ts";

/** What the composer was asked: the wish, and what was decided. */
let asked: unknown[];
/** How the first and the second step end. */
let ends: readonly [first: string, second: string];
let lines: string[];
let folder: string;
/** the steps that are done; undefined where nothing is being made */
let done: number | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "steward-wish-"));
  asked = [];
  lines = [];
  ends = ["done", "done"];
  done = undefined;
  return () => rmSync(folder, { recursive: true });
});

/** A composer that makes machines in two steps. */
const composer = (): Client => ({
  url: "http://steward.test",
  token: "token",
  isOwn: false,
  async request(method, path, body) {
    if (method === "POST") asked.push(path, body);
    if (path === "/api/provisions") return { status: 200, body: done === undefined ? [] : [progress(done)] };
    if (path.endsWith("/vm_provision_step")) return { status: 200, body: step() };
    if (!path.startsWith("/api/approvals"))
      return { status: 200, body: { say: "That waits.", needs: [{ id: "a1", summary: "make green" }] } };
    done = 0;
    return { status: 200, body: { ok: true, say: "green takes 2 steps." } };
  },
  close: async () => {},
});

function step() {
  if (done !== undefined && ends[done] === "done") done = done === 1 ? undefined : done + 1;
  return { say: "", needs: [] };
}

function progress(at: number) {
  const steps = ["look", "make"].map((title, index) => ({
    title,
    says: `what ${title} does`,
    standing: index < at ? "done" : index === at ? (ends[index] === "done" ? "next" : "failed") : "later",
    note: index === at && ends[index] !== "done" ? (ends[index] ?? "") : "",
  }));
  return { name: "green", steps };
}

const run = (...args: string[]) => {
  const print = (line: string) => void lines.push(line);
  return vm({ args: ["provision", ...args], source: {}, client: async () => composer(), print, note: print });
};

test("a machine is wished for in whole paths, and made step by step", async () => {
  const key = join(folder, "key.pub");
  writeFileSync(key, "ssh-ed25519 AAAA ada@home\n");
  const code = await run("green", "--image", "some.img", "--key", key, "--title", "Green", "--memory", "2", "--yes");
  expect(code).toBe(0);
  expect(asked.slice(0, 4)).toEqual([
    "/api/tools/vm_provision",
    {
      args: {
        name: "green",
        image: join(process.cwd(), "some.img"),
        iso: undefined,
        key: "ssh-ed25519 AAAA ada@home",
        displayName: "Green",
        memory: "2",
        password: undefined,
      },
    },
    "/api/approvals/a1",
    { decision: "approve" },
  ]);
  expect(lines).toEqual([
    " 1 look: what look does",
    " 2 make: what make does",
    " 1/2 look: what look does",
    " 2/2 make: what make does",
    "green is made, and written down.",
  ]);
});

test("one step at a time, and one that fails says how to go on", async () => {
  expect(await run("green", "--iso", "https://example.org/setup.iso", "--yes", "--step")).toBe(0);
  ends = ["done", "The pool is full."];
  lines = [];
  expect(await run("green")).toBe(1);
  expect(lines).toEqual([
    " 2/2 make: what make does",
    "     The pool is full.",
    "Stopped. Go on with steward vm provision green, or take it back with --undo.",
  ]);
  lines = [];
  expect(await run()).toBe(0);
  expect(lines).toEqual(["green   2/2 make: failed (The pool is full.)"]);
});

test("what cannot be meant is refused before anything is asked of the composer", async () => {
  const secret = join(folder, "key");
  writeFileSync(secret, "-----BEGIN OPENSSH PRIVATE KEY-----\n");
  await expect(run("green", "--image", "x", "--key", secret, "--yes")).rejects.toThrow(
    `${secret} is a private key: give the public one, ${secret}.pub`,
  );
  await expect(run("green", "blue")).rejects.toThrow("Usage: steward vm provision");
  await expect(run("green", "--image", "x")).rejects.toThrow("make green: right? Say --yes where nobody can be asked.");
  await run("green", "--image", "x", "--yes", "--step");
  await expect(run("green", "--memory", "8")).rejects.toThrow(
    "green is being made already: go on without wishes, or take it back with --undo.",
  );
});
