import type { Db } from "../../db/index.ts";
import type { Task } from "../../db/tasks/index.ts";
import { listTasks } from "../../db/tasks/index.ts";
import { listRuns } from "../../db/tasks/runs.ts";
import { json } from "../../kernel/schema.ts";
import { counted } from "../../kernel/text.ts";
import type { Tool } from "../../kernel/tool.ts";
import { done, tool } from "../../kernel/tool.ts";
import type { TaskParts } from "./add.ts";
import { lineOf } from "./describe.ts";
import { visible } from "./find.ts";

const SHOWN = 19;
const RUNS = 200;

/** `task_list`: what is kept, and when it is due next; the soonest first. */
export const taskList = ({ db, clock, place }: TaskParts): Tool =>
  tool({
    name: "task_list",
    description: "List scheduled tasks",
    risk: "read",
    input: {},
    async run(_, context) {
      const tasks = visible(await listTasks(db), context).toSorted(bySoonest);
      const last = await lastRuns(db);
      const at = { now: clock.now(), place };
      const lines = tasks.slice(0, SHOWN).map((task) => lineOf(task, last.get(task.key), at));
      const more = tasks.length > SHOWN ? [`and ${counted(tasks.length - SHOWN, "more task")}`] : [];
      const say = tasks.length === 0 ? "No tasks are kept." : [...lines, ...more].join("\n");
      const data = tasks.map((task) => ({
        ...task,
        line: lineOf(task, undefined, at),
        last: last.get(task.key) ?? null,
      }));
      return done(say, { data: json.parse({ tasks: data }) });
    },
  });

/** `task_runs`: how runs went, the newest first. */
export const taskRuns = ({ db }: TaskParts): Tool =>
  tool({
    name: "task_runs",
    description: "List runs of tasks",
    risk: "read",
    for: "people",
    input: {},
    async run(_, { principal, owner }) {
      const runs = await listRuns(db, { owner: owner ? undefined : principal, limit: RUNS });
      const lines = runs
        .slice(0, SHOWN)
        .map(({ name, state, result }) => `${name}: ${state}${result ? `; ${result}` : ""}`);
      return done(lines.join("\n") || "No task has run yet.", { data: json.parse({ runs }) });
    },
  });

const bySoonest = (one: Task, other: Task) =>
  (one.next ?? Infinity) - (other.next ?? Infinity) || (one.key < other.key ? -1 : 1);

async function lastRuns(db: Db) {
  const runs = await listRuns(db, { limit: RUNS });
  return new Map(runs.toReversed().map((run) => [run.task, run]));
}
