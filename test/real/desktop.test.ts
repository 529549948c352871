import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { probeDesktop } from "../../mcp-servers/vm/desktop/probe.ts";
import { freePort } from "./ports.ts";

const signal = () => AbortSignal.timeout(10_000);

test("a real xrdp answers as a desktop, and once it is gone nobody listens", async () => {
  const folder = mkdtempSync(join(tmpdir(), "steward-xrdp-"));
  const port = await freePort();
  const config = join(folder, "xrdp.ini");
  const ours = readFileSync("/etc/xrdp/xrdp.ini", "utf8")
    .replace(/^port=3389$/m, `port=tcp://127.0.0.1:${port}`)
    .replace(/^LogFile=.*$/m, `LogFile=${folder}/log`);
  writeFileSync(config, ours);
  const child = spawn("/usr/sbin/xrdp", ["--nodaemon", "--config", config], { stdio: "ignore", cwd: folder });
  try {
    await expect.poll(() => probeDesktop("127.0.0.1", port, signal()), { timeout: 15_000 }).toBe("reachable");
  } finally {
    child.kill("SIGTERM");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    rmSync(folder, { recursive: true });
  }
  expect(await probeDesktop("127.0.0.1", port, signal())).toBe("nobody listens");
});
