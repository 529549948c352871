import { z } from "zod";
import type { Db } from "../../db/index.ts";
import type { Task, What } from "../../db/tasks/index.ts";
import { listTasks, putTasks } from "../../db/tasks/index.ts";
import type { Due, Place } from "../../kernel/calendar/index.ts";
import { nextOf, readDue, sayMoment, writeDue } from "../../kernel/calendar/index.ts";
import type { Clock } from "../../kernel/clock.ts";
import { UserError } from "../../kernel/errors.ts";
import { jsonObject } from "../../kernel/schema.ts";
import type { Tool } from "../../kernel/tool.ts";
import { done, tool } from "../../kernel/tool.ts";
import type { CallContext } from "../../kernel/wire.ts";
import { readBack } from "./describe.ts";
import { keyOf, readWhat } from "./what.ts";

/** What the tools of tasks work with. */
export interface TaskParts {
  db: Db;
  clock: Clock;
  place: Place;
  /** a new id */
  random(): string;
}

/** Tasks a house keeps, at most. */
export const MOST_TASKS = 500;
/** What is once is still done this late, what comes again this much: milliseconds. What takes something back is, however late. */
const GRACE = { once: 60 * 60_000, again: 10 * 60_000 };

/** `task_add`: keeps a sentence or calls for their time, and reads it back. */
export const taskAdd = ({ db, clock, place }: TaskParts): Tool =>
  tool({
    name: "task_add",
    description: "Schedule a command",
    risk: "write",
    input: { when: z.string(), what: z.string().max(20_000) },
    async plan(input, context) {
      const { task, due } = taskOf(input, await listTasks(db), clock.now(), place, context);
      return { targets: [task.key], summary: readBack(task, due, { now: clock.now(), place }).replace(/\.$/, "") };
    },
    async run({ args }, context) {
      const now = clock.now();
      const { task, due } = taskOf(args, await listTasks(db), now, place, context);
      await putTasks(db, new Map([[task.key, task]]), now);
      const undo = [{ tool: "task_restore", args: jsonObject.parse({ tasks: [{ key: task.key, is: null }] }) }];
      const back = "undo" in task.what && due.kind === "once" && `Taken back ${sayMoment(due.at, now, place)}.`;
      return done(back || readBack(task, due, { now, place }), { undo, data: jsonObject.parse({ task }) });
    },
  });

const callsOf = (what: What) => ("calls" in what ? what.calls : "tool" in what ? [what] : []);

function taskOf(
  { when, what: text }: { when: string; what: string },
  tasks: readonly Task[],
  now: number,
  place: Place,
  { principal, area, channel, confirmed }: CallContext,
): { task: Task; due: Due } {
  const { what, name } = readWhat(text);
  if (channel === "schedule" && !("undo" in what)) throw new UserError("A scheduled task cannot schedule another one.");
  if (callsOf(what).some(({ tool: name }) => name.startsWith("task_")))
    throw new UserError("A task cannot schedule, run or cancel tasks.");
  if (tasks.length >= MOST_TASKS)
    throw new UserError(`There are ${tasks.length} tasks, which is the most: cancel one first.`);
  const due = readDue(when, now, place);
  const isCalls = callsOf(what).length > 0;
  const grace = "undo" in what ? null : due.kind === "once" ? GRACE.once : GRACE.again;
  return {
    due,
    task: {
      key: keyOf(name, tasks),
      name,
      owner: principal,
      due: writeDue(due, place),
      what,
      enabled: true,
      options: { grace, ...(area !== undefined && { area }), ...(isCalls && confirmed && { confirmed }) },
      next: nextOf(due, now, place) ?? null,
    },
  };
}
