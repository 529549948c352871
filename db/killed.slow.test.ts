import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { raise } from "./generations.ts";
import { openDatabase } from "./index.ts";
import { migrations } from "./migrations.ts";
import { TABLES } from "./move.ts";
import { freshPlace } from "./testing.ts";

const program = resolve(import.meta.dirname, "../test/fixtures/opened-database.ts");

const LOOK_MS = 1_500;

async function place() {
  const { settings, clear } = await freshPlace();
  onTestFinished(clear);
  /** Opens it in another process. */
  const start = (...args: string[]) => {
    const env = { ...process.env, ...settings };
    const child = spawn(process.execPath, [program, ...args], { env, stdio: "pipe" });
    const ended = Promise.all([text(child.stderr), once(child, "exit")]).then(([complaint, [code, signal]]) => ({
      ended: signal ?? code,
      complaint,
    }));
    return { child, ended };
  };
  const tables = async () => {
    const { kysely, close } = await openDatabase(settings);
    const all = await kysely.introspection.getTables();
    const raised = await raise(kysely, "names");
    await close();
    return { names: all.map((table) => table.name).toSorted(), raised };
  };
  return { start, tables };
}

const moments = Object.keys(migrations).flatMap((name) => [
  [name, "before"],
  [name, "after"],
]);

const well = { ended: 0, complaint: "" };
const killed = { ended: "SIGKILL", complaint: "" };

test.each(moments)("killed at the step %s, %s it: the next start makes it whole", async (name = "", moment = "") => {
  const { start, tables } = await place();
  expect(await start(name, moment).ended).toEqual(killed);
  expect(await start().ended).toEqual(well);
  expect(await tables()).toEqual({ names: TABLES.toSorted(), raised: 1 });
});

test.each(["goes on", "is killed"])("who starts meanwhile waits until the first %s", async (fate) => {
  const { start, tables } = await place();
  const first = start("0003-principals", "stay");
  await once(first.child.stdout, "data");
  const others = [start(), start()];
  // Those that do not wait are done within this.
  const early = await Promise.race([...others.map(({ ended }) => ended), wait(LOOK_MS, "none")]);
  expect(early).toBe("none");
  if (fate === "is killed") first.child.kill("SIGKILL");
  else first.child.stdin.end();
  expect(await first.ended).toEqual(fate === "is killed" ? killed : well);
  expect(await Promise.all(others.map(({ ended }) => ended))).toEqual([well, well]);
  expect(await tables()).toEqual({ names: TABLES.toSorted(), raised: 1 });
});
