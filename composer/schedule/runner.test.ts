import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { openDatabase } from "../../db/index.ts";
import { listTasks } from "../../db/tasks/index.ts";
import { changeRun, listRuns } from "../../db/tasks/runs.ts";
import type { Source } from "../../kernel/config.ts";
import { servers } from "../../mcp-servers/index.ts";
import { scratch, smallHouse } from "../testing.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Tuesday 24 November 2026, 10:15 in Berlin. */
const NOW = Date.parse("2026-11-24T09:15:00Z");

const scheduler = servers.filter(({ name }) => name === "scheduler");

/** The small house with tasks, at a time of the test's choice; `runs` are the newest first, as people see them. */
async function houseAt(time: number, settings: Source = {}) {
  const data = settings["STEWARD_DATA"] ?? scratch();
  const house = await smallHouse({ TZ: "Europe/Berlin", ...settings, STEWARD_DATA: data }, ...scheduler);
  house.clock.time = time;
  const { kysely: db, close } = await openDatabase({ STEWARD_DATA: data });
  onTestFinished(close);
  const events: unknown[] = [];
  onTestFinished(house.events.subscribe((happened) => events.push(happened)));
  const run = z.looseObject({ state: z.string(), result: z.string().nullable() });
  return {
    ...house,
    data,
    db,
    events,
    add: async (when: string, what: string, token?: string) =>
      (
        await house.read(z.object({ say: z.string() }), "POST", "/api/tasks", {
          body: { when, what },
          ...(token && { token }),
        })
      ).say,
    change: (key: string, body: object) => house.json("PATCH", `/api/tasks/${key}`, { body }),
    async at(later: number) {
      house.clock.time = later;
      await house.tick();
    },
    runs: async () =>
      (await house.read(z.array(run), "GET", "/api/tasks/runs")).map(({ state, result }) => `${state}: ${result}`),
    tasks: async () => (await listTasks(db)).map(({ key, enabled }) => `${key}${enabled ? "" : " (off)"}`),
  };
}

test("a task is run once at its time as a turn of its maker, and is over", async () => {
  const { add, at, runs, tasks, world, read, events } = await houseAt(NOW);
  expect(await add("in 20 minutes", "turn on the left lamp")).toBe("Today 10:35: turn on the left lamp.");
  await at(NOW + 20 * MINUTE - 1);
  expect(world.lamps["left lamp"]).toBe("off");
  await at(NOW + 20 * MINUTE);
  await at(NOW + 21 * MINUTE);
  expect(world.lamps["left lamp"]).toBe("on");
  expect(await runs()).toEqual(["completed: The left lamp is on."]);
  expect(await tasks()).toEqual([]);
  const kept = z.array(
    z.object({ channel: z.string(), principal: z.string(), sentence: z.string(), turn: z.string() }),
  );
  const [turn] = (await read(kept, "GET", "/api/turns")).filter(({ channel }) => channel === "schedule");
  expect(turn).toMatchObject({ principal: "owner", sentence: "turn on the left lamp" });
  expect(events).toMatchObject([
    { kind: "turn", channel: "cli" },
    { kind: "run", state: "claimed" },
    { kind: "run", state: "begun", turn: turn?.turn },
    { kind: "turn", channel: "schedule" },
    { kind: "run", state: "completed", name: "turn on the left lamp", result: "The left lamp is on." },
  ]);
});

test("what comes again comes again, on its days alone", async () => {
  const { add, at, db } = await houseAt(NOW);
  expect(await add("every weekday at 07:00", "turn on the left lamp")).toBe(
    "Every weekday at 07:00: turn on the left lamp; next tomorrow 07:00.",
  );
  for (let hour = 0; hour < 7 * 24; hour++) await at(NOW + hour * HOUR);
  const days = (await listRuns(db)).map(({ due }) => new Date(due).toISOString()).toSorted();
  expect(days).toEqual(
    ["25", "26", "27", "30"].map((day) => `2026-11-${day}T06:00:00.000Z`).concat("2026-12-01T06:00:00.000Z"),
  );
});

