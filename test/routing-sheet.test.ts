import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PRIVATE_WORDS, createPrivacy } from "../composer/agent/tiers/privacy.ts";
import { createRouter } from "../composer/agent/tiers/router.ts";
import type { Kind } from "../evals/routing/corpus.ts";
import { corpus } from "../evals/routing/corpus.ts";
import { demoDomains } from "../evals/routing/demo.ts";
import { halvesOf, rightOf, routingSheet } from "../evals/routing/matrix.ts";
import { root } from "./rooms.ts";

const privacy = createPrivacy({ words: PRIVATE_WORDS, tools: [] });
const rows = halvesOf(corpus(), { router: createRouter(), domains: await demoDomains(), privacy });

// Both halves keep both aims; nothing is learnt from the frozen one.
test("what is simple stays at home, and what is complex does not", () => {
  const shareOf = (kind: Kind) => rows.filter((row) => row.kind === kind).map((row) => rightOf(row) / row.sentences);
  const [[simple = 0, frozenSimple = 0], [complex = 0, frozenComplex = 0]] = [shareOf("simple"), shareOf("complex")];
  expect(simple).toBeGreaterThanOrEqual(0.98);
  expect(complex).toBeGreaterThanOrEqual(0.9);
  expect(frozenSimple).toBeGreaterThanOrEqual(0.98);
  expect(frozenComplex).toBeGreaterThanOrEqual(0.9);
});

test("docs/routing.md is what the router does", () => {
  const file = join(root, "docs/routing.md");
  const sheet = routingSheet(rows);
  if (process.env["UPDATE_DOCS"]) writeFileSync(file, sheet);
  expect(readFileSync(file, "utf8")).toBe(sheet);
});
