import { expect, test } from "vitest";
import { z } from "zod";
import { servers } from "../../mcp-servers/index.ts";
import { smallHouse } from "../testing.ts";

const MINUTE = 60_000;
/** Tuesday 24 November 2026, 10:15 in Berlin. */
const NOW = Date.parse("2026-11-24T09:15:00Z");
const scheduler = servers.filter(({ name }) => name === "scheduler");

/** The small house with tasks, on a Tuesday morning. */
async function house() {
  const small = await smallHouse({ TZ: "Europe/Berlin" }, ...scheduler);
  small.clock.time = NOW;
  const tasks = z.array(z.looseObject({ line: z.string() }));
  return {
    ...small,
    tasks: async () => (await small.read(tasks, "GET", "/api/tasks")).map(({ line }) => line),
    async at(minutes: number) {
      small.clock.time = NOW + minutes * MINUTE;
      await small.tick();
    },
  };
}

test.each([
  [
    "turn on the left lamp every weekday at seven am",
    "Every weekday at 07:00: turn on the left lamp; next tomorrow 07:00.",
  ],
  ["in ten minutes turn on the left lamp", "Today 10:25: turn on the left lamp."],
  ["on 3 December at 18:00, turn on the left lamp.", "Thursday 3 December 18:00: turn on the left lamp."],
  [
    "turn on the left lamp on the 24th of December at half past six pm",
    "Thursday 24 December 18:30: turn on the left lamp.",
  ],
  [
    "turn on the left lamp and turn off the right lamp tomorrow at noon",
    "Tomorrow 12:00: turn on the left lamp and turn off the right lamp.",
  ],
  ["every ten minutes turn on the left lamp", "Every 10 minutes: turn on the left lamp; next today 10:25."],
  ["turn on the left lamp at 8 if it is bright", "Today 20:00: turn on the left lamp if it is bright."],
  [
    "every day at 7 am turn on the left lamp for ten minutes",
    "Every day at 07:00: turn on the left lamp for ten minutes; next tomorrow 07:00.",
  ],
])("%j is kept and read back; nothing is done now", async (sentence, said) => {
  const { ask, world, tasks } = await house();
  expect(await ask(sentence, { dryRun: true })).toMatchObject({ say: `Would do: ${said}` });
  expect(await tasks()).toEqual([]);
  expect(await ask(sentence)).toMatchObject({
    say: said,
    tier: "phrases",
    undoable: true,
    calls: [{ tool: "task_add" }],
  });
  expect(world.lamps["left lamp"]).toBe("off");
  expect(await tasks()).toHaveLength(1);
  expect((await ask("undo")).say).toMatch(/^No longer planned: .*(left lamp)/);
  expect(await tasks()).toEqual([]);
});

test("what it means is settled when it is said, and where it was said is kept", async () => {
  const { ask, at, world } = await house();
  await ask("turn on the left lamp");
  await ask("turn it off in ten minutes", { area: "Study" });
  await ask("turn on the right lamp");
  await at(10);
  expect(world.lamps).toEqual({ "left lamp": "off", "right lamp": "on" });
  expect(world.heardIn.at(-1)).toBe("Study");
});

test("for a while: done now, and taken back then", async () => {
  const { ask, at, world, tasks } = await house();
  expect(await ask("turn on the left lamp for half an hour")).toMatchObject({
    say: "The left lamp is on. Taken back today 10:45.",
    undoable: true,
  });
  expect(world.lamps["left lamp"]).toBe("on");
  await at(29);
  expect(world.lamps["left lamp"]).toBe("on");
  await at(30);
  expect(world.lamps["left lamp"]).toBe("off");
  expect(await tasks()).toEqual([]);
});

test("until a time; and what was taken back before stays so", async () => {
  const { ask, at, world, tasks } = await house();
  expect((await ask("turn on the left lamp until 11 am")).say).toBe("The left lamp is on. Taken back today 11:00.");
  expect((await ask("undo")).say).toBe("No longer planned: turn on the left lamp. The left lamp is off.");
  expect(await tasks()).toEqual([]);
  await ask("turn on the left lamp");
  await at(45);
  expect(world.lamps["left lamp"]).toBe("on");
});

test("a while that comes later lasts as long", async () => {
  const { ask, at, world } = await house();
  await ask("in ten minutes turn on the left lamp for ten minutes");
  await at(10);
  expect(world.lamps["left lamp"]).toBe("on");
  await at(20);
  expect(world.lamps["left lamp"]).toBe("off");
});

