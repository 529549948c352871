import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openDatabase } from "../../db/index.ts";
import type { Run } from "../../db/tasks/runs.ts";
import { startMariaDb } from "./mariadb.ts";
import { startRedis } from "./redis.ts";
import type { Life } from "./tasks-house.ts";
import { LEASE_MS, keepTasks, linesOf, settled, standBy, wait } from "./tasks-house.ts";

/** A tenth of the campaign by default; 1,000 by `npm run test:real -- kills`, a tenth of them on several composers. */
const WHOLE = process.env["STEWARD_TEST_KILLS"];
const KILLS = Number(WHOLE ?? 40) * 2.5;
/** Milliseconds a task may be late beyond what a kill explains: the campaign measures it, every other run only that none hangs. */
const LATE_MS = WHOLE === undefined ? 10_000 : 1_000;
const SEED = Number(process.env["STEWARD_TEST_SEED"] ?? Date.now() % 1_000_000);
const SHARED_KILLS = KILLS / 10;
/** Milliseconds a composer lives, at most, before it is killed; and from one task to the next. */
const LIFE_MS = 300;
const STEP_MS = 100;

/** Small, seeded, and the same everywhere (mulberry32). */
function seeded(seed: number) {
  let state = seed >>> 0;
  return (most: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % most;
  };
}

/** What happened besides: when somebody was killed, and when, of what came while nobody served, somebody did again. */
interface Course {
  kills: number[];
  ups: number[];
}

/** Nothing lost and nothing twice; and in one line how late it was. */
function judge(name: string, { kills, ups }: Course, runs: Run[], done: Map<string, number[]>, count: number) {
  const keys = Array.from({ length: count }, (_, index) => `t${index}`);
  expect(runs.map(({ task }) => task).toSorted()).toEqual(keys.toSorted());
  expect(keys.filter((key) => (done.get(key)?.length ?? 0) > 1)).toEqual([]);
  const completed = runs.filter(({ state }) => state === "completed");
  const told = runs.filter(({ state }) => state === "interrupted");
  expect(completed.length + told.length).toBe(count);
  expect(completed.filter(({ task }) => !done.has(task))).toEqual([]);
  const did = runs.flatMap(({ task, due }) => (done.get(task) ?? []).map((at) => ({ due, at })));
  const late = ({ due, at }: { due: number; at: number }) =>
    Math.max(0, at - Math.max(due, ups.filter((up) => up <= at).at(-1) ?? 0));
  const isHit = ({ due, at }: { due: number; at: number }) => kills.some((kill) => kill >= due && kill <= at);
  const most = (some: typeof did) => Math.max(0, ...some.map(late));
  const [hit, calm] = [did.filter(isHit), did.filter((one) => !isHit(one))];
  process.stdout.write(
    `${name}: ${kills.length} kills, seed ${SEED}: ${count} tasks, 0 lost, 0 twice, ${told.length} cut off and told of; ` +
      `${calm.length} that no kill could hit at most ${most(calm)} ms late, ${hit.length} others ${most(hit)} ms\n`,
  );
  expect(most(calm)).toBeLessThanOrEqual(LATE_MS);
  expect(most(hit)).toBeLessThanOrEqual(LEASE_MS + LATE_MS);
}

test(
  `${KILLS} kills of one composer lose no task and run none twice`,
  { timeout: KILLS * 5_000 + 60_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "steward-kills-"));
    const ledger = join(folder, "ledger");
    const random = seeded(SEED);
    const { kysely: db, close } = await openDatabase({ STEWARD_DATA: folder });
    const course: Course = { kills: [], ups: [] };
    let count = 0;
    let next = await standBy(folder, ledger, {});
    try {
      for (let kill = 0; kill < KILLS; kill++) {
        const life = next;
        const ms = random(LIFE_MS);
        const some = 1 + random(3);
        await keepTasks(db, count, some, Date.now() + random(STEP_MS), STEP_MS);
        count += some;
        course.ups.push(await life.begin());
        const following = standBy(folder, ledger, {});
        await wait(ms);
        course.kills.push(Date.now());
        await life.kill();
        next = await following;
      }
      course.ups.push(await next.begin());
      const runs = await settled(db, count);
      await next.end();
      judge("one composer on SQLite", course, runs, linesOf(ledger), count);
    } finally {
      next.child.kill("SIGKILL");
      await close();
      rmSync(folder, { recursive: true });
    }
  },
);

test(
  `${SHARED_KILLS} kills of three composers, each in turn, lose no task and run none twice`,
  { timeout: SHARED_KILLS * 10_000 + 120_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "steward-kills-"));
    const ledger = join(folder, "ledger");
    const [maria, redis] = await Promise.all([startMariaDb(), startRedis()]);
    const environment = { DATABASE_URL: maria.url, REDIS_URL: redis.url };
    const place = (index: number) => join(folder, `composer-${index % 3}`);
    const { kysely: db, close } = await openDatabase({ STEWARD_DATA: folder, DATABASE_URL: maria.url });
    const random = seeded(SEED);
    const lives: Life[] = [];
    const course: Course = { kills: [], ups: [] };
    let count = 0;
    try {
      for (let index = 0; index < 3; index++) {
        const life = await standBy(place(index), ledger, environment);
        await life.begin();
        lives.push(life);
      }
      for (let kill = 0; kill < SHARED_KILLS; kill++) {
        const following = standBy(place(kill), ledger, environment);
        await keepTasks(db, count, 10, Date.now() + 200, STEP_MS);
        count += 10;
        await wait(200 + random(10 * STEP_MS));
        course.kills.push(Date.now());
        await lives[kill % 3]?.kill();
        const life = await following;
        await life.begin();
        lives[kill % 3] = life;
      }
      const runs = await settled(db, count);
      judge("three composers on MariaDB and Redis", course, runs, linesOf(ledger), count);
    } finally {
      for (const { child } of lives) child.kill("SIGKILL");
      await close();
      await Promise.all([maria.close(), redis.close()]);
      rmSync(folder, { recursive: true });
    }
  },
);
