import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { connect } from "../../cli/client.ts";
import { db } from "../../cli/db.ts";
import { openHouse } from "../../cli/open-house.ts";
import { turn } from "../../composer/agent/turn.ts";
import { takeFolder } from "../../composer/lock.ts";
import { raise } from "../../db/generations.ts";
import { openDatabase } from "../../db/index.ts";
import { root } from "../rooms.ts";
import { startMariaDb } from "./mariadb.ts";

const run = promisify(execFile);

/** What holds the database to its word: queries, migrations that are killed, and those who keep approvals, turns and rights in it. */
const SUITES = ["db/", "composer/gate/"];

const PATIENCE_MS = 400_000;
/** As unlike what we need as an owner may have set it. */
const ODD = ["--sql-mode=NO_BACKSLASH_ESCAPES,ANSI_QUOTES", "--default-storage-engine=MyISAM"];

test(
  "what holds on SQLite holds on MariaDB",
  async () => {
    const { url, close } = await startMariaDb(...ODD);
    try {
      const vitest = [
        join(root, "node_modules/vitest/vitest.mjs"),
        "run",
        "--project",
        "unit",
        "--project",
        "slow",
        ...SUITES,
      ];
      const env = { ...process.env, STEWARD_TEST_MYSQL: url, NO_COLOR: "1" };
      const { stdout } = await run(process.execPath, vitest, { cwd: root, env }).catch((fault: unknown) =>
        Object(fault),
      );
      expect(stdout).toMatch(/\n\d+ passed, 0 failed\s*$/);
    } finally {
      await close();
    }
  },
  PATIENCE_MS,
);

test("where the database is killed, what was committed stays; what comes then fails until it is back, and no longer", async () => {
  const { url, kill, start, close } = await startMariaDb();
  const database = await openDatabase({ STEWARD_DATA: "", DATABASE_URL: url });
  try {
    const many = () => Promise.all([1, 2, 3, 4, 5, 6].map(() => raise(database.kysely, "names")));
    expect((await many()).toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
    await kill();
    await expect(many()).rejects.toThrow(/ECONNRE|server closed the connection/);
    await start();
    expect(await raise(database.kysely, "names")).toBe(7);
  } finally {
    await database.close();
    await close();
  }
});

test("a house moves over from its file, and is served from there", async () => {
  const { url, close } = await startMariaDb();
  const folder = mkdtempSync(join(tmpdir(), "steward-moving-"));
  const ask = async (source: Record<string, string>, text: string) => {
    const lock = takeFolder(folder);
    if (!lock) throw new Error("the folder is taken");
    const house = await openHouse({ source, port: 0, lock });
    try {
      const client = await connect({ ...source, STEWARD_URL: house.url }, () => {});
      return turn.parse((await client.request("POST", "/api/ask", { text })).body).say;
    } finally {
      await house.close();
    }
  };
  try {
    const file = { STEWARD_DATA: folder };
    await ask(file, "add a service paperless at 192.168.0.10:8000");
    const lines: string[] = [];
    const client = () => Promise.reject(new Error("no composer is needed"));
    const print = (line: string) => void lines.push(line);
    const move = (...args: string[]) => db({ args: ["move", url, ...args], source: file, client, print, note: print });
    await move("--dry-run");
    await move();
    expect(lines[0]).toMatch(/^\d+ rows \(1 of turns, 2 of principals, \d+ of .*\) would come over; there are empty/);
    expect(lines[1]).toBe(lines[0]?.replace(/would come over.*/, "are there."));
    await expect(move()).rejects.toThrow(
      "There is a house already: its table turns is not empty. Nothing was written.",
    );
    const there = { ...file, DATABASE_URL: url };
    expect(await ask(there, "where is paperless")).toMatch(/^paperless .*at 192\.168\.0\.10:8000/);
    expect(await ask(there, "forget paperless")).toBe("paperless is out of the catalogue.");
    expect(await ask(there, "give portainer a name")).toBe("portainer.server.local now points at 192.168.0.10:9443.");
  } finally {
    await close();
    rmSync(folder, { recursive: true });
  }
});
