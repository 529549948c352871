import { expect, test } from "vitest";
import { createOnce } from "./idempotency.ts";

test("work is done once per key for ten minutes", async () => {
  let now = 0;
  let runs = 0;
  const once = createOnce<number>({ now: () => now });
  const work = async () => ++runs;
  expect(await Promise.all([once("a", work), once("a", work), once("b", work)])).toEqual([1, 1, 2]);
  now = 10 * 60_000 - 1;
  expect(await once("a", work)).toBe(1);
  now += 1;
  expect(await once("a", work)).toBe(3);
});
