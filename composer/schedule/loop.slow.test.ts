import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openDatabase } from "../../db/index.ts";
import { silentLog } from "../../kernel/log.ts";
import { driverContract } from "./contract.ts";
import { driveHere } from "./loop.ts";

driverContract("by timers, on SQLite", () => {
  const folder = mkdtempSync(join(tmpdir(), "steward-drive-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return {
    async open() {
      const { kysely: db, close } = await openDatabase({ STEWARD_DATA: folder });
      return { db, close };
    },
    drive: (runner) => driveHere(runner, silentLog),
  };
});
