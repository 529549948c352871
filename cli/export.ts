import { writeFile } from "node:fs/promises";
import { z } from "zod";
import { UserError, messageOf } from "../kernel/errors.ts";
import { optionsOf } from "./options.ts";
import type { Command } from "./terminal.ts";

const USAGE = "export services [FILE]";
const exported = z.object({ text: z.string() });

/** steward export: the catalogue as YAML, printed or into a file. */
export const exporting: Command = async ({ args, client, print, note }) => {
  const { positionals } = optionsOf(args, {}, USAGE);
  const [what, file] = positionals;
  if (what !== "services" || positionals.length > 2) throw new UserError(`Usage: steward ${USAGE}`);
  const { body } = await (await client()).request("GET", "/api/services/export");
  const { text } = exported.parse(body);
  if (file === undefined) return print(text.trimEnd());
  await writeFile(file, text).catch((thrown: unknown) => {
    throw new UserError(`${file} cannot be written: ${messageOf(thrown)}`);
  });
  note(`The services are in ${file}.`);
};
