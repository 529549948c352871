import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "./index.ts";
import { TABLES, copyAll } from "./move.ts";
import { listServices, saveService } from "./services/index.ts";
import { freshDatabase } from "./testing.ts";

async function house() {
  const folder = mkdtempSync(join(tmpdir(), "steward-move-"));
  const { kysely, close } = await openDatabase({ STEWARD_DATA: folder });
  onTestFinished(async () => {
    await close();
    rmSync(folder, { recursive: true });
  });
  return kysely;
}
const blank = { owner: "Ö 😀", description: "", ip: "192.168.0.10", notes: "a\nb", domain: null, example: false };

test("a house comes over whole, once", async () => {
  const from = await house();
  for (let at = 1; at <= 120; at++)
    await saveService(from, {
      ...blank,
      key: `k${at}`,
      name: `K${at}`,
      port: at,
      protocol: "http",
      tags: ["x", `t${at}`],
    });
  const { kysely: to, close } = await freshDatabase();
  onTestFinished(close);
  const none = { turns: 0, approvals: 0, principals: 0, credentials: 0, passwords: 0 };
  const all = {
    ...none,
    services: 120,
    service_tags: 240,
    generations: 1,
    machines: 0,
    tasks: 0,
    runs: 0,
    spending: 0,
    audit: 0,
  };
  expect([await copyAll(from, to, true), await listServices(to)]).toEqual([all, []]);
  expect(await copyAll(from, to)).toEqual(all);
  expect(await listServices(to)).toEqual(await listServices(from));
  await expect(copyAll(from, to)).rejects.toThrow(
    "There is a house already: its table services is not empty. Nothing was written.",
  );
});

test("every table there is comes over", async () => {
  const made = await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(await house());
  const own = made.rows
    .map(({ name }) => name)
    .filter((name) => !name.startsWith("kysely_") && !name.startsWith("sqlite_"));
  expect(own.toSorted()).toEqual([...TABLES].toSorted());
});
