import { readFile } from "node:fs/promises";
import { text as allOf } from "node:stream/consumers";
import { stringify } from "yaml";
import { turn } from "../composer/agent/turn.ts";
import { UserError, messageOf } from "../kernel/errors.ts";
import { listed } from "../kernel/text.ts";
import { printTurn } from "./ask.ts";
import { optionsOf } from "./options.ts";
import { readSource } from "./source/read.ts";
import type { Command, Terminal } from "./terminal.ts";

const USAGE = "import services|dns FILE | import source mysql://USER:PASSWORD@HOST/DATABASE [--dry-run] [--json]";
const OPTIONS = { "dry-run": { type: "boolean" }, json: { type: "boolean" } } as const;

/** What can be imported: the tool that takes it, and how its text is had. */
const KINDS: Record<string, { tool: string; read(from: string, terminal: Terminal): Promise<string> }> = {
  services: { tool: "service_import", read: textOf },
  dns: { tool: "dns_import", read: textOf },
  source: { tool: "service_import", read: sourceText },
};

/** steward import: services or names into the catalogue, all or none. What stands for "-" comes in by stdin. */
export const importing: Command = async (terminal) => {
  const { values, positionals } = optionsOf(terminal.args, OPTIONS, USAGE);
  const [what = "", from] = positionals;
  const kind = Object.hasOwn(KINDS, what) ? KINDS[what] : undefined;
  if (!kind || from === undefined || positionals.length > 2) throw new UserError(`Usage: steward ${USAGE}`);
  const text = await kind.read(from, terminal);
  const call = { args: { text }, dryRun: values["dry-run"] ?? false };
  const { body } = await (await terminal.client()).request("POST", `/api/tools/${kind.tool}`, call);
  return printTurn(turn.parse(body), values.json ?? false, terminal.print);
};

async function textOf(file: string): Promise<string> {
  try {
    return file === "-" ? await allOf(process.stdin) : await readFile(file, "utf8");
  } catch (thrown) {
    throw new UserError(`${file} cannot be read: ${messageOf(thrown)}`);
  }
}

/** A source's services in the form of a file. Its URL has a password: as "-" it is not in the list of processes. */
async function sourceText(url: string, { note }: Terminal): Promise<string> {
  const { entries, left } = await readSource(url === "-" ? (await textOf(url)).trim() : url);
  if (left.length > 0) note(`Left where they are, as there is no place for them here yet: ${listed(left)}.`);
  return stringify({ services: entries });
}
