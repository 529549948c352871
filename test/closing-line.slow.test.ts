import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { root } from "./rooms.ts";

/** The last line of a run over these test files. */
function closingLine(files: Record<string, string>): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "steward-closing-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const reporter = join(root, "test/closing-line.ts");
  const args = [
    join(root, "node_modules/vitest/vitest.mjs"),
    "run",
    "--globals",
    "--root",
    folder,
    "--reporter",
    reporter,
  ];
  return spawnSync(process.execPath, args, { encoding: "utf8" }).stdout.trim().split("\n").at(-1);
}

test("it counts what passed, what failed, and what did not run", () => {
  const text = `test("a", () => {}); test("b", () => { throw new Error("b"); }); test.skip("c", () => {}); test.todo("d");`;
  expect(closingLine({ "a.test.ts": text })).toBe("1 passed, 1 failed, 2 skipped");
});

test("a hook that fails and a file that does not load are failures", () => {
  const hook = `describe("a", () => { beforeAll(() => { throw new Error("hook"); }); test("b", () => {}); });`;
  const files = {
    "hook.test.ts": hook,
    "load.test.ts": `throw new Error("load");`,
    "well.test.ts": `test("c", () => {});`,
  };
  expect(closingLine(files)).toBe("1 passed, 2 failed, 1 skipped");
});
