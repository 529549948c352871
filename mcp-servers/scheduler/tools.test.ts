import { beforeEach, expect, test } from "vitest";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { silentLog } from "../../kernel/log.ts";
import type { JsonObject } from "../../kernel/schema.ts";
import type { RunningServer } from "../../kernel/server.ts";
import { callTool } from "../../kernel/testing.ts";
import { META, step } from "../../kernel/wire.ts";
import server from "./server.ts";

/** Tuesday 24 November 2026, 10:15 in Berlin. */
const NOW = Date.parse("2026-11-24T09:15:00Z");
const clock = { time: NOW, now: () => clock.time };
let running: RunningServer;

beforeEach(async () => {
  clock.time = NOW;
  const data = mkdtempSync(join(tmpdir(), "steward-tasks-"));
  running = await server.start({ STEWARD_DATA: data, TZ: "Europe/Berlin" }, { log: silentLog, clock });
  return async () => {
    await running.close();
    rmSync(data, { recursive: true });
  };
});

const OWNER = { principal: "owner", owner: true };
const call = (name: string, args: JsonObject, context: JsonObject = OWNER) =>
  callTool(running, name, args, { [META.context]: context });
const say = async (name: string, args: JsonObject, context?: JsonObject) => (await call(name, args, context)).text;
const undo = async ({ meta }: { meta: Record<string, unknown> }, context?: JsonObject) => {
  const [back] = z.array(step).parse(meta[META.undo]);
  return say(back?.tool ?? "", back?.args ?? {}, context);
};

test("a task is read back with its next time, kept, and taken back", async () => {
  const added = await call("task_add", { when: "every weekday at 07:00", what: "morning routine" });
  expect(added.text).toBe("Every weekday at 07:00: morning routine; next tomorrow 07:00.");
  expect(await say("task_add", { when: "in 20 minutes", what: "turn off the oven" })).toBe(
    "Today 10:35: turn off the oven.",
  );
  expect(await say("task_add", { when: "2026-12-24T18:00", what: 'home_run {"name":"Movie Night"}' })).toBe(
    "Thursday 24 December 18:00: home_run Movie Night.",
  );
  expect(await say("task_list", {})).toBe(
    [
      "turn off the oven: today 10:35",
      "morning routine: every weekday at 07:00; next tomorrow 07:00",
      "home_run Movie Night: Thursday 24 December 18:00",
    ].join("\n"),
  );
  expect(await undo(added)).toBe("No longer planned: morning routine.");
  expect(await say("task_list", {})).toBe(
    "turn off the oven: today 10:35\nhome_run Movie Night: Thursday 24 December 18:00",
  );
});

test("words above calls are their name, and a turn is taken back at its end", async () => {
  const calls = 'turn off both lamps\nlamp_set {"name":"left","do":"off"}\nlamp_set {"name":"right","do":"off"}';
  expect(await say("task_add", { when: "at 22:00", what: calls }, { ...OWNER, area: "Study" })).toBe(
    "Today 22:00: turn off both lamps.",
  );
  expect(await say("task_add", { when: "for ten minutes", what: "turn on the fan\nundo turn abcdefghijkl" })).toBe(
    "Taken back today 10:25.",
  );
  expect((await say("task_list", {})).split("\n")[0]).toBe("take back “turn on the fan”: today 10:25");
  const { meta } = await call("task_list", {});
  expect(meta[META.data]).toMatchObject({
    tasks: [
      {
        key: "turn-on-the-fan",
        owner: "owner",
        due: "2026-11-24T10:25:00+01:00",
        what: { undo: "abcdefghijkl" },
        options: { grace: null },
        next: NOW + 600_000,
      },
      {
        key: "turn-off-both-lamps",
        what: {
          calls: [
            { tool: "lamp_set", args: { name: "left", do: "off" } },
            { tool: "lamp_set", args: { name: "right", do: "off" } },
          ],
        },
        options: { area: "Study" },
      },
    ],
  });
});

