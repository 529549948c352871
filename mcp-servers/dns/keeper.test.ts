import { expect, onTestFinished, test } from "vitest";
import { generationOf } from "../../db/generations.ts";
import { NAMES, saveService } from "../../db/services/index.ts";
import { freshDatabase } from "../../db/testing.ts";
import { HostAway, HostDrift, HostRefused } from "../../kernel/host/index.ts";
import { silentLog } from "../../kernel/log.ts";
import type { NameDriver } from "./driver.ts";
import { keepNames } from "./keeper.ts";

/** A house whose driver does as the test says, and notes what it was asked. */
async function house(answer: (call: number, overwrite?: readonly string[]) => void | Promise<void> = () => {}) {
  const { kysely: db, close } = await freshDatabase();
  const applied: { names: string[]; generation: number }[] = [];
  const driver: NameDriver = {
    name: "test",
    async apply(names, generation, { overwrite } = {}) {
      applied.push({ names: names.map(({ domain }) => domain), generation });
      await answer(applied.length, overwrite);
    },
    drift: () => Promise.reject(new HostAway("pi is away: no route")),
    close: async () => {},
  };
  const keeper = keepNames({ db, drivers: [driver], log: silentLog });
  onTestFinished(async () => {
    await keeper.close();
    await close();
  });
  const blank = { owner: "", description: "", tags: [], notes: "", example: false, protocol: "http" as const };
  const save = (key: string, port: number) =>
    saveService(db, { ...blank, key, name: key, ip: "192.168.0.10", port, domain: `${key}.server.local` });
  return { keeper, applied, save, generation: () => generationOf(db, NAMES) };
}

test("a house that never wanted a name is left alone", async () => {
  const { keeper, applied } = await house();
  await keeper.reconcile();
  expect(applied).toEqual([]);
});

test("what comes while a change is under way is one more change, however much it is", async () => {
  const gate = Promise.withResolvers<void>();
  const { applied, save, generation } = await house((call) => (call === 1 ? gate.promise : undefined));
  await save("a", 1);
  await expect.poll(() => applied.length).toBe(1);
  for (let at = 0; at < 20; at++) await save(`n${at}`, 100 + at);
  gate.resolve();
  await expect.poll(async () => (await generation()).applied).toBe(21);
  expect(applied.map(({ generation: of, names }) => [of, names.length])).toEqual([
    [1, 1],
    [21, 21],
  ]);
});

test("somebody who is away is tried again, and the problem is gone with the answer", async () => {
  const { applied, save, generation } = await house((call) => {
    if (call < 2) throw new HostAway("pi is away: no route");
  });
  await save("a", 1);
  await expect.poll(async () => (await generation()).problem).toBe("pi is away: no route");
  await expect.poll(async () => (await generation()).applied, { timeout: 5_000 }).toBe(1);
  expect([applied.length, (await generation()).problem]).toEqual([2, null]);
});

test("a no is a no: it is noted, and not tried again by itself", async () => {
  const { keeper, applied, save, generation } = await house(() => {
    throw new HostRefused("nginx says no");
  });
  await save("a", 1);
  await expect.poll(generation).toMatchObject({ applied: 0, problem: "nginx says no", refused: true });
  await keeper.close();
  expect(applied).toHaveLength(1);
});

test("what was changed by hand is written over by a repair alone", async () => {
  const { keeper, save, generation } = await house((_, overwrite) => {
    if (!overwrite?.includes("a.conf")) throw new HostDrift(["a.conf"]);
  });
  await save("a", 1);
  await expect.poll(generation).toMatchObject({ applied: 0, problem: "a.conf was changed by hand", refused: false });
  await keeper.reconcile({ repair: true });
  expect(await generation()).toMatchObject({ applied: 1, problem: null });
  expect(await keeper.drift()).toEqual(["pi is away: no route"]);
});

test("a bug in a driver is no end: it is told, and tried again", async () => {
  const { save, generation } = await house((call) => {
    if (call === 1) throw new TypeError("undefined is not a function");
  });
  await save("a", 1);
  await expect.poll(async () => (await generation()).applied, { timeout: 5_000 }).toBe(1);
});