test.each([
  ["a little late", { late: 10 }, 9 * MINUTE, "completed: The left lamp is on."],
  ["too late", { late: 10 }, 11 * MINUTE, "missed: It was due today 11:00, and Steward was not there in time."],
  ["skipped", { late: 0 }, MINUTE, "missed: It was due today 11:00, and Steward was not there in time."],
  ["however late", { late: -1 }, 100 * HOUR, "completed: The left lamp is on."],
])("what was missed, %s", async (_, options, late, came) => {
  const { add, change, at, runs, tasks } = await houseAt(NOW);
  await add("every day at 11:00", "turn on the left lamp");
  expect((await change("turn-on-the-left-lamp", options)).status).toBe(200);
  await at(NOW + 45 * MINUTE + late);
  expect(await runs()).toEqual([came]);
  expect(await tasks()).toEqual(["turn-on-the-left-lamp"]);
});

test("of several that were missed the last is run, once", async () => {
  const { add, at, runs, db } = await houseAt(NOW);
  await add("every 20 minutes", "turn on the left lamp");
  await at(NOW + 5 * HOUR + 5 * MINUTE);
  expect(await runs()).toEqual(["completed: The left lamp is on."]);
  expect((await listRuns(db))[0]?.due).toBe(NOW + 5 * HOUR);
  expect((await listTasks(db))[0]?.next).toBe(NOW + 5 * HOUR + 20 * MINUTE);
});

test.each([
  ["scribble", "failed: The pen is dry."],
  ["make it bright", "failed: It asked “Which lamp?”, and nobody was there to answer."],
  ["sell up", "failed: It asked “Sell the whole house?”, and nobody was there to answer."],
  [
    "tickle the lamp",
    "failed: I can't do that without a model; see docs/models.md. Not understood: “tickle the lamp”. Names like that: Left Lamp and Right Lamp.",
  ],
  [
    "turn on the left lamp and scribble",
    "failed: The left lamp is on. The pen is dry. Say “undo” to take back what was done.",
  ],
])("%j is not completed", async (what, came) => {
  const { add, at, runs, read } = await houseAt(NOW);
  await add("every day at 11:00", what);
  await at(NOW + 45 * MINUTE);
  expect(await runs()).toEqual([came]);
  const [task] = await read(z.array(z.looseObject({ line: z.string() })), "GET", "/api/tasks");
  expect(task).toMatchObject({ last: { state: "failed" } });
});

test("danger waits for its approval, and is done once it is given", async () => {
  const { add, at, runs, world, read, json, browser } = await houseAt(NOW);
  await add("in 20 minutes", "let them in");
  await at(NOW + 20 * MINUTE);
  const ids = z.array(z.object({ id: z.string(), summary: z.string() }));
  const [waiting] = await read(ids, "GET", "/api/approvals");
  expect(waiting?.summary).toBe("unlock the door");
  expect((await runs())[0]).toMatch(/^waiting: /);
  const own = { token: null, cookie: await browser(), headers: { origin: "http://localhost" } };
  await json("POST", `/api/approvals/${waiting?.id}`, { ...own, body: { decision: "approve" } });
  expect(world.door).toBe("unlocked");
  await at(NOW + 20 * MINUTE + 2_000);
  expect((await runs())[0]).toMatch(/^completed: /);
});

test("danger that nobody approves was not done", async () => {
  const { add, at, runs, world } = await houseAt(NOW);
  await add("in 20 minutes", "let them in");
  await at(NOW + 20 * MINUTE);
  await at(NOW + 22 * MINUTE);
  expect(await runs()).toEqual(["failed: Nobody approved it in time."]);
  expect(world.door).toBe("locked");
});

test.each([
  ["approve", "completed: The left lamp is on.", "on"],
  ["deny", "failed: It was not approved.", "off"],
  [undefined, "failed: Nobody approved it in time.", "off"],
] as const)("asked before a run: %s", async (decision, came, lamp) => {
  const { add, change, at, runs, world, read, json } = await houseAt(NOW);
  await add("every day at 11:00", "turn on the left lamp");
  await change("turn-on-the-left-lamp", { approve: true });
  await at(NOW + 45 * MINUTE);
  await at(NOW + 46 * MINUTE);
  expect(world.lamps["left lamp"]).toBe("off");
  const ids = z.array(z.object({ id: z.string(), summary: z.string() }));
  const waiting = await read(ids, "GET", "/api/approvals");
  expect(waiting.map(({ summary }) => summary)).toEqual(["run turn on the left lamp"]);
  if (decision) await json("POST", `/api/approvals/${waiting[0]?.id}`, { body: { decision } });
  await at(NOW + (decision ? 47 : 120) * MINUTE);
  expect(await runs()).toEqual([came]);
  expect(world.lamps["left lamp"]).toBe(lamp);
});

