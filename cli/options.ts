import type { ParseArgsConfig } from "node:util";
import { parseArgs } from "node:util";
import { UserError, messageOf } from "../kernel/errors.ts";

/** Arguments by their options. @throws UserError that names what is not known, and how the command is used */
export function optionsOf<const Options extends NonNullable<ParseArgsConfig["options"]>>(
  args: string[],
  options: Options,
  usage: string,
) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (thrown) {
    const [first = ""] = messageOf(thrown).split(". ");
    throw new UserError(`${first}. Usage: steward ${usage}`);
  }
}
