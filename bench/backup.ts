import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { systemClock } from "../kernel/clock.ts";
import { openBackups } from "../mcp-servers/minecraft/backup/backups.ts";
import type { Console } from "../mcp-servers/minecraft/console/console.ts";

const REGIONS = 42;
const REGION = 4_000_000;
const ROUNDS = 3;

/** Backups of a world of 168 MB, packed as region files are, beside what the system has for it; best of three. */
export async function run(print: (row: object) => void): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), "steward-backup-"));
  const world = join(root, "world");
  await makeWorld(world);
  const rows: { wall: number; cpu: number; writable: number; archived: number; bytes: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) rows.push(await ours(world, join(root, `backups-${round}`)));
  const best = rows.toSorted((one, other) => one.wall - other.wall)[0];
  print({ bench: "backup", what: `${(REGIONS * REGION) / 1e6} MB, archived, verified and named`, ...best });
  for (const [name, command, file] of OTHERS) {
    const target = join(root, file);
    const times: { wall: number; cpu: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await rm(target, { force: true });
      const time = await theirs(command(target), root);
      if (time) times.push(time);
    }
    const [first] = times.toSorted((one, other) => one.wall - other.wall);
    if (first) print({ bench: "backup", what: name, ...first, bytes: (await stat(target)).size });
  }
  await rm(root, { recursive: true });
}

const OTHERS: readonly (readonly [name: string, command: (file: string) => string, file: string])[] = [
  ["zip -r (not verified)", (file) => `zip -qr ${file} world`, "world.zip"],
  ["tar --zstd (not verified)", (file) => `tar -cf ${file} --zstd world`, "world.tar.zst"],
  ["tar -cz (not verified)", (file) => `tar -czf ${file} world`, "world.tar.gz"],
];

/** Milliseconds: all of it, of processor, from the flush until the server saves again, and until it is archived. */
async function ours(world: string, backups: string) {
  let flushed = 0;
  let on = 0;
  let archived = 0;
  const console: Console = {
    players: async () => [],
    say: async () => {},
    flush: async () => void (flushed = performance.now()),
    saving: async (isOn) => {
      if (isOn) on = performance.now();
    },
  };
  const places = { name: "bench", world, backups, keep: { daily: 3, weekly: 3 } };
  const opened = openBackups(places, systemClock, (step) => {
    if (step === "written") archived = performance.now();
  });
  const before = process.cpuUsage();
  const began = performance.now();
  const came = await opened.make(console, false, AbortSignal.timeout(60_000));
  const wall = Math.round(performance.now() - began);
  const { user, system } = process.cpuUsage(before);
  return {
    wall,
    cpu: Math.round((user + system) / 1_000),
    writable: Math.round(on - flushed),
    archived: Math.round(archived - flushed),
    bytes: "made" in came ? came.made.bytes : 0,
  };
}

/** The same of a command, as the shell times it; undefined where the system has none. */
async function theirs(command: string, cwd: string): Promise<{ wall: number; cpu: number } | undefined> {
  const timed = `TIMEFORMAT="%R %U %S"; time ${command}`;
  const { stderr } = await promisify(execFile)("bash", ["-c", timed], { cwd }).catch(() => ({ stderr: "" }));
  const [wall, user, system] = stderr.trim().split(" ").map(Number);
  if (wall === undefined || user === undefined || system === undefined) return undefined;
  return { wall: Math.round(wall * 1_000), cpu: Math.round((user + system) * 1_000) };
}

/** Region files: chunks that are packed already, each filled up with zeros to whole sectors of 4 KiB. */
async function makeWorld(folder: string): Promise<void> {
  await mkdir(join(folder, "region"), { recursive: true });
  const random = randomBytes(REGION);
  for (let region = 0; region < REGIONS; region++) {
    const bytes = Buffer.alloc(REGION);
    const start = createHash("sha256").update(String(region)).digest().readUInt16LE(0);
    for (let at = 8_192, chunk = 0; at + 8_192 < REGION; at += 8_192, chunk++) {
      const from = (start * 31 + chunk * 5_003 + region * 7) % (REGION - 8_192);
      random.copy(bytes, at, from, from + 4_096 + ((chunk * 977) % 4_096));
    }
    await writeFile(join(folder, `region/r.${region}.0.mca`), bytes);
  }
}
