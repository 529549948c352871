import { expect, onTestFinished, test } from "vitest";
import { freshDatabase } from "../../../db/testing.ts";
import { createPurse } from "./purse.ts";

async function purseAt(date: string, cap = 5) {
  const { kysely: db, close } = await freshDatabase();
  onTestFinished(close);
  const clock = { time: new Date(date).getTime(), now: () => clock.time };
  return { clock, purse: createPurse({ db, clock, cap }), other: createPurse({ db, clock, cap }) };
}

test("money is spent out of one purse, until the month is over", async () => {
  const { clock, purse, other } = await purseAt("2026-11-30T12:00:00");
  expect(await purse.left()).toBe(5);
  await Promise.all([purse.spend(1.5), other.spend(2.25), purse.spend(0.000_000_4)]);
  expect(await other.left()).toBeCloseTo(1.249_999, 9);
  expect(await other.allows()).toBe(true);
  await purse.spend(1.25);
  expect(await other.allows()).toBe(false);
  clock.time = new Date("2026-12-01T00:00:00").getTime();
  expect(await other.left()).toBe(5);
});

test("a cap of nothing allows nothing", async () => {
  const { purse } = await purseAt("2026-11-30T12:00:00", 0);
  expect(await purse.allows()).toBe(false);
});
