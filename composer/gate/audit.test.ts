import { spawn } from "node:child_process";
import { appendFileSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { silentLog } from "../../kernel/log.ts";
import type { Disk } from "./audit.ts";
import { openAudit } from "./audit.ts";
import { verifyAudit } from "./chain.ts";
import { scratch } from "./testing.ts";

const clock = { now: () => 1_900_000_000_000 };
const open = (folder: string, disk?: Disk) =>
  openAudit({ folder, clock, random: () => "chain1", log: silentLog, disk });
const note = (turn: string) => ({ kind: "intent", turn });

async function written(count = 3) {
  const folder = scratch();
  const audit = await open(folder);
  for (let index = 0; index < count; index += 1) audit.append(note(`t${index}`));
  await audit.close();
  return { folder, file: audit.file };
}
const rewrite = (file: string, change: (text: string) => string) =>
  writeFileSync(file, change(readFileSync(file, "utf8")));
const turnsIn = async (folder: string, turn?: string) => {
  const audit = await open(folder);
  const records = await audit.latest({ limit: 100, turn });
  await audit.close();
  return records.map(({ seq, kind, turn: of }) => `${seq} ${kind} ${String(of ?? "")}`.trim());
};

afterEach(() => vi.useRealTimers());

test("records are chained in one file of the chain's name, which only its owner reads", async () => {
  const { folder, file } = await written();
  expect(await verifyAudit(file)).toEqual({
    ok: true,
    chain: "chain1",
    records: 3,
    last: expect.stringMatching(/^[0-9a-f]{64}$/),
    torn: 0,
  });
  expect(readdirSync(folder)).toEqual(["chain1.jsonl"]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("a restart goes on with the same chain", async () => {
  const { folder, file } = await written(2);
  const audit = await openAudit({ folder, clock, random: () => "another", log: silentLog });
  await audit.commit(note("after"));
  await audit.close();
  expect(await turnsIn(folder)).toEqual(["2 intent after", "1 intent t1", "0 intent t0"]);
  expect(await verifyAudit(file)).toMatchObject({ ok: true, records: 3 });
});

test.each<[string, (text: string) => string, number, string]>([
  ["a changed word", (text) => text.replace('"t1"', '"tX"'), 2, "altered, or torn and not told of"],
  ["a removed record", (text) => text.split("\n").toSpliced(1, 1).join("\n"), 2, "record 1 is missing"],
  ["a removed beginning", (text) => text.split("\n").slice(1).join("\n"), 1, "record 0 is missing"],
  [
    "records swapped",
    (text) =>
      text
        .split("\n")
        .toSpliced(0, 2, ...text.split("\n").slice(0, 2).toReversed())
        .join("\n"),
    1,
    "record 0 is missing",
  ],
  [
    "a record twice",
    (text) =>
      text
        .split("\n")
        .toSpliced(1, 0, text.split("\n")[1] ?? "")
        .join("\n"),
    3,
    "record 2 is missing",
  ],
  ["a line put in", (text) => text.replace("\n", '\n{"kind":"intent"}\n'), 2, "altered, or torn and not told of"],
  ["an unfinished end", (text) => text.slice(0, -20), 3, "altered, or torn and not told of"],
])("%s is found", async (_, change, line, fault) => {
  const { file } = await written();
  rewrite(file, change);
  expect(await verifyAudit(file)).toMatchObject({ ok: false, line, fault });
});

test("a chain put together of two is found", async () => {
  const { file } = await written(2);
  const other = scratch();
  const audit = await openAudit({ folder: other, clock, random: () => "chain2", log: silentLog });
  audit.append(note("x"));
  audit.append(note("y"));
  audit.append(note("z"));
  await audit.close();
  appendFileSync(file, readFileSync(audit.file, "utf8").split("\n").slice(2).join("\n"));
  expect(await verifyAudit(file)).toMatchObject({
    ok: false,
    line: 3,
    fault: "does not follow from the record before it",
  });
});

test("any byte changed is found", async () => {
  const { file } = await written();
  const whole = readFileSync(file);
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
      const altered = Buffer.from(whole);
      altered[at] = ((whole[at] ?? 0) + by) % 256;
      writeFileSync(file, altered);
      expect((await verifyAudit(file)).ok).toBe(false);
    }),
    { numRuns: 60 },
  );
});

test("cut anywhere by a crash, the chain goes on after its last good record and tells of the rest", async () => {
  const { file: original } = await written();
  const whole = readFileSync(original);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: whole.length }), async (length) => {
      const folder = scratch();
      const file = join(folder, "chain1.jsonl");
      writeFileSync(file, whole.subarray(0, length));
      for (const turn of ["first", "second"]) {
        const audit = await open(folder);
        await audit.commit(note(turn));
        await audit.close();
      }
      const verdict = await verifyAudit(file);
      expect(verdict).toMatchObject({ ok: true });
      expect(readFileSync(file).subarray(0, length)).toEqual(whole.subarray(0, length));
    }),
    { numRuns: 60 },
  );
});

test("an unfinished record is kept as evidence, and told of once", async () => {
  const { folder, file } = await written(2);
  appendFileSync(file, '{"chain":"chain1","seq":2,"at"');
  const audit = await open(folder);
  await audit.commit(note("after"));
  await audit.close();
  expect(await turnsIn(folder)).toEqual(["3 intent after", "2 torn", "1 intent t1", "0 intent t0"]);
  expect(await verifyAudit(file)).toMatchObject({ ok: true, records: 4, torn: 1 });
  rewrite(file, (text) => text.replace('"seq":2,"at"\n', '"seq":2,"AT"\n'));
  expect(await verifyAudit(file)).toMatchObject({ ok: false, line: 3 });
});