test.each([
  [{ when: "every 0 minutes", what: "x" }, "“every 0 minutes” is too often: at most every 10 seconds."],
  [{ when: "31 February at noon", what: "x" }, "There is no 31 february: that month is shorter."],
  [{ when: "today at 07:00", what: "x" }, "Today at 07:00 has passed already."],
  [{ when: "at noon", what: " \n " }, "What should be done? A sentence, or a tool with its arguments."],
  [{ when: "at noon", what: "lamp_set {do}" }, "The arguments of lamp_set are no JSON object."],
  [{ when: "at noon", what: "lamp_set {}\n".repeat(21) }, "A task makes at most 20 calls."],
])("%j is refused in one line, and nothing is kept", async (args, why) => {
  expect(await say("task_add", args)).toBe(why);
  expect(await say("task_list", {})).toBe("No tasks are kept.");
});

test("a scheduled task cannot schedule, run or cancel another", async () => {
  await call("task_add", { when: "at noon", what: "x" });
  const scheduled = { ...OWNER, channel: "schedule" };
  expect(await say("task_add", { when: "at noon", what: "x" }, scheduled)).toBe(
    "A scheduled task cannot schedule another one.",
  );
  for (const verb of ["run", "pause", "resume"])
    expect(await say("task_cancel", { name: "x", do: verb }, scheduled)).toBe(
      `A scheduled task cannot ${verb} another one.`,
    );
  expect(await say("task_cancel", { name: "all" }, scheduled)).toBe("A scheduled task cannot cancel another one.");
  expect(await say("task_list", {})).toBe("x: today 12:00");
});

test("there are 500 tasks at most", async () => {
  const some = (count: number) =>
    `tasks:\n${Array.from({ length: count }, (_, index) => `  - { key: t${index}, when: 0 7 * * *, sentence: go }`).join("\n")}`;
  expect(await say("task_import", { text: some(10_000) })).toBe("The file has a list of more than 2000.");
  expect(await say("task_import", { text: some(501) })).toBe("That would be 501 tasks; at most 500 are kept.");
  expect(await say("task_list", {})).toBe("No tasks are kept.");
  await call("task_import", { text: some(500) });
  expect(await say("task_add", { when: "at noon", what: "x" })).toBe(
    "There are 500 tasks, which is the most: cancel one first.",
  );
  expect((await say("task_list", {})).split("\n").at(-1)).toBe("and 481 more tasks");
});

test("a task is cancelled by words of its name or time, and comes back as it was", async () => {
  await call("task_add", { when: "every weekday at 07:00", what: "morning routine" });
  await call("task_add", { when: "every day at 22:00", what: "turn off all lights" });
  await call("task_add", { when: "every day at 23:00", what: "turn off the heating" });
  expect(await say("task_cancel", { name: "the evening task" })).toBe(
    "There is no task “the evening task”. There are: morning routine, turn off all lights and turn off the heating.",
  );
  const which = await call("task_cancel", { name: "turn off" });
  expect(which.meta[META.ask]).toEqual({
    kind: "which",
    question: "Which task: turn off all lights or turn off the heating?",
    choices: ["turn off all lights", "turn off the heating"],
  });
  await call("task_add", { when: "at noon", what: "turn off the heating" });
  const both = await call("task_cancel", { name: "turn off the heating" });
  expect(both.text).toBe("Which task: turn off the heating every day at 23:00 or turn off the heating today 12:00?");
  expect(await say("task_cancel", { name: "turn off the heating today 12:00" })).toBe(
    "Cancelled: turn off the heating.",
  );
  const cancelled = await call("task_cancel", { name: "the morning task" });
  expect(cancelled.text).toBe("Cancelled: morning routine.");
  expect(await say("task_list", {})).not.toContain("morning");
  expect(await undo(cancelled)).toBe("1 task is as before.");
  expect(await say("task_list", {})).toContain("morning routine: every weekday at 07:00; next tomorrow 07:00");
  expect(await say("task_cancel", { name: "all" })).toBe("Cancelled: 3 tasks.");
  expect(await say("task_cancel", { name: "all" })).toBe("No tasks are kept.");
});

