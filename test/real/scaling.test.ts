import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import { driverContract } from "../../composer/schedule/contract.ts";
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

driverContract("by BullMQ, on MariaDB", () => {
  const place = freshPlace();
  const prefix = randomBytes(6).toString("hex");
  onTestFinished(async () => (await place).clear());
  return {
    async open() {
      const { kysely: db, close } = await openDatabase((await place).settings);
      return { db, close };
    },
    drive: (runner) => driveByQueue(runner, { url: redis.url, log: silentLog, prefix }),
  };
});
