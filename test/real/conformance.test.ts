import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startComposer } from "../fixtures/composer.ts";
import { npmPeer, runPeer } from "./npm-peer.ts";

const fixture = join(import.meta.dirname, "../fixtures/conformance-server.ts");
const server = spawn(process.execPath, [fixture, "0"], { stdio: ["pipe", "pipe", "inherit"] });
let composer: Awaited<ReturnType<typeof startComposer>>;
let suite: string;

beforeAll(async () => {
  const [line]: Buffer[] = await once(server.stdout, "data");
  suite = await npmPeer("@modelcontextprotocol/conformance", "0.2.0-alpha.12");
  composer = await startComposer({ conformance: { url: String(line).trim(), trust: true } });
});
afterAll(async () => {
  await composer?.close();
  server.stdin.end();
});

/** The scenarios that count, each with whether all of its checks passed. */
function scored(report: string): { name: string; passed: boolean }[] {
  const [, summary = ""] = report.split("=== SUMMARY ===");
  const [counted = "", rest = ""] = summary.split("Not scored");
  const others = [...rest.matchAll(/^ +[✓✗] (\S+) \(/gm)].map(([, name]) => name);
  const all = [...counted.matchAll(/^([✓✗]) (\S+): /gm)].map(([, mark, name = ""]) => ({ name, passed: mark === "✓" }));
  return all.filter(({ name }) => !others.includes(name));
}

test.each([
  ["2025-11-25", 30],
  ["2026-07-28", 37],
])("the composer passes all that %s requires", async (revision, count) => {
  const { code, stdout } = await runPeer(suite, ["server", "--url", composer.clientUrl, "--requirements", revision]);
  const results = scored(stdout);
  expect(results.filter(({ passed }) => !passed).map(({ name }) => name)).toEqual([]);
  expect(results).toHaveLength(count);
  expect(code).toBe(0);
});
