import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { Db } from "../../db/index.ts";
import { listTasks, putTasks } from "../../db/tasks/index.ts";
import type { Run } from "../../db/tasks/runs.ts";
import { listRuns } from "../../db/tasks/runs.ts";
import { root } from "../rooms.ts";

/** Milliseconds a run is kept for its composer in these tests. */
export const LEASE_MS = 2_000;
const PATIENCE_MS = 180_000;

export const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const ready = z.object({ ready: z.number() });

export interface Life {
  child: ChildProcess;
  /** lets it serve; epoch milliseconds since which it does */
  begin(): Promise<number>;
  kill(): Promise<void>;
  end(): Promise<void>;
}

/** A composer that has loaded and waits to be let in, so that a house is without one for as short as can be. */
export async function standBy(folder: string, ledger: string, environment: Record<string, string>): Promise<Life> {
  const args = [join(root, "test/fixtures/killed-tasks.ts"), folder, ledger, String(LEASE_MS)];
  // The code of the one before is not read again.
  const compiled = join(root, "node_modules/.cache/steward");
  const env = { ...process.env, NODE_COMPILE_CACHE: compiled, ...environment };
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"], env });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, "exit");
  await lines.next();
  return {
    child,
    async begin() {
      child.stdin.write("go\n");
      return ready.parse(JSON.parse((await lines.next()).value ?? "null")).ready;
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    async end() {
      child.stdin.write("end\n");
      await ended;
    },
  };
}

/** Tasks that are due one after the other, `step` ms apart, each a line of its own. */
export async function keepTasks(db: Db, from: number, count: number, first: number, step: number): Promise<void> {
  const tasks = Array.from({ length: count }, (_, index) => {
    const next = first + index * step;
    const key = `t${from + index}`;
    const what = { tool: "ledger_add", args: { text: key } };
    const due = new Date(next).toISOString();
    return [key, { key, name: key, owner: "owner", due, what, enabled: true, options: {}, next }] as const;
  });
  await putTasks(db, new Map(tasks), Date.now());
}

/** What was done: when, by the key of its task. */
export function linesOf(ledger: string): Map<string, number[]> {
  const text = existsSync(ledger) ? readFileSync(ledger, "utf8") : "";
  const lines = text.split("\n").flatMap((line) => {
    const [key = "", at] = line.split(" ");
    return at === undefined ? [] : [{ key, at: Number(at) }];
  });
  return new Map([...Map.groupBy(lines, ({ key }) => key)].map(([key, some]) => [key, some.map(({ at }) => at)]));
}

export async function settled(db: Db, count: number): Promise<Run[]> {
  const late = Date.now() + PATIENCE_MS;
  for (;;) {
    const runs = await listRuns(db, { limit: count + 1 });
    const tasks = await listTasks(db);
    if (tasks.length === 0 && runs.length >= count && runs.every(({ ended }) => ended !== null)) return runs;
    if (Date.now() > late)
      throw new Error(
        `${tasks.length} tasks wait, and ${runs.filter(({ ended }) => ended === null).length} runs go on`,
      );
    await wait(50);
  }
}
