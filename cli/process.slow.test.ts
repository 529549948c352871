import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { beforeEach, expect, test } from "vitest";
import { takeFolder } from "../composer/lock.ts";

const root = resolve(import.meta.dirname, "..");
const PATIENT = 30_000;
let data: string;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "steward-process-"));
  return () => rmSync(data, { recursive: true, force: true });
});

const start = (file: string, args: string[] = [], settings: Record<string, string> = {}) =>
  spawn(process.execPath, [join(root, file), ...args], {
    cwd: data,
    env: { PATH: process.env["PATH"], STEWARD_DATA: data, STEWARD_PORT: "0", ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });

async function steward(...args: string[]) {
  const child = start("cli/steward.js", args);
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { out, err, code };
}

async function welcomed(child: ChildProcess): Promise<string> {
  let seen = "";
  for await (const piece of child.stdout ?? []) {
    seen += String(piece);
    if (seen.includes("ready in")) break;
  }
  return seen;
}

test(
  "with no composer running, ask starts its own, says so beside the answer, and leaves nothing behind",
  { timeout: PATIENT },
  async () => {
    const { out, err, code } = await steward("ask", "please turn off all my lights", "--json");
    expect(JSON.parse(out)).toMatchObject({ say: "4 lights are off.", tier: "phrases" });
    expect(err).toBe(
      "No composer was running, so this command started its own; the demo house begins as it always does (npm start keeps one).\n",
    );
    expect(code).toBe(0);
    expect(takeFolder(data)).toBeDefined();
  },
);

test("a command whose reader has read enough ends as it would have", { timeout: PATIENT }, async () => {
  const child = start("cli/steward.js", ["tools"]);
  child.stdout.destroy();
  const [err, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  expect(err).toMatch(/^No composer was running[^\n]*\n$/);
  expect(code).toBe(0);
  expect(takeFolder(data)).toBeDefined();
});

test("two commands at once share one composer", { timeout: PATIENT }, async () => {
  const both = await Promise.all([steward("ask", "turn off all my lights"), steward("ask", "turn off all my lights")]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
});

test(
  "npm start welcomes, is found by commands, has its folder alone, and ends well",
  { timeout: PATIENT },
  async () => {
    const child = start("start.js");
    const lines = (await welcomed(child)).split("\n");
    expect(lines[0]).toBe("Steward · demo house, nothing configured");
    expect(lines[1]).toMatch(/^ {2}open {6}http:\/\/127\.0\.0\.1:\d+\/#key=\S+ {3}signs this browser in, once$/);
    expect(lines[2]).toBe('  ask       npm run -s steward -- ask "turn off all my lights"');
    expect(lines[5]).toMatch(/^ready in \d+\.\d s$/);

    const asked = await steward("ask", "turn off all my lights");
    expect([asked.err, asked.code]).toEqual(["", 0]);
    const second = start("start.js");
    const [err, [code]] = await Promise.all([text(second.stderr), once(second, "exit")]);
    expect(err).toBe(
      `A composer already runs on ${data}: ${/http:\S+(?=\/#)/.exec(lines[1] ?? "")?.[0]}, process ${child.pid}. End it, or set STEWARD_DATA to another folder.\n`,
    );
    expect(code).toBe(1);

    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
  },
);

test("a composer that was killed holds nothing", { timeout: PATIENT }, async () => {
  const child = start("start.js");
  await welcomed(child);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(takeFolder(data)).toBeDefined();
});

test("faulty settings are told together, without a stack", { timeout: PATIENT }, async () => {
  const child = start("start.js", [], { STEWARD_PORT: "many", STEWARD_TOKEN: "short", HASS_URL: "ftp://x" });
  const [err, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  expect(err).toMatch(/^Settings need attention: [^\n]*HASS_URL[^\n]*STEWARD_PORT[^\n]*STEWARD_TOKEN[^\n]*\n$/);
  expect(code).toBe(1);
});

test.each([
  [["fly"], /^There is no command "fly"\. Known: ask, undo, [^\n]*\n$/],
  [["ask", "--loud", "x"], /^Unknown option '--loud'\. Usage: steward ask [^\n]*\n$/],
  [["ask"], /^Say something\. Usage: steward ask [^\n]*\n$/],
])("steward %j is refused in one line", { timeout: PATIENT }, async (args, line) => {
  const { out, err, code } = await steward(...args);
  expect(err).toMatch(line);
  expect([out, code]).toEqual(["", 2]);
});