test("after kill -9 in the middle of writing, every record whose commit returned is there, and the chain goes on", async () => {
  const folder = scratch();
  const script = `
    const { openAudit } = await import(${JSON.stringify(join(import.meta.dirname, "audit.ts"))});
    const log = { info() {}, warn() {}, error() {} };
    const audit = await openAudit({ folder: ${JSON.stringify(folder)}, clock: Date, random: () => "chain1", log });
    for (let turn = 0; ; turn += 1) {
      await audit.commit({ kind: "intent", turn: String(turn) });
      process.stdout.write(turn + "\\n");
    }`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let returned = "";
  for await (const chunk of child.stdout) {
    returned += String(chunk);
    if (returned.split("\n").length > 20) child.kill("SIGKILL");
  }
  const last = Number(returned.split("\n").at(-2));
  const audit = await open(folder);
  await audit.commit(note("after"));
  await audit.close();
  const verdict = await verifyAudit(audit.file);
  expect(verdict).toMatchObject({ ok: true });
  expect(verdict.records).toBeGreaterThanOrEqual(last + 2);
});

/** A disk of so many bytes over a real file, and its syncs. */
function smallDisk(node: { write(fd: number, data: Buffer): number }) {
  const disk = {
    left: Number.POSITIVE_INFINITY,
    syncs: 0,
    write(fd: number, data: Buffer) {
      if (disk.left === 0) throw new Error("ENOSPC: no space left on device, write");
      const part = data.subarray(0, disk.left);
      disk.left -= part.length;
      return node.write(fd, part);
    },
    async sync() {
      disk.syncs += 1;
    },
  };
  return disk;
}
const { writeSync } = await import("node:fs");

test("a disk that fills up in the middle of a record refuses it, and the chain is whole once there is room", async () => {
  const folder = scratch();
  const disk = smallDisk({ write: (fd, data) => writeSync(fd, data) });
  const audit = await open(folder, disk);
  audit.append(note("t0"));
  for (const left of [30, 1, 20, 0]) {
    disk.left = left;
    await expect(audit.commit(note("lost"))).rejects.toThrow(
      /^Nothing was done: the audit cannot be written \(.*no space left on device.*\)\.$/,
    );
  }
  disk.left = Number.POSITIVE_INFINITY;
  await audit.commit(note("t1"));
  await audit.close();
  expect(await turnsIn(folder)).toEqual(["2 intent t1", "1 torn", "0 intent t0"]);
  expect(await verifyAudit(audit.file)).toMatchObject({ ok: true, records: 3, torn: 1 });
});

test("writes that come together share a sync, and none returns before one that began after it", async () => {
  const finish: (() => void)[] = [];
  const disk = {
    write: (_: number, data: Buffer) => data.length,
    sync: () => new Promise<void>((done) => finish.push(done)),
  };
  const audit = await open(scratch(), disk);
  const done: string[] = [];
  const commit = (turn: string) => audit.commit(note(turn)).then(() => done.push(turn));
  const first = [commit("a"), commit("b")];
  await vi.waitFor(() => expect(finish).toHaveLength(1));
  const second = [commit("c"), commit("d")];
  finish[0]?.();
  await Promise.all(first);
  expect(done).toEqual(["a", "b"]);
  await vi.waitFor(() => expect(finish).toHaveLength(2));
  finish[1]?.();
  await Promise.all(second);
  expect([done, finish.length]).toEqual([["a", "b", "c", "d"], 2]);
});

test("a read is written at once and on disk within a second", async () => {
  vi.useFakeTimers();
  const disk = smallDisk({ write: (_, data) => data.length });
  const audit = await open(scratch(), disk);
  audit.append(note("read"));
  audit.append(note("read"));
  expect(disk.syncs).toBe(0);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(disk.syncs).toBe(1);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(disk.syncs).toBe(1);
});

test("after a sync that failed nothing is taken until a restart", async () => {
  const disk = {
    write: (_: number, data: Buffer) => data.length,
    sync: () => Promise.reject(new Error("EIO: i/o error, fdatasync")),
  };
  const audit = await open(scratch(), disk);
  const line = "Nothing was done: the audit cannot be written (EIO: i/o error, fdatasync).";
  await expect(audit.commit(note("a"))).rejects.toThrow(line);
  expect(() => audit.append(note("b"))).toThrow(line);
});

test("the latest are found, of all or of one turn, also far back", async () => {
  const folder = scratch();
  const audit = await open(folder);
  for (let index = 0; index < 3_000; index += 1)
    audit.append({ kind: "intent", turn: `t${index}`, args: { text: "ä".repeat(99) } });
  const turns = async (options: { limit: number; turn?: string }) =>
    (await audit.latest(options)).map(({ turn }) => turn);
  expect(await turns({ limit: 2 })).toEqual(["t2999", "t2998"]);
  expect(await turns({ limit: 2, turn: "t7" })).toEqual(["t7"]);
  expect(await turns({ limit: 9, turn: "none" })).toEqual([]);
  expect(await turns({ limit: 9_999 })).toHaveLength(3_000);
  await audit.close();
});
