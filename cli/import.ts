import { readFile } from "node:fs/promises";
import { text as allOf } from "node:stream/consumers";
import { turn } from "../composer/agent/turn.ts";
import { UserError, messageOf } from "../kernel/errors.ts";
import { printTurn } from "./ask.ts";
import { optionsOf } from "./options.ts";
import { takeOver } from "./source/take-over.ts";
import type { Command } from "./terminal.ts";

const USAGE =
  "import services|dns|machines|tasks FILE | import source mysql://USER:PASSWORD@HOST/DATABASE [--dry-run] [--json]";
const OPTIONS = { "dry-run": { type: "boolean" }, json: { type: "boolean" } } as const;

/** What a file can hold, and the tool that takes its text. */
const TOOLS = new Map([
  ["services", "service_import"],
  ["dns", "dns_import"],
  ["machines", "vm_import"],
  ["tasks", "task_import"],
]);

/** steward import: what others wrote down, all of a kind or none. What stands for "-" comes in by stdin. */
export const importing: Command = async (terminal) => {
  const { values, positionals } = optionsOf(terminal.args, OPTIONS, USAGE);
  const [what = "", from] = positionals;
  const tool = TOOLS.get(what);
  if ((!tool && what !== "source") || from === undefined || positionals.length > 2)
    throw new UserError(`Usage: steward ${USAGE}`);
  const { "dry-run": dryRun = false, json = false } = values;
  // A source's URL has a password: as "-" it is not in the list of processes.
  if (!tool) return takeOver(terminal, from === "-" ? (await textOf(from)).trim() : from, { dryRun, json });
  const call = { args: { text: await textOf(from) }, dryRun };
  const { body } = await (await terminal.client()).request("POST", `/api/tools/${tool}`, call);
  return printTurn(turn.parse(body), json, terminal.print);
};

async function textOf(file: string): Promise<string> {
  try {
    return file === "-" ? await allOf(process.stdin) : await readFile(file, "utf8");
  } catch (thrown) {
    throw new UserError(`${file} cannot be read: ${messageOf(thrown)}`);
  }
}
