import { z } from "zod";
import { UserError } from "../kernel/errors.ts";
import { optionsOf } from "./options.ts";
import type { Command } from "./terminal.ts";
import { typed } from "./typed.ts";

const USAGE = "user list | password NAME | remove NAME [--json]";
const OPTIONS = { json: { type: "boolean" } } as const;
const listed = z.array(z.object({ id: z.string(), name: z.string(), hasPassword: z.boolean() }));
const made = z.object({ id: z.string(), isNew: z.boolean() });

/** steward user: the members of the house. `password` makes a new one too; what is typed or piped in is not shown. */
export const user: Command = async ({ args, client, print, note }) => {
  const { values, positionals } = optionsOf(args, OPTIONS, USAGE);
  const [verb, name] = positionals;
  const show = (body: unknown, lines: string[]) =>
    values.json ? print(JSON.stringify(body)) : lines.forEach((line) => print(line));
  if (verb === "list") {
    const { body } = await (await client()).request("GET", "/api/users");
    const lines = listed.parse(body).map(({ id, name: shown, hasPassword }) => {
      return `${id}  ${shown}${hasPassword ? "" : "  (no password)"}`;
    });
    return show(body, lines.length > 0 ? lines : ["No members: the owner signs in by link."]);
  }
  if (name === undefined || positionals.length > 2) throw new UserError(`Usage: steward ${USAGE}`);
  if (verb === "remove") {
    const { body } = await (await client()).request("DELETE", `/api/users/${encodeURIComponent(name)}`);
    return show(body, [`${name} is no member any more; sessions and tokens are gone too.`]);
  }
  if (verb !== "password") throw new UserError(`Usage: steward ${USAGE}`);
  const password = await typed(`New password of ${name}: `, note);
  const { body } = await (await client()).request("POST", "/api/users", { name, password });
  const { id, isNew } = made.parse(body);
  return show(body, [
    isNew ? `${id} is a member now, and signs in with that password.` : `${id} has that password now; sessions ended.`,
  ]);
};
