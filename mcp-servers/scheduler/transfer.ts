import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Task } from "../../db/tasks/index.ts";
import { listTasks, putTasks, task } from "../../db/tasks/index.ts";
import { nextOf } from "../../kernel/calendar/index.ts";
import { UserError } from "../../kernel/errors.ts";
import { jsonObject } from "../../kernel/schema.ts";
import { clean, counted, listed } from "../../kernel/text.ts";
import type { Tool } from "../../kernel/tool.ts";
import { done, tool } from "../../kernel/tool.ts";
import type { CallContext } from "../../kernel/wire.ts";
import type { TaskParts } from "./add.ts";
import { MOST_TASKS } from "./add.ts";
import { dueOr } from "./describe.ts";
import { readTasks } from "./read.ts";

/** `task_import`: tasks from YAML, all or none, for whoever imports them; again is no change. */
export const taskImport = (parts: TaskParts): Tool =>
  tool({
    name: "task_import",
    description: "Import tasks from YAML",
    risk: "write",
    for: "people",
    input: { text: z.string() },
    async plan({ text }, context) {
      const { changes, say } = importOf(parts, await listTasks(parts.db), text, context);
      return { targets: changes.map(({ is }) => is.key), summary: say };
    },
    async run({ args }, context) {
      const { changes, say } = importOf(parts, await listTasks(parts.db), args.text, context);
      await putTasks(parts.db, new Map(changes.map(({ is }) => [is.key, is])), parts.clock.now());
      const back = changes.map(({ was, is }) => ({ key: is.key, is: was ?? null }));
      const undo = changes.length > 0 ? [{ tool: "task_restore", args: jsonObject.parse({ tasks: back }) }] : [];
      return done(say, { undo });
    },
  });

function importOf({ clock, place }: TaskParts, kept: readonly Task[], text: string, context: CallContext) {
  const now = clock.now();
  const timed = readTasks(text, context.principal).map((is) => {
    const due = dueOr(is.due, now, place);
    return { ...is, next: (due && nextOf(due, now, place)) ?? null };
  });
  // What has no time is kept as it came, and off, so that nothing waits for it.
  const lost = timed.filter(({ enabled, next }) => enabled && next === null).map(({ name, due }) => `${name} (${due})`);
  const wanted = timed.map((is) => (is.next === null ? { ...is, enabled: false } : is));
  const pairs = wanted.map((is) => ({ was: kept.find(({ key }) => key === is.key), is }));
  for (const { was } of pairs) mayChange(was, context);
  const changes = pairs.filter(
    ({ was, is }) => !isDeepStrictEqual(was && { ...was, next: null }, { ...is, next: null }),
  );
  const fresh = changes.filter(({ was }) => was === undefined).length;
  if (kept.length + fresh > MOST_TASKS)
    throw new UserError(`That would be ${kept.length + fresh} tasks; at most ${MOST_TASKS} are kept.`);
  const counts = `${fresh} new, ${changes.length - fresh} changed and ${wanted.length - changes.length} as they were`;
  const timeless = lost.length === 0 ? "" : ` No time, so never run: ${clean(listed(lost), 300)}.`;
  return { changes, say: `Tasks: ${counts}.${timeless}` };
}

/** `task_restore`: tasks as they were, for undo. */
export const taskRestore = ({ db, clock, place }: TaskParts): Tool =>
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
    async run({ args }, context) {
      const now = clock.now();
      const kept = await listTasks(db);
      const changes = args.tasks.map(({ key, is }): [string, Task | null] => {
        mayChange(
          kept.find((one) => one.key === key),
          context,
        );
        mayChange(is ?? undefined, context);
        if (!is?.enabled || (is.next !== null && is.next > now)) return [key, is];
        const due = dueOr(is.due, now, place);
        const next = due && nextOf(due, now, place);
        if (next === undefined)
          throw new UserError(`The time of ${clean(is.name, 60)} has passed: it is not put back.`);
        return [key, { ...is, key, next }];
      });
      await putTasks(db, new Map(changes), now);
      if (changes.some(([, is]) => is))
        return done(`${counted(changes.length, "task")} ${changes.length === 1 ? "is" : "are"} as before.`);
      const gone = kept.filter((one) => changes.some(([key]) => key === one.key)).map(({ name }) => clean(name, 50));
      const few = gone.length > 3 ? counted(gone.length, "task") : listed(gone);
      return done(gone.length === 0 ? "Its time is over." : `No longer planned: ${few}.`);
    },
  });

/** A task acts with the rights of its owner: only they and the owner of the house make or change it. @throws UserError */
function mayChange(one: Task | undefined, { principal, owner }: CallContext): void {
  if (!one || owner || one.owner === principal) return;
  throw new UserError(`${clean(one.name, 60)} is somebody else's task.`);
}
