import { readFile } from "node:fs/promises";
import { text as allOf } from "node:stream/consumers";
import { turn } from "../composer/agent/turn.ts";
import { UserError, messageOf } from "../kernel/errors.ts";
import { printTurn } from "./ask.ts";
import { optionsOf } from "./options.ts";
import type { Command } from "./terminal.ts";

const USAGE = "import services|dns FILE [--dry-run] [--json]     (FILE - is what comes in)";
const OPTIONS = { "dry-run": { type: "boolean" }, json: { type: "boolean" } } as const;
/** What can be imported, and the tool that does it. */
const TOOLS: Record<string, string> = { services: "service_import", dns: "dns_import" };

/** steward import: a file of services, or of names, into the catalogue; all of it or nothing. */
export const importing: Command = async ({ args, client, print }) => {
  const { values, positionals } = optionsOf(args, OPTIONS, USAGE);
  const [what = "", file] = positionals;
  const tool = Object.hasOwn(TOOLS, what) ? TOOLS[what] : undefined;
  if (tool === undefined || file === undefined || positionals.length > 2)
    throw new UserError(`Usage: steward ${USAGE}`);
  const call = { args: { text: await textOf(file) }, dryRun: values["dry-run"] ?? false };
  const { body } = await (await client()).request("POST", `/api/tools/${tool}`, call);
  return printTurn(turn.parse(body), values.json ?? false, print);
};

async function textOf(file: string): Promise<string> {
  try {
    return file === "-" ? await allOf(process.stdin) : await readFile(file, "utf8");
  } catch (thrown) {
    throw new UserError(`${file} cannot be read: ${messageOf(thrown)}`);
  }
}
