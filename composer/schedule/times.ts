import type { Db } from "../../db/index.ts";
import type { Task } from "../../db/tasks/index.ts";
import { dueTasks, listTasks, moveOn } from "../../db/tasks/index.ts";
import type { Due, Place } from "../../kernel/calendar/index.ts";
import { nextOf, readDue } from "../../kernel/calendar/index.ts";
import { UserError } from "../../kernel/errors.ts";

/** Milliseconds that nobody calls late: what a restart takes. */
const PROMPT_MS = 10_000;
/** What has no grace of its own is made up for within ten minutes. */
const GRACE_MS = 10 * 60_000;
/** Times looked at for the last one that was missed. */
const MOST = 1_000;

/** When a task is due as it is kept; "unknown" where nobody says yet where the house is; undefined where it is no time. */
export function dueOf({ due, next }: Task, now: number, place: Place): Due | "unknown" | undefined {
  try {
    return readDue(due, (next ?? now) - 1, place);
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    return place.sun || !/\b(sunrise|sunset)\b/.test(due) ? undefined : "unknown";
  }
}

/** What is to become of a time that has come. */
export interface Reckoned {
  /** the time it is run for: the last within the grace where several were missed; or only noted as missed */
  due: number;
  isMissed: boolean;
  /** null: not known yet; undefined: never */
  next: number | null | undefined;
  isOnce: boolean;
}

/** Reckons a task whose time has come: for which of its times it is run, or missed, and when it is due next. */
export function reckon(task: Task & { next: number }, now: number, place: Place): Reckoned {
  const due = dueOf(task, now, place);
  const grace = graceOf(task);
  if (due === undefined || due === "unknown")
    return { due: task.next, isMissed: isLate(task.next, now, grace), next: due && null, isOnce: false };
  const last =
    grace === null ? task.next : lastWithin(due, task.next, Math.max(task.next, now - grace - 1), now, place);
  const isOnce = due.kind === "once";
  const next = isOnce ? undefined : nextOf(due, Math.max(now, task.next), place, task.next);
  return { due: last, isMissed: isLate(last, now, grace), next, isOnce };
}

/** Milliseconds within which a task is still run; null: however late. */
function graceOf({ options: { grace = GRACE_MS } }: Pick<Task, "options">): number | null {
  return grace === null ? null : Math.max(grace, PROMPT_MS);
}

/** Whether a run comes too late for its time. */
export const isTooLate = (run: Pick<Task, "options"> & { due: number }, now: number): boolean =>
  isLate(run.due, now, graceOf(run));

const isLate = (due: number, now: number, grace: number | null) => grace !== null && now - due > grace;

function lastWithin(due: Due, first: number, from: number, now: number, place: Place): number {
  let last = first;
  for (let count = 0, at: number | undefined = nextOf(due, from, place, first); count < MOST; count++) {
    if (at === undefined || at > now) break;
    last = at;
    at = nextOf(due, at, place, first);
  }
  return last;
}

/** Gives those tasks a time that have none yet. */
export async function reckonNew(db: Db, now: number, place: Place): Promise<void> {
  for (const task of await dueTasks(db, null, 100)) {
    const due = dueOf(task, now, place);
    if (due !== "unknown") await moveOn(db, task, due && nextOf(due, now, place), now);
  }
}

/**
 * Reckons all times ahead anew: at the start, as the zone may be another, and where the clock was put back, so that
 * nothing waits for a time that was wrong. What is overdue stays so; what was run for a time is not run for it again.
 */
export async function reckonAll(db: Db, now: number, place: Place): Promise<void> {
  for (const task of await listTasks(db)) {
    if (!task.enabled || task.next === null || task.next <= now) continue;
    const due = dueOf(task, now, place);
    if (due === undefined || due === "unknown" || due.kind === "once") continue;
    const fresh = nextOf(due, now, place);
    // What repeats keeps its step, unless its time is further than one step away.
    const isWrong = fresh !== undefined && (due.kind === "repeat" ? task.next > fresh : task.next !== fresh);
    if (isWrong) await moveOn(db, task, fresh, now);
  }
}