test("a maker who is gone has no rights: one line, nothing done, and the task waits for its owner", async () => {
  const { add, at, runs, tasks, world, program, json } = await houseAt(NOW);
  const token = await program("api");
  await add("every day at 11:00", "turn on the left lamp", token);
  const { body } = await json("GET", "/api/tokens");
  const [own] = z.array(z.object({ id: z.string() })).parse(body);
  await json("DELETE", `/api/tokens/${own?.id}`);
  await at(NOW + 45 * MINUTE);
  await at(NOW + 24 * HOUR + 45 * MINUTE);
  expect(await runs()).toEqual([
    "failed: a-api has no rights here any more, so nothing was done, and the task is paused.",
  ]);
  expect(await tasks()).toEqual(["turn-on-the-left-lamp (off)"]);
  expect(world.lamps["left lamp"]).toBe("off");
});

test("what is said to the house's own ears for a while is taken back, though they have no token", async () => {
  const { speaker, app, at, runs, world } = await houseAt(NOW);
  const caller = await speaker("wyoming");
  const body = JSON.stringify({ text: "turn on the left lamp for ten minutes" });
  const asked = new Request("http://localhost/api/ask", { method: "POST", body });
  expect((await app.fetch(asked, { caller })).status).toBe(200);
  expect(world.lamps["left lamp"]).toBe("on");
  await at(NOW + 11 * MINUTE);
  expect(await runs()).toEqual(["completed: Its time is over. The left lamp is off."]);
  expect(world.lamps["left lamp"]).toBe("off");
});

test("rights are those of the time, not of the making", async () => {
  const { add, at, runs, world, program } = await houseAt(NOW);
  await add("in 20 minutes", "turn on the left lamp", await program("api"));
  await program("api", { ceiling: "read" });
  await at(NOW + 20 * MINUTE);
  expect(await runs()).toEqual(["failed: a-api has no right to change things with lamp_set."]);
  expect(world.lamps["left lamp"]).toBe("off");
});

test("a task with frozen tools uses no other", async () => {
  const { add, change, at, runs, world } = await houseAt(NOW);
  await add("in 20 minutes", "turn on the left lamp");
  await change("turn-on-the-left-lamp", { tools: ["lamp_get"] });
  await at(NOW + 20 * MINUTE);
  expect(await runs()).toEqual(["failed: lamp_set is not among the tools of this task."]);
  expect(world.lamps["left lamp"]).toBe("off");
});

test.each(["task_add", "task_cancel", "task_restore"])(
  "a task that calls %s is refused when it is made",
  async (tool) => {
    const { add, tasks } = await houseAt(NOW);
    await expect(add("in 20 minutes", `${tool} {"when":"at noon","what":"x"}`)).rejects.toThrow(
      "A task cannot schedule, run or cancel tasks.",
    );
    expect(await tasks()).toEqual([]);
  },
);

test("calls are done as they were kept, and taken back by a word", async () => {
  const { add, at, runs, world, ask, read, json } = await houseAt(NOW);
  await add("in 20 minutes", 'both lamps\nlamp_set {"name":"left","do":"on"}\nlamp_set {"name":"right","do":"on"}');
  await at(NOW + 20 * MINUTE);
  expect(await runs()).toEqual(["completed: The left lamp is on. The right lamp is on."]);
  const turns = await read(z.array(z.object({ channel: z.string(), turn: z.string() })), "GET", "/api/turns");
  const id = turns.find(({ channel }) => channel === "schedule")?.turn;
  expect((await json("POST", `/api/turns/${id}/undo`, { body: {} })).status).toBe(200);
  expect(world.lamps).toEqual({ "left lamp": "off", "right lamp": "off" });
  expect((await ask("undo")).say).toBe("There is nothing here to take back.");
});

