import type { Task } from "../../db/tasks/index.ts";
import type { Run } from "../../db/tasks/runs.ts";
import type { Due, Place } from "../../kernel/calendar/index.ts";
import { readDue, sayDue, sayMoment } from "../../kernel/calendar/index.ts";
import { UserError } from "../../kernel/errors.ts";
import { clean } from "../../kernel/text.ts";

/** What times are reckoned and said by. */
export interface Now {
  now: number;
  place: Place;
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** A task read back: "Every weekday at 07:00: morning routine; next Monday 07:00." */
export function readBack({ name, next }: Pick<Task, "name" | "next">, due: Due, { now, place }: Now): string {
  const when = capital(sayDue(due, now, place));
  const then = due.kind === "once" || next === null ? "" : `; next ${sayMoment(next, now, place)}`;
  return `${when}: ${clean(name, 60)}${then}.`.replace(/…\.$/, "…");
}

/** A task as a line of a list, with how its last run ended when that was not well. */
export function lineOf(task: Task, last: Run | undefined, at: Now): string {
  const bad = last && (last.state === "failed" || last.state === "missed" || last.state === "interrupted");
  const called = "undo" in task.what ? `take back “${clean(task.name, 40)}”` : clean(task.name, 50);
  return [`${called}: ${stateOf(task, at)}`, ...(bad ? [`last ${last.state}`] : [])].join("; ");
}

function stateOf({ due: text, enabled, next }: Task, { now, place }: Now): string {
  if (next !== null && next <= now) return "now";
  const due = dueOr(text, next ?? now, place);
  if (!due) return `${clean(text, 40)}, which is no time`;
  const said = sayDue(due, now, place);
  if (!enabled) return `${said}; paused`;
  return due.kind === "once" || next === null ? said : `${said}; next ${sayMoment(next, now, place)}`;
}

/** When a kept task is due; undefined where its text is no time. A time that has come still is one. */
export function dueOr(text: string, now: number, place: Place): Due | undefined {
  try {
    return readDue(text, now - 1, place);
  } catch (thrown) {
    if (thrown instanceof UserError) return undefined;
    throw thrown;
  }
}
