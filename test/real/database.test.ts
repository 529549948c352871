import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { root } from "../rooms.ts";
import { startMariaDb } from "./mariadb.ts";

const run = promisify(execFile);

/** What holds the database to its word: queries, migrations, and those who keep approvals, turns and rights in it. */
const SUITES = ["db/", "composer/gate/"];

test("what holds on SQLite holds on MariaDB", async () => {
  const { url, close } = await startMariaDb();
  try {
    const vitest = [join(root, "node_modules/vitest/vitest.mjs"), "run", "--project", "unit", ...SUITES];
    const env = { ...process.env, STEWARD_TEST_MYSQL: url, NO_COLOR: "1" };
    const { stdout } = await run(process.execPath, vitest, { cwd: root, env }).catch((fault: unknown) => Object(fault));
    expect(stdout).toMatch(/\n\d+ passed, 0 failed\s*$/);
  } finally {
    await close();
  }
});
