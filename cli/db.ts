import { join } from "node:path";
import { holderOf, takeFolder } from "../composer/lock.ts";
import { databaseSettings, openDatabase } from "../db/index.ts";
import { copyAll } from "../db/move.ts";
import { parseSettings } from "../kernel/config.ts";
import { UserError } from "../kernel/errors.ts";
import { counted } from "../kernel/text.ts";
import { dataOf } from "./client.ts";
import { optionsOf } from "./options.ts";
import type { Command } from "./terminal.ts";

const USAGE = "db move mysql://USER:PASSWORD@HOST/DATABASE";

/** steward db move: carries the house from its file into an empty MySQL. The file stays as it is. */
export const db: Command = async ({ args, source, print }) => {
  const { positionals } = optionsOf(args, {}, USAGE);
  const [verb, url, ...more] = positionals;
  if (verb !== "move" || url === undefined || more.length > 0) throw new UserError(`Usage: steward ${USAGE}`);
  const { DATABASE_URL } = parseSettings(databaseSettings, { DATABASE_URL: url });
  const data = dataOf(source);
  // Nobody may write what is being carried.
  const lock = takeFolder(data);
  if (!lock) throw new UserError(`A composer runs on ${data} (${holderOf(data)?.url ?? "starting"}): end it first.`);
  try {
    const from = await openDatabase({ file: join(data, "steward.db") });
    const to = await openDatabase({ STEWARD_DATA: data, DATABASE_URL }).catch((fault: unknown) =>
      from.close().then(() => Promise.reject(fault)),
    );
    try {
      const counts = await copyAll(from.kysely, to.kysely);
      const rows = Object.values(counts).reduce((sum, one) => sum + one, 0);
      print(`${counted(rows, "row")} of ${counted(Object.keys(counts).length, "table")} are there.`);
      print(`Now set DATABASE_URL to it; ${join(data, "steward.db")} stays as it is. Audit and keys stay in ${data}.`);
    } finally {
      await Promise.all([from.close(), to.close()]);
    }
  } finally {
    lock.release();
  }
};
