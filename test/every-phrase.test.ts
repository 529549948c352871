import fc from "fast-check";
import { expect, test } from "vitest";
import { compileGrammar } from "../composer/agent/phrases/index.ts";
import type { Node } from "../composer/agent/phrases/template.ts";
import { templateReader } from "../composer/agent/phrases/template.ts";
import { silentLog } from "../kernel/log.ts";
import { phraseSet } from "../kernel/phrases.ts";
import { english as phrases } from "../mcp-servers/homeassistant/phrases/index.ts";

const set = phraseSet.parse(phrases);
const tools = ["home_set", "home_get", "home_run", "home_list", "home_play"];
// One thing of every kind, under a name that no phrase has a word of; and what some phrases need.
const things = Object.keys(set.kinds).map((kind, index) => ({
  kind,
  name: `Zorp ${"abcdefghij"[index % 10]}${index}x`,
}));
const needed = set.phrases.flatMap(({ needs }) => (needs === undefined ? [] : [{ kind: "scene", name: needs }]));
const names = [...things, ...needed];
const grammar = compileGrammar([{ server: "homeassistant", phrases: [set], names, tools }], silentLog);
const AREA = "Attic";

/** How a slot of a reader's type is said. */
const VALUES: Record<string, string> = {
  percent: "40 percent",
  share: "half",
  number: "41",
  temperature: "21",
  degrees: "21 degrees",
  kelvin: "2700 kelvin",
  duration: "an hour and a half",
  text: "Green Eggs",
  word: "items",
};

/** Something a template says: a way through it, with a value or a name in each slot; undefined where a name comes twice. */
function exampleOf(node: Node, draw: (most: number) => number, said = new Set<string>()): string[] | undefined {
  const pick = <T>(some: readonly T[]): T[] => some.slice(draw(some.length)).slice(0, 1);
  switch (node.kind) {
    case "word":
      return [node.word];
    case "choice":
      return pick(node.parts).flatMap((part) => exampleOf(part, draw, said) ?? []);
    case "sequence": {
      const parts = node.parts.map((part) => exampleOf(part, draw, said));
      return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
    }
    case "slot": {
      if (node.type === "here") return [];
      const values = set.values[node.type];
      if (values) return pick(Object.keys(values));
      const value = VALUES[node.type];
      if (value !== undefined) return [value];
      if (said.has(node.name)) return undefined;
      said.add(node.name);
      const kinds = set.things[node.type] ?? [node.type, ...(set.kinds[node.type]?.includes ?? [])];
      const fit = things.filter(({ kind }) => node.type === "name" || kinds.includes(kind));
      return pick(fit).map(({ name }) => name);
    }
  }
}

const read = templateReader(set.rules);
const templates = set.phrases.flatMap(({ say, tool, args }) =>
  say.map((template) => ({ template, node: read(template), tool, verb: args["do"] })),
);

test("every way to say a phrase is understood as one call", () => {
  const counts = { said: 0, same: 0 };
  const way = fc.infiniteStream(fc.nat());
  fc.assert(
    fc.property(fc.constantFrom(...templates), way, ({ node, tool, verb }, ways) => {
      const words = exampleOf(node, (most) => (ways.next().value ?? 0) % most);
      if (!words || words.length === 0) return;
      const parsed = grammar.parse(words.join(" "), { area: AREA });
      if (!("steps" in parsed)) throw new Error(`${words.join(" ")}: ${JSON.stringify(parsed)}`);
      expect(parsed.steps).toHaveLength(1);
      counts.said++;
      if (parsed.steps[0]?.tool === tool && parsed.steps[0].args["do"] === verb) counts.same++;
    }),
    { numRuns: 3000, seed: 1 },
  );
  // Some words are said of several verbs ("start the speaker"): what stands first wins.
  expect(counts.said).toBeGreaterThan(2500);
  expect(counts.same / counts.said).toBeGreaterThan(0.98);
});
