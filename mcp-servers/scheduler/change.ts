import { z } from "zod";
import type { Options, Task } from "../../db/tasks/index.ts";
import { listTasks, putTasks } from "../../db/tasks/index.ts";
import { UserError } from "../../kernel/errors.ts";
import { jsonObject } from "../../kernel/schema.ts";
import { clean } from "../../kernel/text.ts";
import type { Tool } from "../../kernel/tool.ts";
import { done, tool } from "../../kernel/tool.ts";
import type { TaskParts } from "./add.ts";
import { findTasks, visible } from "./find.ts";

const MINUTE_MS = 60_000;
const input = {
  name: z.string(),
  /** minutes it may be late; 0: what was missed is skipped; -1: however late */
  late: z.int().min(-1).max(10_080).optional(),
  retry: z.boolean().optional(),
  approve: z.boolean().optional(),
  memory: z.boolean().optional(),
  /** the only ones it may use; none: those of its owner */
  tools: z.array(z.string()).max(100).optional(),
};
type Input = z.infer<z.ZodObject<typeof input>>;

/** `task_change`: how a task is run: how late, again after a crash, with an approval, with memory, with which tools. */
export const taskChange = ({ db, clock, place }: TaskParts): Tool =>
  tool({
    name: "task_change",
    description: "Change how a task is run",
    risk: "write",
    for: "people",
    input,
    async plan({ name }, context) {
      const found = findTasks(visible(await listTasks(db), context), name, { now: clock.now(), place });
      if ("ask" in found) return found;
      const [one] = found;
      return { targets: found.map(({ key }) => key), summary: `change how ${clean(one?.name ?? name, 60)} is run` };
    },
    async run({ targets, args }, context) {
      const tasks = visible(await listTasks(db), context).filter(({ key }) => targets.includes(key));
      if (tasks.length === 0) throw new UserError("That task is over already.");
      const changed = tasks.map((task): [string, Task] => [task.key, { ...task, options: optionsOf(task, args) }]);
      await putTasks(db, new Map(changed), clock.now());
      const back = tasks.map((is) => ({ key: is.key, is }));
      const say = changed.map(([, task]) => `${clean(task.name, 60)}: ${sayOptions(task.options)}.`).join("\n");
      return done(say, { undo: [{ tool: "task_restore", args: jsonObject.parse({ tasks: back }) }] });
    },
  });

function optionsOf({ options }: Task, { late, retry, approve, memory, tools }: Input): Options {
  const { tools: kept, ...rest } = options;
  const only = tools ?? kept;
  return {
    ...rest,
    ...(late !== undefined && { grace: late < 0 ? null : late * MINUTE_MS }),
    ...(retry !== undefined && { retry }),
    ...(approve !== undefined && { approve }),
    ...(memory !== undefined && { memory }),
    ...(only && only.length > 0 && { tools: only }),
  };
}

/** How a task is run, in words. */
function sayOptions({ grace, retry, approve, memory, tools }: Options): string {
  const late =
    grace === null
      ? "however late"
      : grace === undefined
        ? "a little late"
        : grace < MINUTE_MS
          ? "in time only"
          : `up to ${grace / MINUTE_MS} min late`;
  return [
    `runs ${late}`,
    ...(retry ? ["again after a crash"] : []),
    ...(approve ? ["once approved"] : []),
    ...(memory ? ["knowing of the run before"] : []),
    ...(tools ? [`with ${clean(tools.join(", "), 80)} alone`] : []),
  ].join(", ");
}
