import type { EvalCase } from "../../kernel/evals.ts";

/** Sentences about tasks, said to the demo house, which has none. */
export const evals: readonly EvalCase[] = [
  { say: "what is scheduled", steps: [{ tool: "task_list", args: {} }], result: "No tasks are kept." },
  { say: "which tasks are there", steps: [{ tool: "task_list", args: {} }], result: "No tasks are kept." },
];
