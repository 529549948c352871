import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { turn } from "../../composer/agent/turn.ts";
import { openDatabase } from "../../db/index.ts";
import { listRuns } from "../../db/tasks/runs.ts";
import { demoHouse } from "../../mcp-servers/homeassistant/demo/demo-house.ts";
import { startDemoHome } from "../../mcp-servers/homeassistant/demo/server.ts";
import type { HouseProcess } from "./houses.ts";
import { startHouse } from "./houses.ts";
import { startMariaDb } from "./mariadb.ts";
import { startRedis } from "./redis.ts";
import { keepTasks, linesOf, settled, standBy, wait } from "./tasks-house.ts";

const folder = mkdtempSync(join(tmpdir(), "steward-scaling-"));
const PATIENCE_MS = 600_000;
const runs = z.array(z.object({ task: z.string(), state: z.string(), ended: z.number().nullable() }));
const records = z.array(z.looseObject({ kind: z.string(), chain: z.string(), tool: z.string().optional() }));

let maria: Awaited<ReturnType<typeof startMariaDb>>;
let redis: Awaited<ReturnType<typeof startRedis>>;

beforeAll(async () => {
  [maria, redis] = await Promise.all([startMariaDb(), startRedis()]);
});
afterAll(async () => {
  await Promise.all([maria.close(), redis.close()]);
  rmSync(folder, { recursive: true });
});

test(
  "three composers share turns, tasks, audit and events; each is killed in turn, and nothing is lost",
  async () => {
    const home = await startDemoHome({ home: demoHouse });
    const settings = {
      DATABASE_URL: maria.url,
      REDIS_URL: redis.url,
      HASS_URL: home.url,
      HASS_TOKEN: home.token,
      STEWARD_TOKEN: "a-token-that-all-of-them-have",
    };
    const start = (index: number) => startHouse(join(folder, `house-${index}`), settings);
    const houses: HouseProcess[] = [];
    const at = (index: number) => {
      const found = houses[index % 3];
      if (!found) throw new Error(`no house ${index}`);
      return found;
    };
    const listening = new AbortController();
    try {
      for (let index = 0; index < 3; index++) houses.push(await start(index));
      let heard = "";
      const ended = at(2)
        .listen(listening.signal, (text) => (heard += text))
        .catch((fault: unknown) => (heard += String(fault)));
      while (heard === "") await wait(20);
      expect(heard).toBe(": listening\n\n");

      // What was said to one is known to the others: its turn and audit, and how it is taken back.
      const said = await at(0).read(turn, "POST", "/api/ask", { text: "turn on the counter light" });
      expect(said.say).toBe("Counter Light is on.");
      expect(await at(1).read(turn, "GET", `/api/turns/${said.turn}`)).toMatchObject({ say: said.say });
      const noted = await at(1).read(records, "GET", `/api/audit?turn=${said.turn}`);
      expect(noted.map(({ kind }) => kind)).toContain("intent");
      const undone = await at(2).read(turn, "POST", `/api/turns/${said.turn}/undo`, {});
      expect(undone.say).toBe("Counter Light is off again.");
      while (!heard.includes(said.turn)) await wait(20);

      // Tasks are kept by one and run by any, while each is killed once.
      const items = Array.from({ length: 24 }, (_, index) => `thing ${index}`);
      for (const [index, item] of items.entries()) {
        const when = new Date(Date.now() + 1_000 + index * 250).toISOString();
        const what = `home_list ${JSON.stringify({ do: "add", item })}`;
        await at(index).read(z.unknown(), "POST", "/api/tasks", { when, what });
      }
      for (let index = 0; index < 3; index++) {
        await wait(500);
        await at(index).kill();
        houses[index] = await start(index);
      }
      const all = async () =>
        (await at(0).read(runs, "GET", "/api/tasks/runs")).filter(({ task }) => task.startsWith("home"));
      for (
        let came = await all();
        came.length < items.length || came.some((run) => run.ended === null);
        came = await all()
      )
        await wait(200);
      const told = (await all()).filter(({ state }) => state === "interrupted").length;
      expect((await all()).filter(({ state }) => state === "completed").length + told).toBe(items.length);
      const there = Number(home.states()["todo.shopping_list"]?.state) - 2;
      expect(there).toBeGreaterThanOrEqual(items.length - told);
      expect(there).toBeLessThanOrEqual(items.length);
      const chains = new Set((await at(1).read(records, "GET", "/api/audit?limit=1000")).map(({ chain }) => chain));
      expect(chains.size).toBe(3);
      process.stdout.write(`three houses, each killed once: 24 tasks, ${told} cut off and told of\n`);
      listening.abort();
      await ended;
    } finally {
      listening.abort();
      for (const house of houses) await house.kill();
      await home.close();
    }
  },
  PATIENCE_MS,
);

const TASKS = 300;

/** Runs a second, of as many tasks as are due at one moment; each a turn with its audit on the disk. */
async function rate(name: string, composers: number, environment: Record<string, string>): Promise<number> {
  const place = join(folder, name);
  const ledger = `${place}.ledger`;
  const lives = await Promise.all(
    Array.from({ length: composers }, (_, index) =>
      standBy(environment["DATABASE_URL"] === undefined ? place : `${place}-${index}`, ledger, environment),
    ),
  );
  try {
    for (const life of lives) await life.begin();
    const { kysely: db, close } = await openDatabase({ STEWARD_DATA: place, ...environment });
    const before = (await listRuns(db, { limit: 10_000 })).length;
    await keepTasks(db, before, TASKS, Date.now() + 1_000, 0);
    await settled(db, before + TASKS);
    await close();
    for (const life of lives) await life.end();
  } finally {
    for (const life of lives) await life.kill(); // one that is left would keep the whole run from ending
  }
  const times = [...linesOf(ledger).values()].flat();
  return TASKS / ((Math.max(...times) - Math.min(...times)) / 1_000);
}

test(
  "what a house runs in a second",
  async () => {
    const shared = { DATABASE_URL: maria.url, REDIS_URL: redis.url };
    const alone = await rate("alone", 1, {});
    const one = await rate("one", 1, shared);
    const three = await rate("three", 3, shared);
    const said = [alone, one, three].map((each) => each.toFixed(0));
    process.stdout.write(
      `runs a second: ${said[0]} by one composer on SQLite, ${said[1]} by one on MariaDB and Redis, ${said[2]} by three on one machine\n`,
    );
    expect(Math.min(alone, one, three)).toBeGreaterThan(0);
  },
  PATIENCE_MS,
);
