import { z } from "zod";
import { UserError } from "../kernel/errors.ts";
import { listed } from "../kernel/text.ts";
import { printTurn } from "./ask.ts";
import { optionsOf } from "./options.ts";
import type { Command } from "./terminal.ts";
import { typed } from "./typed.ts";

const USAGE = "call TOOL [NAME=VALUE …] [--dry-run] [--json]; NAME=- asks for the value, unseen";
const OPTIONS = { json: { type: "boolean" }, "dry-run": { type: "boolean" } } as const;
const schema = z.object({
  properties: z.record(z.string(), z.looseObject({ type: z.unknown().optional() })).default({}),
});
const tools = z.array(z.object({ name: z.string(), inputSchema: schema }));

/** steward call: any tool by its name, those for people too; what it needs is said as NAME=VALUE. */
export const call: Command = async ({ args, client, print, note }) => {
  const { values, positionals } = optionsOf(args, OPTIONS, USAGE);
  const [name, ...pairs] = positionals;
  if (name === undefined) throw new UserError(`Usage: steward ${USAGE}`);
  const composer = await client();
  const all = tools.parse((await composer.request("GET", "/api/tools")).body);
  const tool = all.find((one) => one.name === name);
  if (!tool) throw new UserError(`There is no tool ${JSON.stringify(name)}: steward tools lists them.`);
  const known = tool.inputSchema.properties;
  const given: Record<string, unknown> = {};
  for (const pair of pairs) {
    const [key = "", ...rest] = pair.split("=");
    if (!Object.hasOwn(known, key) || !pair.includes("="))
      throw new UserError(
        `${name} takes NAME=VALUE of ${listed(Object.keys(known)) || "nothing"}, not ${JSON.stringify(pair)}.`,
      );
    const said = rest.join("=");
    given[key] = valueOf(said === "-" ? await typed(`${key}: `, note) : said, known[key]?.type);
  }
  const { "dry-run": dryRun, json = false } = values;
  const { body } = await composer.request("POST", `/api/tools/${name}`, { args: given, dryRun });
  return printTurn(body, json, print);
};

/** Text stays text; anything else is JSON. What cannot be read goes on as it is: the tool says what it wants. */
function valueOf(text: string, type: unknown): unknown {
  if (type === "string") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