test("a turn is taken back at its time; what is taken back already stays so", async () => {
  const { ask, add, at, runs, world } = await houseAt(NOW);
  const { turn } = await ask("turn on the left lamp");
  await add("in 10 minutes", `undo turn ${turn}`);
  await add("in 20 minutes", `undo turn ${turn}`);
  await at(NOW + 10 * MINUTE);
  expect(world.lamps["left lamp"]).toBe("off");
  await at(NOW + 20 * MINUTE);
  expect(await runs()).toEqual(["completed: There was nothing left to take back.", "completed: The left lamp is off."]);
});

/** What a composer that died in the middle of a run left: a run of its own in that state. */
async function died(state: "claimed" | "begun", turn: string | null, options: object = {}, tries = 1) {
  const first = await houseAt(NOW);
  await first.add("every day at 11:00", "turn on the left lamp");
  if (Object.keys(options).length > 0) await first.change("turn-on-the-left-lamp", options);
  // It ends before anything is due, and its run is put as a crash would leave it.
  first.clock.time = NOW + 45 * MINUTE;
  await first.tick();
  const [run] = await listRuns(first.db);
  if (!run) throw new Error("it did not run");
  await changeRun(first.db, run, { state, turn: turn ?? null, tries, result: null, ended_at: null });
  first.world.lamps["left lamp"] = "off";
  await first.close();
  return houseAt(NOW + 45 * MINUTE, { STEWARD_DATA: first.data });
}

test("a crash before anything was done: it is done now", async () => {
  const { at, runs, world } = await died("claimed", null);
  await at(NOW + 45 * MINUTE + 1);
  expect(await runs()).toEqual(["completed: The left lamp is on."]);
  expect(world.lamps["left lamp"]).toBe("on");
});

test("a crash where no call had gone out: it is done now", async () => {
  const { at, runs } = await died("begun", "a-turn-that-did-nothing");
  await at(NOW + 45 * MINUTE + 1);
  expect(await runs()).toEqual(["completed: The left lamp is on."]);
});

test("a crash with a call gone out is reported, never left running, and not done again", async () => {
  const { at, runs, world, db } = await died("begun", null);
  await at(NOW + 45 * MINUTE + 1);
  expect(await runs()).toEqual([
    "interrupted: Steward stopped while it ran: some of it may be done. It was not done again.",
  ]);
  expect(world.lamps["left lamp"]).toBe("off");
  expect((await listTasks(db))[0]?.next).toBe(NOW + 24 * HOUR + 45 * MINUTE);
});

test("a crash with a call gone out is tried again where the task says so", async () => {
  const { at, runs, world } = await died("begun", null, { retry: true });
  await at(NOW + 45 * MINUTE + 1);
  expect(await runs()).toEqual(["completed: The left lamp is on."]);
  expect(world.lamps["left lamp"]).toBe("on");
});

test("what composers die of again and again is told of in the end", async () => {
  const { at, runs, world } = await died("begun", null, { retry: true }, 3);
  await at(NOW + 45 * MINUTE + 1);
  expect(await runs()).toEqual([expect.stringMatching(/^interrupted: /)]);
  expect(world.lamps["left lamp"]).toBe("off");
});

test("what nobody had begun when its composer died is missed where it has become too late", async () => {
  const { at, runs, world } = await died("claimed", null);
  await at(NOW + 56 * MINUTE);
  expect(await runs()).toEqual(["missed: Steward was not there in time."]);
  expect(world.lamps["left lamp"]).toBe("off");
});

test("a clock that was put back runs nothing twice, and nothing waits for a time that was wrong", async () => {
  const { add, at, db } = await houseAt(NOW);
  await add("every day at 11:00", "turn on the left lamp");
  await at(NOW + HOUR);
  await at(NOW); // an hour back
  await at(NOW + HOUR);
  expect(await listRuns(db)).toHaveLength(1);
  const year = 365 * 24 * HOUR;
  await at(NOW + year);
  await at(NOW + 2 * HOUR);
  expect((await listTasks(db))[0]?.next).toBe(NOW + 24 * HOUR + 45 * MINUTE);
});

test("a clock that leaps ahead misses what is too late, and goes on from there", async () => {
  const { add, at, runs, db } = await houseAt(NOW);
  await add("every day at 11:00", "turn on the left lamp");
  await at(NOW + 40 * 24 * HOUR);
  expect(await runs()).toEqual([expect.stringMatching(/^missed: It was due Tuesday 24 November 2026 11:00,/)]);
  expect((await listTasks(db))[0]?.next).toBe(NOW + 40 * 24 * HOUR + 45 * MINUTE);
});

