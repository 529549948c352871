import { basename } from "node:path";
import { parseArgs } from "node:util";
import type { Score } from "./report.ts";
import { failureText, scoreOf, tableOf } from "./report.ts";
import { overHttp, startHouse } from "./house.ts";
import { runOwn, runOwnRenamed } from "./own.ts";
import type { Scored, StartHouse } from "./run.ts";
import { runFile } from "./run.ts";

const USAGE = `npm run eval -- [FILE.jsonl…] [--json] [--tier phrases|local|cloud] [--verbose] [--rename SEED] [--table]
  FILE       sentences and what they are to do, with their homes in a folder fixtures beside it; without one: the servers' own
  --rename   every name in the home and in the sentences becomes another one, the same for the same SEED
  --table    right, wrong and fell through by kind of sentence, as Markdown`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      tier: { type: "string" },
      verbose: { type: "boolean", default: false },
      rename: { type: "string" },
      table: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const start: StartHouse = async (environment) => {
    const house = await startHouse(environment);
    return { ...overHttp(house, values.tier), close: house.close };
  };
  const print = (file: string, scored: readonly Scored[]) => {
    const score = scoreOf(file, scored);
    if (values.table) console.log(tableOf(score, positionals[0] === file || positionals.length === 0));
    else if (values.json) console.log(JSON.stringify(score));
    else for (const line of textOf(score)) console.log(line);
    if (values.verbose) for (const one of scored) if (one.verdict !== "right") console.error(`${failureText(one)}\n`);
  };
  if (positionals.length === 0) {
    const { rename: seed } = values;
    print("mcp-servers/*/evals.ts", await (seed === undefined ? runOwn(start) : runOwnRenamed(start, seed)));
  }
  for (const file of positionals) print(file, await runFile(file, start, values.rename));
}

function textOf({ file, kinds, p50Ms, p99Ms, ...all }: Score): string[] {
  const line = (name: string, { rows, right, wrong, fellThrough }: Score["kinds"][string]) => {
    const share = `${((100 * right) / Math.max(1, rows)).toFixed(1)} %`;
    return `${name.padEnd(26)} ${String(rows).padStart(5)} rows ${share.padStart(8)} right ${String(wrong).padStart(4)} wrong ${String(fellThrough).padStart(5)} fell through`;
  };
  const each = Object.entries(kinds).map(([kind, counts]) => line(`  ${kind}`, counts));
  return [`${line(basename(file), all)}   p50 ${p50Ms} ms, p99 ${p99Ms} ms`, ...(each.length > 1 ? each : [])];
}

main().catch((thrown: unknown) => {
  console.error(thrown instanceof Error ? thrown.message : String(thrown));
  process.exitCode = 1;
});
