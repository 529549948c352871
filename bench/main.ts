import { globSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

/** Prints the measurements of one benchmark, or of several: a line of JSON each, or `name value` for people. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: "boolean", default: false } },
  });
  const known = globSync("*.ts", { cwd: import.meta.dirname })
    .map((file) => file.replace(/\.ts$/, ""))
    .filter((name) => BENCHES.has(name));
  const strangers = positionals.filter((name) => !known.includes(name));
  if (positionals.length === 0 || strangers.length > 0) {
    console.error(`npm run bench -- NAME [--json]; NAME is one of ${known.toSorted().join(", ")}`);
    process.exit(1);
  }
  const print = (row: object) =>
    console.log(
      values.json
        ? JSON.stringify(row)
        : Object.entries(row)
            .map(([key, value]) => `${key} ${String(value)}`)
            .join("   "),
    );
  for (const name of positionals) {
    const bench: unknown = await import(join(import.meta.dirname, `${name}.ts`));
    await runOf(bench)(print);
  }
}

/** Everything that can be measured; files beside them are their parts. */
const BENCHES = new Set([
  "backup",
  "barge-in",
  "calls",
  "end-of-speech",
  "first-sound",
  "hub",
  "machines",
  "names",
  "phrases",
  "router",
  "start",
  "tokens",
  "voice",
  "wake",
]);

type Run = (print: (row: object) => void) => Promise<void>;

function runOf(bench: unknown): Run {
  if (typeof bench !== "object" || bench === null || !("run" in bench) || typeof bench.run !== "function")
    throw new Error("a benchmark exports run(print)");
  const { run } = bench;
  return async (print) => void (await run(print));
}

await main();
// What a benchmark left open does not keep it from ending.
process.exit();
