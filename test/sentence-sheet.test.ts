import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { silentLog } from "../kernel/log.ts";
import { servers } from "../mcp-servers/index.ts";
import { root } from "./rooms.ts";
import type { Spoken } from "./sentence-sheet.ts";
import { examplesOf, sentenceSheet } from "./sentence-sheet.ts";

const data = mkdtempSync(join(tmpdir(), "steward-sentences-"));
const spoken: Spoken[] = [];
for (const definition of servers) {
  const running = await definition.start({ STEWARD_DATA: data }, { log: silentLog });
  spoken.push({ server: definition.name, tools: [...running.tools.keys()], sets: running.phrases });
  await running.close();
}
rmSync(data, { recursive: true });
const { examples, grammar, area } = examplesOf(spoken);

test("every sentence of docs/sentences.md is understood", () => {
  expect(examples.length).toBeGreaterThan(300);
  const silent = examples.flatMap(({ sentence }) => {
    const parsed = grammar.parse(sentence, { area });
    return "silent" in parsed ? [`${sentence}: ${parsed.silent}`] : [];
  });
  expect(silent).toEqual([]);
});

test("docs/sentences.md is what the phrases are", () => {
  const file = join(root, "docs/sentences.md");
  const sheet = sentenceSheet(examples);
  if (process.env["UPDATE_DOCS"]) writeFileSync(file, sheet);
  expect(readFileSync(file, "utf8")).toBe(sheet);
});
