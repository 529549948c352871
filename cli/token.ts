import { z } from "zod";
import { UserError } from "../kernel/errors.ts";
import { optionsOf } from "./options.ts";
import type { Command } from "./terminal.ts";

const USAGE = "token create NAME --use api|mcp|voice [--ceiling read|write|danger] [--days N] | list | revoke ID";
const handed = z.object({ id: z.string(), secret: z.string() });
const listed = z.array(
  z.object({ id: z.string(), principal: z.string(), label: z.string(), purpose: z.string(), ceiling: z.string() }),
);
const OPTIONS = {
  use: { type: "string", default: "mcp" },
  ceiling: { type: "string" },
  days: { type: "string" },
  json: { type: "boolean" },
} as const;

/** steward token: credentials of programs. The secret is shown once. */
export const token: Command = async ({ args, client, print }) => {
  const { values, positionals } = optionsOf(args, OPTIONS, USAGE);
  const [verb, what] = positionals;
  const show = (body: unknown, lines: string[]) =>
    lines.forEach((line) => values.json || print(line), values.json && print(JSON.stringify(body)));
  if (verb === "list") {
    const { body } = await (await client()).request("GET", "/api/tokens");
    const tokens = listed.parse(body);
    return show(
      body,
      tokens.length === 0
        ? ["No tokens."]
        : tokens.map((one) => `${one.id}  ${one.principal}  for ${one.purpose}, up to ${one.ceiling}`),
    );
  }
  if (verb === "revoke" && what !== undefined) {
    const { body } = await (await client()).request("DELETE", `/api/tokens/${encodeURIComponent(what)}`);
    return show(body, [`${what} is revoked.`]);
  }
  if (verb !== "create" || what === undefined) throw new UserError(`Usage: steward ${USAGE}`);
  const { use, ceiling, days } = values;
  const spec = { principal: what, label: what, use, ceiling, days: days === undefined ? undefined : Number(days) };
  const { body } = await (await client()).request("POST", "/api/tokens", spec);
  const { id, secret } = handed.parse(body);
  return show(body, [
    secret,
    `Shown once. It speaks for ${what}; take it back with: npm run -s steward -- token revoke ${id}`,
  ]);
};
