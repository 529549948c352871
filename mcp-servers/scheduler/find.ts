import type { Task } from "../../db/tasks/index.ts";
import { UserError } from "../../kernel/errors.ts";
import { nameWords } from "../../kernel/names/words.ts";
import { clean, listed } from "../../kernel/text.ts";
import type { Ask } from "../../kernel/tool.ts";
import { askWhich } from "../../kernel/tool.ts";
import type { CallContext } from "../../kernel/wire.ts";

const NOISE = new Set(["the", "my", "our", "task", "tasks", "schedule", "scheduled", "a", "for", "at", "one"]);
const ALL = new Set(["all", "everything", "every"]);
const SHOWN = 8;

/** The tasks somebody may see: the owner all, others their own. */
export const visible = (tasks: readonly Task[], { principal, owner }: CallContext): Task[] =>
  tasks.filter((task) => owner || task.owner === principal);

/** The tasks that are meant by some words of their name or time, or "all". @throws UserError naming those there are */
export function findTasks(tasks: readonly Task[], said: string): Task[] | Ask {
  const exact = tasks.filter(({ key, name }) => key === said || name === said);
  if (exact.length > 0) return exact.slice(0, 1);
  const words = nameWords(said).filter((word) => !NOISE.has(word));
  if (words.length > 0 && words.every((word) => ALL.has(word)) && tasks.length > 0) return [...tasks];
  const fitting = words.length === 0 ? tasks : tasks.filter((task) => fits(task, words));
  if (fitting.length === 1) return [...fitting];
  const names = fitting.slice(0, SHOWN).map(({ name }) => clean(name, 50));
  if (fitting.length > 1 && new Set(names).size === names.length) return askWhich("Which task?", names);
  if (fitting.length > 1)
    return askWhich(
      "Which task?",
      fitting.slice(0, SHOWN).map(({ key }) => key),
    );
  const known = listed(tasks.slice(0, SHOWN).map(({ name }) => clean(name, 40)));
  throw new UserError(
    tasks.length === 0 ? "No tasks are kept." : `There is no task “${clean(said, 40)}”. There are: ${known}.`,
  );
}

function fits({ key, name, due }: Task, words: readonly string[]): boolean {
  const own = new Set([...nameWords(name), ...nameWords(due), ...nameWords(key)]);
  return words.every((word) => own.has(word) || own.has(`${word}s`) || own.has(word.replace(/s$/, "")));
}
