import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { takeFolder } from "../composer/lock.ts";
import { openDatabase } from "../db/index.ts";
import { db } from "./db.ts";

const AWAY = "mysql://u:secret@127.0.0.1:1/house";
const MUST =
  "Settings need attention: DATABASE_URL: must be mysql://USER:PASSWORD@HOST/DATABASE; unset, a file in STEWARD_DATA (see .env.example)";

function moving() {
  const data = mkdtempSync(join(tmpdir(), "steward-db-move-"));
  onTestFinished(() => rmSync(data, { recursive: true }));
  const print = () => {};
  const client = () => Promise.reject(new Error("no composer is needed"));
  const move = (url: string) => db({ args: ["move", url], source: { STEWARD_DATA: data }, client, print, note: print });
  return { data, move };
}

test("a house that is not there, is in use, or cannot go there is not moved", async () => {
  const { data, move } = moving();
  await expect(move(AWAY)).rejects.toThrow(`There is no house in ${data}: STEWARD_DATA is its folder.`);
  await (await openDatabase({ STEWARD_DATA: data })).close();
  for (const url of ["sqlite://house", "mysql://u:secret@server"]) await expect(move(url)).rejects.toThrow(MUST);
  await expect(move(AWAY)).rejects.toThrow(
    /^The database mysql:\/\/127\.0\.0\.1:1\/house cannot be used: (?!.*secret)/,
  );
  const lock = takeFolder(data);
  await expect(move(AWAY)).rejects.toThrow(`A composer runs on ${data} (starting): end it first.`);
  lock?.release();
});