test("a task pauses, goes on at its next time, and runs now beside its times", async () => {
  await call("task_add", { when: "every day at 11:00", what: "water the plants" });
  expect(await say("task_cancel", { name: "plants", do: "pause" })).toBe("Paused: water the plants.");
  expect(await say("task_list", {})).toBe("water the plants: every day at 11:00; paused");
  clock.time += 3 * 3_600_000;
  expect(await say("task_cancel", { name: "plants", do: "resume" })).toBe(
    "On again: water the plants; next tomorrow 11:00.",
  );
  expect(await say("task_cancel", { name: "plants", do: "run" })).toBe("Runs now: water the plants.");
  expect(await say("task_runs", {})).toBe("water the plants: claimed");
});

test("everybody sees and changes their own tasks, the owner all", async () => {
  const ada = { principal: "ada", owner: false };
  const bob = { principal: "bob", owner: false };
  const added = await call("task_add", { when: "at noon", what: "go" }, ada);
  expect(await say("task_list", {}, bob)).toBe("No tasks are kept.");
  expect(await say("task_cancel", { name: "go" }, bob)).toBe("No tasks are kept.");
  expect(await undo(added, bob)).toBe("go is somebody else's task.");
  expect(await say("task_import", { text: "- { key: go, when: daily at noon, sentence: stop }" }, bob)).toBe(
    "go is somebody else's task.",
  );
  // Nobody lends a task the rights of another.
  const forged = { key: "f", name: "f", owner: "owner", due: "0 7 * * *", what: { say: "x" }, enabled: true };
  expect(await say("task_restore", { tasks: [{ key: "f", is: forged }] }, bob)).toBe("f is somebody else's task.");
  expect(await say("task_list", {})).toBe("go: today 12:00");
  expect(await say("task_cancel", { name: "go" })).toBe("Cancelled: go.");
});

test("what was once and has passed is not put back", async () => {
  await call("task_add", { when: "at noon", what: "go" });
  const cancelled = await call("task_cancel", { name: "go" });
  clock.time += 24 * 3_600_000;
  expect(await undo(cancelled)).toBe("The time of go has passed: it is not put back.");
});

const YAML = `
tasks:
  - { key: 1, name: Lights out, when: 0 0 23 * * *, sentence: turn off all my lights }
  - { key: 2, when: every monday, tool: minecraft_power, args: '{"name":"survival","do":"backup"}' }
`;

test("tasks come over once, and go as they came; what has no time is kept, and off", async () => {
  const none = " No time, so never run: minecraft_power (every monday).";
  const imported = await call("task_import", { text: YAML }, { principal: "ada", owner: true });
  expect(imported.text).toBe(`Tasks: 2 new, 0 changed and 0 as they were.${none}`);
  expect(await say("task_import", { text: YAML }, { principal: "ada", owner: true })).toBe(
    `Tasks: 0 new, 0 changed and 2 as they were.${none}`,
  );
  const kept = await call("task_list", {});
  expect(kept.text).toBe(
    "Lights out: every day at 23:00; next today 23:00\nminecraft_power: every monday, which is no time",
  );
  expect(kept.meta[META.data]).toMatchObject({
    tasks: [
      {
        key: "1",
        name: "Lights out",
        owner: "ada",
        due: "0 0 23 * * *",
        what: { say: "turn off all my lights" },
        enabled: true,
      },
      {
        key: "2",
        due: "every monday",
        what: { tool: "minecraft_power", args: { name: "survival", do: "backup" } },
        enabled: false,
      },
    ],
  });
  expect(await undo(imported)).toBe("No longer planned: Lights out and minecraft_power.");
  expect(await say("task_list", {})).toBe("No tasks are kept.");
});

test.each([
  ["- { key: a, sentence: hello }", "a: when is missing."],
  ["- { key: a, when: daily }", "a: what should be done? A sentence, or a tool with args."],
  ["- { key: a, when: daily, tool: x, args: '[1]' }", "a: args must be a JSON object."],
  [
    "- { key: a, when: x, sentence: y }\n- { key: a, when: x, sentence: z }",
    "a stands there 2 times: a task has a key of its own.",
  ],
])("%s is refused whole", async (text, why) => {
  expect(await say("task_import", { text })).toBe(why);
  expect(await say("task_list", {})).toBe("No tasks are kept.");
});
