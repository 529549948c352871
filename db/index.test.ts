import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, expect, test } from "vitest";
import { migrate, openDatabase } from "./index.ts";
import { migrations } from "./migrations.ts";
import { freshDatabase } from "./testing.ts";

const folder = mkdtempSync(join(tmpdir(), "steward-db-"));
afterAll(() => rmSync(folder, { recursive: true }));

const names = Object.keys(migrations);
const turn = {
  id: "t1",
  principal: "owner",
  channel: "chat",
  conversation: "c",
  sentence: "hi",
  at: 1_900_000_000_000,
  answer: "{}",
  undo: "[]",
  undo_state: "closed",
};

test("a file keeps what was written, over a restart", async () => {
  const file = join(folder, "kept.db");
  const first = await openDatabase({ file });
  await first.kysely.insertInto("turns").values(turn).execute();
  await first.close();
  const second = await openDatabase({ file });
  expect(await second.kysely.selectFrom("turns").selectAll().execute()).toEqual([turn]);
  expect(await sql`pragma journal_mode`.execute(second.kysely)).toMatchObject({ rows: [{ journal_mode: "wal" }] });
  expect(await sql`pragma busy_timeout`.execute(second.kysely)).toMatchObject({ rows: [{ timeout: 5000 }] });
  await second.close();
});

test.each(names)("a crash after the step %s, before its note, is made good at the next start", async (name) => {
  const { kysely, close } = await freshDatabase();
  await sql`delete from kysely_migration where name >= ${name}`.execute(kysely);
  await migrate(kysely);
  const noted = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(kysely);
  expect(noted.rows.map((row) => row.name)).toEqual(names);
  await close();
});

test("one file is opened once in a process, and closed with its last user", async () => {
  const file = join(folder, "shared.db");
  const [one, other] = await Promise.all([openDatabase({ file }), openDatabase({ file })]);
  expect(one.kysely).toBe(other.kysely);
  await one.close();
  await one.close();
  expect(await other.kysely.selectFrom("turns").selectAll().execute()).toEqual([]);
  await other.close();
  const later = await openDatabase({ file });
  expect(later.kysely).not.toBe(one.kysely);
  await later.close();
});

test("a server that is away is told without its password", async () => {
  const settings = { STEWARD_DATA: folder, DATABASE_URL: "mysql://u:secret@127.0.0.1:1/house" };
  await expect(openDatabase(settings)).rejects.toThrow(
    /^The database mysql:\/\/127\.0\.0\.1:1\/house cannot be used: (?!.*secret).*$/,
  );
});

test("a step that fails stops the start with its reason", async () => {
  const { kysely, close } = await freshDatabase();
  const broken = { ...migrations, "9999-broken": { up: () => Promise.reject(new Error("no such thing")) } };
  await expect(migrate(kysely, broken)).rejects.toThrow("no such thing");
  await close();
});

test("a folder that is not there is said in one line", async () => {
  await expect(openDatabase({ file: "/nowhere/at/all.db" })).rejects.toThrow(
    "The database /nowhere/at/all.db cannot be used: unable to open database file",
  );
});

test("a transaction that throws leaves nothing", async () => {
  const { kysely, close } = await freshDatabase();
  const failing = kysely.transaction().execute(async (transaction) => {
    await transaction.insertInto("turns").values(turn).execute();
    throw new Error("stop");
  });
  await expect(failing).rejects.toThrow("stop");
  expect(await kysely.selectFrom("turns").selectAll().execute()).toEqual([]);
  await close();
});

test("what is long, late or of another case is kept as it is", async () => {
  const { kysely, close } = await freshDatabase();
  const approval = { turn: "t", principal: "Ö 😀", hash: "h", state: "waiting", expires: 4_102_444_800_000 };
  const rows = ["ID", "id"].map((id) => ({ id, ...approval, request: `\\'"${id}${"ä".repeat(100_000)}` }));
  await kysely.insertInto("approvals").values(rows).execute();
  expect(await kysely.selectFrom("approvals").selectAll().orderBy("id").execute()).toEqual(rows);
  await close();
});

test("a value that no database of ours can hold is refused", async () => {
  const { kysely, close } = await openDatabase({ file: ":memory:" });
  await expect(sql`select ${true}`.execute(kysely)).rejects.toThrow("A boolean cannot be a parameter");
  await close();
});
