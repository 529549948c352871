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

let running: RunningServer;

beforeEach(async () => {
  const data = mkdtempSync(join(tmpdir(), "steward-tasks-"));
  running = await server.start({ STEWARD_DATA: data }, { log: silentLog });
  return async () => {
    await running.close();
    rmSync(data, { recursive: true });
  };
});

const call = (name: string, args: JsonObject) =>
  callTool(running, name, args, { [META.context]: { principal: "ada", owner: true } });

const YAML = `
tasks:
  - { key: 1, name: Lights out, when: 0 0 23 * * *, sentence: turn off all my lights }
  - { key: 2, when: every monday, tool: minecraft_power, args: '{"name":"survival","do":"backup"}', enabled: 0 }
`;

test("tasks come over once, and go as they came", async () => {
  const imported = await call("task_import", { text: YAML });
  expect(imported.text).toBe("Tasks: 2 new, 0 changed and 0 as they were. None of them runs yet.");
  expect((await call("task_import", { text: YAML })).text).toBe(
    "Tasks: 0 new, 0 changed and 2 as they were. None of them runs yet.",
  );
  const kept = await call("task_list", {});
  expect(kept.text).toBe("Lights out: 0 0 23 * * *\nminecraft_power: every monday\nNone of them runs yet.");
  expect(kept.meta[META.data]).toEqual({
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
        name: "minecraft_power",
        owner: "ada",
        due: "every monday",
        what: { tool: "minecraft_power", args: { name: "survival", do: "backup" } },
        enabled: false,
      },
    ],
  });
  const [back] = z.array(step).parse(imported.meta[META.undo]);
  expect((await call(back?.tool ?? "", back?.args ?? {})).text).toBe("2 tasks are as before.");
  expect((await call("task_list", {})).text).toBe("No tasks are kept.");
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
  expect((await call("task_import", { text })).text).toBe(why);
  expect((await call("task_list", {})).text).toBe("No tasks are kept.");
});
