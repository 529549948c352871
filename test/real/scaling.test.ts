import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import { driverContract } from "../../composer/schedule/contract.ts";
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

driverContract("by BullMQ, on MariaDB", () => {
  const prefix = randomBytes(6).toString("hex");
  return { ...ground(), drive: (runner) => driveByQueue(runner, { url: redis.url, log: silentLog, prefix }) };
});
