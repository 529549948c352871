import { expect, test } from "vitest";
import { exec } from "./exec.ts";

const node = (script: string, options: { timeout: number; signal?: AbortSignal; input?: string }) =>
  exec(process.execPath, ["-e", script], options);

test("gives stdout and passes input, without a shell", async () => {
  expect(await exec("echo", ["--", "$HOME; x"], { timeout: 5000 })).toBe("-- $HOME; x\n");
  expect(await node("process.stdin.pipe(process.stdout)", { timeout: 5000, input: "in" })).toBe("in");
});

test("a failure tells the last line of stderr", async () => {
  const failing = node("console.error('first\\nlast'); process.exitCode = 3", { timeout: 5000 });
  await expect(failing).rejects.toThrow(/failed: last$/);
});

test("a command that is missing, too slow or no longer wanted is one clear error", async () => {
  await expect(exec("no-such-command", [], { timeout: 5000 })).rejects.toThrow(
    "no-such-command failed: spawn no-such-command ENOENT",
  );
  await expect(node("setInterval(() => {}, 9)", { timeout: 50 })).rejects.toThrow(/failed: took longer than 50 ms$/);
  await expect(node("", { timeout: 5000, signal: AbortSignal.abort() })).rejects.toThrow(/aborted/);
});
