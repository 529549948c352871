import type { PricedTool } from "./tools.ts";

/** The tools as a page of the documentation. */
export function markdownOf(tools: readonly PricedTool[]): string {
  const servers = [...new Set(tools.map(({ server }) => server))];
  const total = (some: readonly PricedTool[]) => some.reduce((sum, { tokens }) => sum + tokens, 0);
  const sections = servers.flatMap((server) => {
    const own = tools.filter((tool) => tool.server === server);
    return [
      `## ${server} (${total(own)} tokens)`,
      "",
      "| tool | does | risk | tokens |",
      "| --- | --- | --- | --- |",
      ...own.map(row),
      "",
    ];
  });
  return [
    "# Tools",
    "",
    "Written by `npm run tools -- --write`. Tokens are o200k, of minified name, description and input schema; tools for people are shown to no model.",
    "",
    ...sections,
    `Together ${total(tools)} tokens.`,
    "",
  ].join("\n");
}

const row = ({ name, description, risk, tokens, audience }: PricedTool) =>
  `| \`${name}\` | ${description} | ${risk} | ${audience === "people" ? "people only" : tokens} |`;