test.each([
  ["Europe/Berlin", "2027-03-27T12:00Z", 24, ["02:30 → 01:30"]],
  ["Europe/Berlin", "2026-10-24T12:00Z", 24, ["02:30 → 00:30"]],
  ["America/New_York", "2027-03-13T12:00Z", 24, ["02:30 → 07:30"]],
  ["America/New_York", "2026-10-31T12:00Z", 24, ["02:30 → 07:30"]],
])(
  "over the change of the clocks in %s after %s nothing is run twice or left out",
  async (zone, from, hours, daily) => {
    const began = Date.parse(from);
    const { add, at, db } = await houseAt(began, { TZ: zone });
    await add("every day at 02:30", "turn on the left lamp");
    await add("every hour", "turn on the right lamp");
    for (let minute = 0; minute <= hours * 60; minute += 10) await at(began + minute * MINUTE);
    const runs = await listRuns(db, { limit: 100 });
    const timesOf = (task: string) =>
      runs.filter((run) => run.task.includes(task)).map(({ due }) => new Date(due).toJSON());
    expect(timesOf("left").map((due) => `02:30 → ${due.slice(11, 16)}`)).toEqual(daily);
    expect(timesOf("right")).toHaveLength(hours);
    expect(runs.every(({ state }) => state === "completed")).toBe(true);
  },
);

test("a task of 29 February waits for its year", async () => {
  const { add, at, db } = await houseAt(Date.parse("2027-02-01T00:00Z"));
  await add("0 12 29 2 *", "turn on the left lamp");
  for (let day = 0; day < 400; day += 1) await at(Date.parse("2027-02-01T11:05Z") + day * 24 * HOUR);
  expect((await listRuns(db)).map(({ due }) => new Date(due).toJSON())).toEqual(["2028-02-29T11:00:00.000Z"]);
});

test("everybody sees their own tasks, runs and events, the owner all", async () => {
  const { add, at, read, request, json } = await houseAt(NOW);
  await json("POST", "/api/users", { body: { name: "ada", password: "correct horse" } });
  const signIn = { token: null, body: { name: "ada", password: "correct horse" } };
  const cookie = (await request("POST", "/api/login", signIn)).headers.get("set-cookie")?.split(";")[0];
  const ada = { token: null, cookie, headers: { origin: "http://localhost" } };
  await add("in 20 minutes", "turn on the left lamp");
  const wish = { when: "in 20 minutes", what: "turn on the right lamp" };
  expect((await json("POST", "/api/tasks", { ...ada, body: wish })).status).toBe(201);
  const streamed = async (more: object) => (await request("GET", "/api/events", more)).body?.getReader();
  const [all, own] = [await streamed({}), await streamed(ada)];
  await at(NOW + 20 * MINUTE);
  const names = z.array(z.object({ name: z.string(), task: z.string(), id: z.string() }));
  const namesOf = async (more?: object) => (await read(names, "GET", "/api/tasks/runs", more)).map(({ name }) => name);
  expect((await namesOf()).toSorted()).toEqual(["turn on the left lamp", "turn on the right lamp"]);
  expect(await namesOf(ada)).toEqual(["turn on the right lamp"]);
  const [theirs] = (await read(names, "GET", "/api/tasks/runs")).filter(({ task }) => task.includes("left"));
  expect((await json("GET", `/api/tasks/runs/${theirs?.id}`, ada)).status).toBe(404);
  expect((await json("GET", `/api/tasks/runs/${theirs?.id}`)).body).toMatchObject({
    state: "completed",
    verified: true,
  });
  const heard = async (reader: typeof all, ends: number) => {
    let text = "";
    while (text.split('"completed"').length <= ends) text += new TextDecoder().decode((await reader?.read())?.value);
    await reader?.cancel();
    return text;
  };
  expect(await heard(all, 2)).toMatch(/^: listening\n\nevent: run\ndata: /);
  const ownText = await heard(own, 1);
  expect(ownText).toContain("turn on the right lamp");
  expect(ownText).not.toContain("left lamp");
});
