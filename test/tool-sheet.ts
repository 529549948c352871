import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { silentLog } from "../kernel/log.ts";
import type { Tool } from "../kernel/tool.ts";
import { servers } from "../mcp-servers/index.ts";

/** A tool with its price: o200k tokens of its name, description and minified input schema. */
export interface Priced {
  server: string;
  tool: Tool;
  tokens: number;
}

const tokensOf = ({ name, description, inputSchema }: Tool) =>
  encode(name + description + JSON.stringify(inputSchema)).length;

/** Every tool of every server of the registry, started with nothing configured but a data folder that goes with it. */
export async function pricedTools(): Promise<Priced[]> {
  const data = mkdtempSync(join(tmpdir(), "steward-tools-"));
  const priced = servers.map(async (definition) => {
    const running = await definition.start({ STEWARD_DATA: data }, { log: silentLog });
    const tools = [...running.tools.values()];
    await running.close();
    return tools.map((tool) => ({ server: definition.name, tool, tokens: tokensOf(tool) }));
  });
  const all = (await Promise.all(priced)).flat();
  rmSync(data, { recursive: true });
  return all;
}

const sum = (priced: readonly Priced[]) => priced.reduce((total, { tokens }) => total + tokens, 0);
const forModels = ({ tool }: Priced) => tool.audience === "all";

/** The page docs/tools.md. */
export function toolSheet(priced: readonly Priced[]): string {
  const parts = [...Map.groupBy(priced, ({ server }) => server)].map(([server, some]) => {
    const rows = some.map(({ tool, tokens }) => {
      const fields = Object.entries(Object(tool.inputSchema["properties"])).map(([name]) => `\`${name}\``);
      const price = tool.audience === "all" ? String(tokens) : "people only";
      return `| \`${tool.name}\` | ${tool.description} | ${fields.join(", ")} | ${tool.risk} | ${price} |`;
    });
    const head = ["| tool | does | takes | risk | tokens |", "| --- | --- | --- | --- | --- |"];
    return [`## ${server}: ${sum(some.filter(forModels))} tokens`, "", ...head, ...rows, ""].join("\n");
  });
  const intro = [
    "# Tools",
    "Written by `npm run fix`; a test compares it with the tools. Tokens are o200k, of name, description and minified",
    "input schema. Tools for people are called by pages, CLI and undo, and are listed to no model and no MCP client. Risk is",
    "the tool's own: a call may come to be danger by what it is about (unlock, garage door, gate, valve).",
    "",
    `All together: ${sum(priced.filter(forModels))} tokens.`,
    "",
  ];
  return [...intro, ...parts].join("\n");
}
