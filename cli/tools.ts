import { z } from "zod";
import { UserError } from "../kernel/errors.ts";
import { jsonObject } from "../kernel/schema.ts";
import { optionsOf } from "./options.ts";
import type { Command } from "./terminal.ts";

const listed = z.array(
  z.object({
    server: z.string(),
    name: z.string(),
    description: z.string().default(""),
    risk: z.string(),
    audience: z.enum(["all", "people"]),
    inputSchema: jsonObject,
  }),
);

const USAGE = "tools [--json]";

/** steward tools: every tool, and what it costs a model to know it: o200k tokens of name, description and minified input schema. */
export const tools: Command = async ({ args, client, print }) => {
  const { values, positionals } = optionsOf(args, { json: { type: "boolean" } }, USAGE);
  if (positionals.length > 0) throw new UserError(`Usage: steward ${USAGE}`);
  const { body } = await (await client()).request("GET", "/api/tools");
  const { countTokens } = await import("gpt-tokenizer/encoding/o200k_base");
  const priced = listed.parse(body).map((tool) => {
    const text = tool.name + tool.description + JSON.stringify(tool.inputSchema);
    return { ...tool, tokens: tool.audience === "all" ? countTokens(text) : 0 }; // people's are shown to no model
  });
  const total = priced.reduce((sum, { tokens }) => sum + tokens, 0);
  if (values.json) return print(JSON.stringify({ tools: priced, tokens: total }));
  for (const { name, risk, tokens, audience, description } of priced) {
    const price = audience === "all" ? String(tokens) : "–";
    print(
      `${name.padEnd(18)} ${price.padStart(4)}  ${risk.padEnd(6)}  ${description}${audience === "people" ? " (people only)" : ""}`,
    );
  }
  print(
    `${"together".padEnd(18)} ${String(total).padStart(4)}  o200k tokens; steward prompt shows what a model is sent`,
  );
};
