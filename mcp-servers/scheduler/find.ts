import type { Task } from "../../db/tasks/index.ts";
import { sayDue } from "../../kernel/calendar/index.ts";
import { UserError } from "../../kernel/errors.ts";
import { nameWords } from "../../kernel/names/words.ts";
import { clean, listed } from "../../kernel/text.ts";
import type { Ask } from "../../kernel/tool.ts";
import { askWhich } from "../../kernel/tool.ts";
import type { CallContext } from "../../kernel/wire.ts";
import type { Now } from "./describe.ts";
import { dueOr } from "./describe.ts";

const NOISE = new Set(["the", "my", "our", "task", "tasks", "schedule", "scheduled", "a", "for", "at", "one"]);
const ALL = new Set(["all", "everything", "every"]);
const SHOWN = 8;

/** The tasks somebody may see: the owner all, others their own. */
export const visible = (tasks: readonly Task[], { principal, owner }: CallContext): Task[] =>
  tasks.filter((task) => owner || task.owner === principal);

/** The tasks that are meant by some words of their name or time, or "all". @throws UserError naming those there are */
export function findTasks(tasks: readonly Task[], said: string, at: Now): Task[] | Ask {
  const exact = tasks.find((task) => task.key === said || labelOf(task, at) === said);
  if (exact) return [exact];
  const words = nameWords(said).filter((word) => !NOISE.has(word));
  if (words.length > 0 && words.every((word) => ALL.has(word)) && tasks.length > 0) return [...tasks];
  const named = tasks.filter(({ name }) => name === said);
  const fitting = named.length > 0 ? named : tasks.filter((task) => fits(task, words));
  if (fitting.length === 1) return fitting;
  if (fitting.length > 1) return ask(fitting.slice(0, SHOWN), at);
  const known = listed(tasks.slice(0, SHOWN).map(({ name }) => clean(name, 40)));
  throw new UserError(
    tasks.length === 0 ? "No tasks are kept." : `There is no task “${clean(said, 40)}”. There are: ${known}.`,
  );
}

/** Asks by name, and by time where names do not tell them apart. */
function ask(tasks: readonly Task[], at: Now): Ask {
  const names = tasks.map(({ name }) => clean(name, 50));
  const labels = new Set(names).size === names.length ? names : tasks.map((task) => labelOf(task, at));
  return askWhich(`Which task: ${listed(labels, "or")}?`, labels);
}

const labelOf = ({ name, due: text }: Task, { now, place }: Now): string => {
  const due = dueOr(text, now, place);
  return `${clean(name, 50)} ${due ? sayDue(due, now, place) : clean(text, 40)}`;
};

function fits({ key, name, due }: Task, words: readonly string[]): boolean {
  const own = new Set([...nameWords(name), ...nameWords(due), ...nameWords(key)]);
  return words.every((word) => own.has(word) || own.has(`${word}s`) || own.has(word.replace(/s$/, "")));
}
