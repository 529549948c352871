import { z } from "zod";
import { UserError } from "../kernel/errors.ts";
import { optionsOf } from "./options.ts";
import type { Command } from "./terminal.ts";

const USAGE = "approve [ID] [--deny] [--json]";
const waiting = z.array(z.object({ id: z.string(), summary: z.string(), principal: z.string(), expires: z.number() }));
const decided = z.object({ say: z.string(), ok: z.boolean() });

/** steward approve: lets what waits run (or not); without an id the only thing that waits. */
export const approve: Command = async ({ args, client, print }) => {
  const options = { deny: { type: "boolean" }, json: { type: "boolean" } } as const;
  const { values, positionals } = optionsOf(args, options, USAGE);
  const composer = await client();
  const all = waiting.parse((await composer.request("GET", "/api/approvals")).body);
  const [only, ...others] = all;
  if (positionals[0] === undefined && others.length > 0) {
    for (const { id, summary, principal } of all) print(`${id}  ${summary} (asked by ${principal})`);
    throw new UserError(`Several things wait: name one. Usage: steward ${USAGE}`);
  }
  const id = positionals[0] ?? only?.id;
  if (id === undefined) throw new UserError("Nothing waits for an approval.");
  const decision = values.deny ? "deny" : "approve";
  const { body } = await composer.request("POST", `/api/approvals/${encodeURIComponent(id)}`, { decision });
  const { say, ok } = decided.parse(body);
  print(values.json ? JSON.stringify(body) : say);
  return ok ? 0 : 1;
};
