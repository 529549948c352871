import { writeFileSync } from "node:fs";
import { z } from "zod";
import { jsonObject } from "../kernel/schema.ts";
import { optionsOf } from "./options.ts";
import { markdownOf } from "./tools-page.ts";
import type { Command } from "./terminal.ts";

const tools = z.array(
  z.object({
    server: z.string(),
    name: z.string(),
    description: z.string().default(""),
    risk: z.string(),
    audience: z.enum(["all", "people"]),
    inputSchema: jsonObject,
  }),
);
/** A tool with its price: o200k tokens of minified name, description and input schema; people's tools cost none. */
export type PricedTool = z.infer<typeof tools>[number] & { tokens: number };

/** steward tools: every tool and what it costs a model to know it; `--write` puts the same into docs/tools.md. */
export const toolsCommand: Command = async ({ args, client, print }) => {
  const options = { json: { type: "boolean" }, write: { type: "boolean" } } as const;
  const { values } = optionsOf(args, options, "tools [--json] [--write]");
  const { body } = await (await client()).request("GET", "/api/tools");
  const { countTokens } = await import("gpt-tokenizer/encoding/o200k_base");
  const priced = tools.parse(body).map((tool): PricedTool => {
    const { name, description, inputSchema, audience } = tool;
    return {
      ...tool,
      tokens: audience === "all" ? countTokens(JSON.stringify({ name, description, inputSchema })) : 0,
    };
  });
  const total = priced.reduce((sum, { tokens }) => sum + tokens, 0);
  if (values.write) writeFileSync("docs/tools.md", markdownOf(priced));
  if (values.json) return print(JSON.stringify({ tools: priced, tokens: total }));
  for (const { name, risk, tokens, audience, description } of priced) {
    print(
      `${name.padEnd(18)} ${String(tokens).padStart(4)}  ${risk.padEnd(6)}  ${description}${audience === "people" ? " (people only)" : ""}`,
    );
  }
  print(`${"together".padEnd(18)} ${String(total).padStart(4)}  o200k tokens`);
};