test("what failed is not taken back later, and what is only looked at neither", async () => {
  const { ask, tasks } = await house();
  expect((await ask("scribble for ten minutes")).say).toBe("The pen is dry.");
  expect((await ask("how is it for ten minutes")).calls.map(({ tool }) => tool)).toEqual(["lamp_get"]);
  expect(await tasks()).toEqual([]);
});

test("a question comes before it is kept, and its answer keeps it", async () => {
  const { ask, at, world, tasks } = await house();
  expect(await ask("make it bright in ten minutes")).toMatchObject({ say: "Which lamp?", calls: [] });
  expect(await tasks()).toEqual([]);
  expect((await ask("the right one")).say).toBe("Today 10:25: make it bright.");
  expect((await ask("sell up at noon")).say).toBe("Sell the whole house?");
  expect((await ask("yes")).say).toBe("Today 12:00: sell up.");
  await at(10);
  expect(world.lamps).toEqual({ "left lamp": "off", "right lamp": "on" });
});

test("a yes that was said when it was kept holds when it is done", async () => {
  const { ask, at, read } = await house();
  await ask("sell up at noon");
  await ask("yes");
  await at(105);
  const runs = await read(z.array(z.looseObject({ result: z.string() })), "GET", "/api/tasks/runs");
  expect(runs).toMatchObject([{ state: "completed", result: "The house is sold." }]);
});

test.each([
  [
    "turn on the left lamp at sunset",
    "Where is the house? Sunrise and sunset need STEWARD_LOCATION, such as 52.52,13.41.",
  ],
  ["turn on the left lamp today at 9 am", "Today at 09:00 has passed already."],
  ["turn on the left lamp every second", "“every second” is too often: at most every 10 seconds."],
  ["every 0 minutes turn on the left lamp", "“every 0 minutes” is too often: at most every 10 seconds."],
  ["turn on the left lamp on 31 February at noon", "There is no 31 february: that month is shorter."],
  ["on 31 february turn on the left lamp", "There is no 31 february: that month is shorter."],
  ["turn on the left lamp on 3 March", "At what time? Say it like “on 3 March at 18:00”."],
  [
    "tomorrow at 25:00 turn on the left lamp",
    "When is “tomorrow at 25:00”? Say it like “in 20 minutes”, “tomorrow at 07:00”, “every weekday at 07:00”, “at sunset”, or as cron.",
  ],
])("%j is refused in one line, and nothing is kept", async (sentence, said) => {
  const { ask, tasks } = await house();
  expect((await ask(sentence)).say).toBe(said);
  expect(await tasks()).toEqual([]);
});

test("what was once is over when it has run, also when it was said within a second", async () => {
  const { json, at, tasks, clock, world } = await house();
  clock.time = NOW + 250;
  await json("POST", "/api/tasks", { body: { when: "in 10 minutes", what: "turn on the left lamp" } });
  await json("POST", "/api/tasks", { body: { when: "2026-11-24T09:20:00.250Z", what: "turn on the right lamp" } });
  expect(await tasks()).toHaveLength(2);
  await at(11);
  expect([await tasks(), world.lamps]).toEqual([[], { "left lamp": "on", "right lamp": "on" }]);
});

test("a sentence that schedules a schedule keeps one task, which refuses to make another", async () => {
  const { at, json, tasks, read } = await house();
  await json("POST", "/api/tasks", {
    body: { when: "in 10 minutes", what: "turn on the left lamp every day at 7 am" },
  });
  await at(10);
  const runs = await read(z.array(z.looseObject({ result: z.string() })), "GET", "/api/tasks/runs");
  expect(runs).toMatchObject([{ state: "failed", result: "A scheduled task cannot schedule another one." }]);
  expect(await tasks()).toEqual([]);
});

test("danger for a while waits for its approval; it is taken back if it came", async () => {
  const { ask, at, world, json } = await house();
  const answer = await ask("let them in for ten minutes");
  expect(answer.needs).toHaveLength(1);
  await json("POST", `/api/approvals/${answer.needs[0]?.id}`, { body: { decision: "approve" } });
  expect(world.door).toBe("unlocked");
  await at(10);
  expect(world.door).toBe("locked");
});
