import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./rooms.ts";
import { pricedTools, toolSheet } from "./tool-sheet.ts";

const priced = await pricedTools();
const shown = priced.filter(({ tool }) => tool.audience === "all");
const file = join(root, "docs/tools.md");

/** o200k tokens that a server's tools may cost together. */
const BUDGET: Record<string, number> = {
  homeassistant: 190,
  vm: 85,
  minecraft: 85,
  catalog: 85,
  dns: 60,
  scheduler: 90,
};

test("no tool costs more than 60 tokens, no server more than its budget, all together no more than 600", () => {
  expect(shown.filter(({ tokens }) => tokens > 60).map(({ tool }) => tool.name)).toEqual([]);
  const sums = [...Map.groupBy(shown, ({ server }) => server)].map(([server, some]) => ({
    server,
    tokens: some.reduce((total, { tokens }) => total + tokens, 0),
  }));
  expect(sums.length).toBeGreaterThan(0);
  expect(sums.filter(({ server, tokens }) => tokens > (BUDGET[server] ?? 0))).toEqual([]);
  expect(sums.reduce((total, { tokens }) => total + tokens, 0)).toBeLessThanOrEqual(600);
});

test("a tool is named after its server's domain, described in 60 characters, and takes four flat fields at most", () => {
  const plain = new Set(["string", "number", "integer", "boolean"]);
  for (const { tool } of shown) {
    expect(tool.name).toMatch(/^[a-z]+_[a-z]+$/);
    expect(tool.description.length).toBeLessThanOrEqual(60);
    const fields: [string, { type?: string; enum?: unknown[] }][] = Object.entries(
      Object(tool.inputSchema["properties"]),
    );
    expect(fields.length).toBeLessThanOrEqual(4);
    for (const [, field] of fields) expect(field.enum !== undefined || plain.has(String(field.type))).toBe(true);
  }
});

test("docs/tools.md is what the tools are", () => {
  const sheet = toolSheet(priced);
  if (process.env["UPDATE_DOCS"]) writeFileSync(file, sheet);
  expect(readFileSync(file, "utf8")).toBe(sheet);
});
