import { expect, test } from "vitest";
import { overHttp, startHouse } from "./house.ts";
import { runOwn, runOwnRenamed } from "./own.ts";
import { scoreOf } from "./report.ts";
import type { StartHouse } from "./run.ts";

const start: StartHouse = async (environment) => {
  const house = await startHouse(environment);
  return { ...overHttp(house), close: house.close };
};

test("all servers' own sentences are right", async () => {
  const { rows, right } = scoreOf("own", await runOwn(start));
  expect({ right }).toEqual({ right: rows });
}, 60_000);

test.each(["1", "7", "42"])(
  "under other names (seed %s) they score the same within a point, and none is wrong",
  async (seed) => {
    const { rows, right, wrong } = scoreOf("renamed", await runOwnRenamed(start, seed));
    expect(wrong).toBe(0);
    expect((100 * right) / rows).toBeGreaterThanOrEqual(99);
  },
  60_000,
);
