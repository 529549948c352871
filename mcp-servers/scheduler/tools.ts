import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Db } from "../../db/index.ts";
import type { Task } from "../../db/tasks/index.ts";
import { listTasks, putTasks, task } from "../../db/tasks/index.ts";
import type { Clock } from "../../kernel/clock.ts";
import { json, jsonObject } from "../../kernel/schema.ts";
import { clean, counted } from "../../kernel/text.ts";
import type { Tool } from "../../kernel/tool.ts";
import { done, tool } from "../../kernel/tool.ts";
import { readTasks } from "./read.ts";

const SHOWN = 19;
const NOT_YET = "None of them runs yet.";

/** `task_list`: what is kept, and when it is due. */
const taskList = (db: Db): Tool =>
  tool({
    name: "task_list",
    description: "List scheduled tasks",
    risk: "read",
    input: {},
    async run() {
      const tasks = await listTasks(db);
      const lines = tasks.slice(0, SHOWN).map(({ name, due }) => `${clean(name, 60)}: ${clean(due, 40)}`);
      const say = tasks.length === 0 ? "No tasks are kept." : [...lines, NOT_YET].join("\n");
      return done(say, { data: json.parse({ tasks }) });
    },
  });

/** `task_import`: tasks from YAML, all or none, for whoever imports them; again is no change. */
const taskImport = (db: Db, clock: Clock): Tool =>
  tool({
    name: "task_import",
    description: "Import tasks from YAML",
    risk: "write",
    for: "people",
    input: { text: z.string() },
    async plan({ text }, { principal }) {
      const { changes, say } = importOf(await listTasks(db), readTasks(text, principal));
      return { targets: changes.map(({ is }) => is.key), summary: say };
    },
    async run({ args }, { principal }) {
      const { changes, say } = importOf(await listTasks(db), readTasks(args.text, principal));
      await putTasks(db, new Map(changes.map(({ is }) => [is.key, is])), clock.now());
      const back = changes.map(({ was, is }) => ({ key: is.key, is: was ?? null }));
      const undo = changes.length > 0 ? [{ tool: "task_restore", args: jsonObject.parse({ tasks: back }) }] : [];
      return done(say, { undo });
    },
  });

function importOf(kept: readonly Task[], wanted: readonly Task[]) {
  const pairs = wanted.map((is) => ({ was: kept.find(({ key }) => key === is.key), is }));
  const changes = pairs.filter(({ was, is }) => !isDeepStrictEqual(was, is));
  const fresh = changes.filter(({ was }) => was === undefined).length;
  const same = wanted.length - changes.length;
  const counts = `${fresh} new, ${changes.length - fresh} changed and ${same} as they were`;
  return { changes, say: `Tasks: ${counts}. ${NOT_YET}` };
}

/** `task_restore`: tasks as they were, for undo. */
const taskRestore = (db: Db, clock: Clock): Tool =>
  tool({
    name: "task_restore",
    description: "Put tasks back as they were",
    risk: "write",
    for: "people",
    input: { tasks: z.array(z.strictObject({ key: z.string(), is: task.nullable() })).max(2_000) },
    plan: ({ tasks }) => ({
      targets: tasks.map(({ key }) => key),
      summary: `put back ${counted(tasks.length, "task")}`,
    }),
    async run({ args }) {
      await putTasks(db, new Map(args.tasks.map(({ key, is }) => [key, is])), clock.now());
      return done(`${counted(args.tasks.length, "task")} ${args.tasks.length === 1 ? "is" : "are"} as before.`);
    },
  });

/** Every tool of the tasks. */
export const taskTools = (db: Db, clock: Clock): Tool[] => [
  taskList(db),
  taskImport(db, clock),
  taskRestore(db, clock),
];
