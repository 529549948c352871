import { existsSync } from "node:fs";
import { join } from "node:path";
import { text as allOf } from "node:stream/consumers";
import { holderOf, takeFolder } from "../composer/lock.ts";
import { databaseSettings, openDatabase } from "../db/index.ts";
import { copyAll } from "../db/move.ts";
import { parseSettings } from "../kernel/config.ts";
import { UserError } from "../kernel/errors.ts";
import { counted } from "../kernel/text.ts";
import { dataOf } from "./client.ts";
import { optionsOf } from "./options.ts";
import type { Command } from "./terminal.ts";

const USAGE = "db move mysql://USER:PASSWORD@HOST/DATABASE [--dry-run] (- reads the address from stdin)";

/** steward db move: carries the house from its file into an empty MySQL. The file stays as it is. */
export const db: Command = async ({ args, source, print }) => {
  const { values, positionals } = optionsOf(args, { "dry-run": { type: "boolean" } }, USAGE);
  const [verb, given, ...more] = positionals;
  if (verb !== "move" || given === undefined || more.length > 0) throw new UserError(`Usage: steward ${USAGE}`);
  // Its password is in it: as "-" it is not in the list of processes.
  const url = given === "-" ? (await allOf(process.stdin)).trim() : given;
  const { DATABASE_URL } = parseSettings(databaseSettings, { DATABASE_URL: url });
  if (DATABASE_URL === undefined) throw new UserError(`Usage: steward ${USAGE}`);
  const data = dataOf(source);
  const file = join(data, "steward.db");
  if (!existsSync(file)) throw new UserError(`There is no house in ${data}: STEWARD_DATA is its folder.`);
  // Nobody may write what is being carried.
  const lock = takeFolder(data);
  if (!lock) throw new UserError(`A composer runs on ${data} (${holderOf(data)?.url ?? "starting"}): end it first.`);
  try {
    const isDry = values["dry-run"] ?? false;
    const counts = await carry(file, DATABASE_URL, isDry);
    print(`${told(counts)} ${isDry ? "would come over; there are empty tables now, and nothing else" : "are there"}.`);
    if (!isDry) print(`Now set DATABASE_URL to it; ${file} stays as it is. Audit and keys stay in ${data}.`);
  } finally {
    lock.release();
  }
};

async function carry(file: string, DATABASE_URL: string, isDry: boolean): Promise<Record<string, number>> {
  const from = await openDatabase({ file });
  try {
    const to = await openDatabase({ STEWARD_DATA: "", DATABASE_URL });
    return await copyAll(from.kysely, to.kysely, isDry).finally(to.close);
  } finally {
    await from.close();
  }
}

/** "12 rows (3 of turns, 9 of services)" */
function told(counts: Record<string, number>): string {
  const filled = Object.entries(counts).filter(([, count]) => count > 0);
  const rows = filled.reduce((sum, [, count]) => sum + count, 0);
  return `${counted(rows, "row")} (${filled.map(([table, count]) => `${count} of ${table}`).join(", ")})`;
}
