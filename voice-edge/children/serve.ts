import { UserError, messageOf } from "../../kernel/errors.ts";
import type { Answer, Order } from "./wire.ts";
import { orderOf } from "./wire.ts";

/** Work of one kind; what it is given and gives travels by structured clone (numbers, texts, typed arrays). */
export type Job = (input: unknown) => Promise<unknown>;

/**
 * Serves jobs in this child process until its parent is gone. Each is loaded when it is first asked for, so that a child
 * that only listens does not pay for a voice.
 */
export function serveJobs(jobs: Readonly<Record<string, () => Promise<Job>>>): void {
  const loaded = new Map<string, Promise<Job>>();
  const load = (name: string): Promise<Job> => {
    const known = loaded.get(name) ?? jobs[name]?.();
    if (!known) throw new Error(`there is no job ${name}`);
    loaded.set(name, known);
    return known;
  };
  const perform = async ({ id, job, input }: Order): Promise<Answer> => {
    try {
      return { id, result: await (await load(job))(input) };
    } catch (thrown) {
      return { id, failed: messageOf(thrown), user: thrown instanceof UserError };
    }
  };
  process.on("message", (message) => {
    const order = orderOf(message);
    if (order) void perform(order).then((answer) => process.send?.(answer));
  });
  process.once("disconnect", () => process.exit(0));
}
