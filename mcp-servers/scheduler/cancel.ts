import { z } from "zod";
import type { Task } from "../../db/tasks/index.ts";
import { listTasks, putTasks } from "../../db/tasks/index.ts";
import { requestRun } from "../../db/tasks/runs.ts";
import { nextOf, sayMoment } from "../../kernel/calendar/index.ts";
import { UserError } from "../../kernel/errors.ts";
import { jsonObject } from "../../kernel/schema.ts";
import { clean, counted, listed } from "../../kernel/text.ts";
import type { Tool } from "../../kernel/tool.ts";
import { done, tool } from "../../kernel/tool.ts";
import type { TaskParts } from "./add.ts";
import { dueOr } from "./describe.ts";
import { findTasks, visible } from "./find.ts";

type Verb = "pause" | "resume" | "run" | "cancel";
const SAID: Record<Verb, string> = { cancel: "cancelled", pause: "paused", resume: "on again", run: "run now" };

/** `task_cancel`: ends a task; or pauses it, lets it go on, or runs it now. */
export const taskCancel = (parts: TaskParts): Tool =>
  tool({
    name: "task_cancel",
    description: "Cancel or run a task",
    risk: "write",
    input: { name: z.string(), do: z.enum(["pause", "resume", "run"]).optional() },
    async plan({ name, do: verb = "cancel" }, context) {
      if (context.channel === "schedule") throw new UserError(`A scheduled task cannot ${verb} another one.`);
      const found = findTasks(visible(await listTasks(parts.db), context), name, {
        now: parts.clock.now(),
        place: parts.place,
      });
      if ("ask" in found) return found;
      const names = listed(found.map((task) => clean(task.name, 50)));
      return { targets: found.map(({ key }) => key), summary: `${verb} ${names}` };
    },
    async run({ targets, args }, context) {
      const verb = args.do ?? "cancel";
      const all = visible(await listTasks(parts.db), context);
      const tasks = all.filter(({ key }) => targets.includes(key));
      if (tasks.length === 0) throw new UserError("That task is over already.");
      if (verb === "run") return runNow(parts, tasks);
      return change(parts, tasks, verb);
    },
  });

async function change({ db, clock, place }: TaskParts, tasks: readonly Task[], verb: Exclude<Verb, "run">) {
  const now = clock.now();
  const changed = tasks.map((task): [string, Task | null] => {
    if (verb === "cancel") return [task.key, null];
    const due = verb === "resume" ? dueOr(task.due, now, place) : undefined;
    const next = due && nextOf(due, now, place);
    if (verb === "resume" && next === undefined) throw new UserError(`${task.name} has no time ahead: add it anew.`);
    return [task.key, { ...task, enabled: verb === "resume", next: next ?? task.next }];
  });
  await putTasks(db, new Map(changed), now);
  const back = tasks.map((task) => ({ key: task.key, is: task }));
  const [one] = tasks;
  const next = changed[0]?.[1]?.next;
  const then = verb === "resume" && tasks.length === 1 && next ? `; next ${sayMoment(next, now, place)}` : "";
  const who = tasks.length === 1 && one ? clean(one.name, 60) : counted(tasks.length, "task");
  const say = `${SAID[verb].charAt(0).toUpperCase()}${SAID[verb].slice(1)}: ${who}${then}.`;
  return done(say, { undo: [{ tool: "task_restore", args: jsonObject.parse({ tasks: back }) }] });
}

async function runNow({ db, clock, random }: TaskParts, tasks: readonly Task[]) {
  for (const task of tasks) await requestRun(db, task, random(), clock.now());
  return done(`Runs now: ${listed(tasks.map(({ name }) => clean(name, 50)))}.`);
}
