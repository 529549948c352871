import { pricedTools } from "../test/tool-sheet.ts";

/** What the tools cost a model: o200k tokens of name, description and minified input schema. */
export async function run(print: (row: object) => void): Promise<void> {
  const shown = (await pricedTools()).filter(({ tool }) => tool.audience === "all");
  for (const { server, tool, tokens } of shown) print({ bench: "tokens", server, tool: tool.name, tokens });
  print({
    bench: "tokens",
    server: "all",
    tools: shown.length,
    tokens: shown.reduce((sum, { tokens }) => sum + tokens, 0),
  });
}
