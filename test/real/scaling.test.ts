import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { allEnded, driverContract, sharedHouse } from "../../composer/schedule/contract.ts";
import type { Ground } from "../../composer/schedule/contract.ts";
import { driveHere } from "../../composer/schedule/loop.ts";
import { driveByQueue } from "../../composer/schedule/queue.ts";
import { freshPlace } from "../../db/testing.ts";
import { openDatabase } from "../../db/index.ts";
import { silentLog } from "../../kernel/log.ts";
import { startMariaDb } from "./mariadb.ts";
import { startRedis } from "./redis.ts";

let maria: Awaited<ReturnType<typeof startMariaDb>>;
let redis: Awaited<ReturnType<typeof startRedis>>;

beforeAll(async () => {
  [maria, redis] = await Promise.all([startMariaDb(), startRedis()]);
  process.env["STEWARD_TEST_MYSQL"] = maria.url;
});
afterAll(async () => {
  await Promise.all([maria.close(), redis.close()]);
});

/** A database of its own on the server, which goes with its test. */
function ground() {
  const place = freshPlace();
  onTestFinished(async () => (await place).clear());
  return {
    async open() {
      const { kysely: db, close } = await openDatabase((await place).settings);
      return { db, close };
    },
  };
}

driverContract("by timers, on MariaDB", () => ({
  ...ground(),
  drive: (runner) => driveHere(runner, silentLog),
}));

/** The same with the queue, under names of its own. */
function queued(): Ground {
  const prefix = randomBytes(6).toString("hex");
  return { ...ground(), drive: (runner) => driveByQueue(runner, { url: redis.url, log: silentLog, prefix }) };
}

driverContract("by BullMQ, on MariaDB", queued);

test("a Redis that dies with all it held is laid anew, and nothing of the house was in it", async () => {
  const { add, composer, done, until, runs } = await sharedHouse(queued());
  await Promise.all([composer(1), composer(2)]);
  await add("before");
  await until(async () => allEnded(await runs(), 1));
  await redis.kill();
  await add("meanwhile");
  await redis.start();
  await until(async () => allEnded(await runs(), 2));
  expect(done.map(({ text }) => text)).toEqual(["before", "meanwhile"]);
});
