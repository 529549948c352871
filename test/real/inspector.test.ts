import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startComposer } from "../fixtures/composer.ts";
import { npmPeer, runPeer } from "./npm-peer.ts";

const fixtures = join(import.meta.dirname, "../fixtures");
const stdio = [process.execPath, join(fixtures, "composer-stdio.ts")];
const folder = mkdtempSync(join(tmpdir(), "steward-mcporter-"));
let composer: Awaited<ReturnType<typeof startComposer>>;
let inspector: string;
let mcporter: string;

beforeAll(async () => {
  inspector = await npmPeer("@modelcontextprotocol/inspector", "2.12.0");
  mcporter = await npmPeer("mcporter", "0.12.3");
  const probe = { command: process.execPath, args: [join(fixtures, "probe-server.ts")], trust: true };
  composer = await startComposer({ probe });
  const [command, ...args] = stdio;
  const headers = { Authorization: `Bearer ${composer.token}` };
  const mcpServers = { http: { url: composer.url, headers }, stdio: { command, args } };
  writeFileSync(join(folder, "mcporter.json"), JSON.stringify({ mcpServers, imports: [] }));
});
afterAll(async () => {
  await composer?.close();
  rmSync(folder, { recursive: true });
});

const overHttp = () => [composer.url, "--transport", "http", "--header", `Authorization: Bearer ${composer.token}`];
const ways = [
  ["HTTP of 2025", () => overHttp()],
  ["HTTP of 2026", () => [...overHttp(), "--protocol-era", "modern"]],
  ["stdio", () => stdio],
] as const;

test.each(ways)("MCP Inspector lists and calls over %s", async (_, way) => {
  const listed = await runPeer(inspector, [
    "--cli",
    ...way(),
    "--method",
    "tools/list",
    "--strict",
    "--format",
    "json",
  ]);
  expect({ code: listed.code, found: listed.stdout.includes('"probe_echo"') }).toEqual({ code: 0, found: true });
  expect(listed.stdout).not.toContain("steward/");
  expect(listed.stdout).not.toContain("probe_mend");
  const call = ["--method", "tools/call", "--tool-name", "probe_echo", "--tool-arg", "say=hello", "--format", "json"];
  const called = await runPeer(inspector, ["--cli", ...way(), ...call]);
  expect({ code: called.code, said: /: hello/.test(called.stdout) }).toEqual({ code: 0, said: true });
});

test.each(["http", "stdio"])("mcporter lists and calls over %s", async (server) => {
  const config = ["--config", join(folder, "mcporter.json")];
  const listed = await runPeer(mcporter, [...config, "list", server, "--schema"]);
  expect({ code: listed.code, found: listed.stdout.includes("probe_echo") }).toEqual({ code: 0, found: true });
  const called = await runPeer(mcporter, [...config, "call", `${server}.probe_echo`, "say=hello"]);
  expect({ code: called.code, said: /: hello/.test(called.stdout) }).toEqual({ code: 0, said: true });
});
