import { expect, test } from "vitest";
import { house } from "../bench/large-home.ts";
import { hostileNames, oddSentences } from "../bench/odd-sentences.ts";
import { compileGrammar } from "../composer/agent/phrases/index.ts";
import { languages } from "../kernel/language/index.ts";
import { silentLog } from "../kernel/log.ts";
import { createNamesInAll } from "../kernel/names/index.ts";
import { wordsOf } from "../kernel/names/words.ts";
import { phraseSet } from "../kernel/phrases.ts";
import { phrases } from "../mcp-servers/homeassistant/phrases/index.ts";

const COUNT = 10_000;
const sets = phrases.map((set) => phraseSet.parse(set));
const names = [...house, ...hostileNames];
const tools = ["home_set", "home_get", "home_run", "home_list", "home_play"];
const grammar = compileGrammar([{ server: "homeassistant", phrases: sets, names, tools }], silentLog);
const resolver = createNamesInAll(names, sets);

/** Every word that somebody wrote down for a sentence: in templates, values, names and the languages themselves. */
const written = new Set(
  wordsOf(
    textIn([sets, names, languages])
      .join(" ")
      .replaceAll(/[[\](){}<>|]/g, " "),
  ),
);
function textIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (value instanceof Map) return [...value].flatMap(textIn);
  if (typeof value !== "object" || value === null) return [];
  return [...Object.keys(value), ...Object.values(value).flatMap(textIn)];
}
/** What the home is told with no name said. */
const UNSAID = /^(hvac|player|thermostat|weather|anyone|everyone|all locks|outdoor temperature|outside.*|outdoors?)$/;
const OPENING =
  /\b(unlock|unsecure|unbolt|unlatch|disengage|(aufs\S+|entrieg\S+)|(schlie(ß|ss)e?|sperre?)\b.*\bauf)\b/i;

test(`of ${COUNT} sentences that nobody says none throws, and none acts on a word or a name it does not know`, () => {
  const acted = { sentences: 0, unlocks: 0 };
  for (const sentence of oddSentences(COUNT)) {
    const parsed = grammar.parse(sentence);
    if (!("steps" in parsed)) continue;
    acted.sentences += 1;
    const steps = [...(parsed.condition?.steps ?? []), ...parsed.steps, ...(parsed.otherwise ?? [])];
    expect(steps.length).toBeLessThanOrEqual(20);
    const texts = steps.flatMap(({ args }) => Object.values(args)).filter((value) => typeof value === "string");
    const taken = new Set(texts.flatMap((text) => wordsOf(text)));
    for (const word of wordsOf(sentence))
      if (!written.has(word) && !/\d/.test(word) && !taken.has(word))
        throw new Error(`${word} in ${JSON.stringify(sentence)}`);
    for (const { args } of steps) {
      const name = args["name"];
      if (typeof name !== "string" || UNSAID.test(name)) continue;
      if ("unknown" in resolver.resolve(name, { here: "Kitchen", fuzzy: true }))
        throw new Error(`${JSON.stringify(name)} names nothing in ${JSON.stringify(sentence)}`);
    }
    if (steps.every(({ args }) => args["do"] !== "unlock")) continue;
    acted.unlocks += 1;
    expect(sentence).toMatch(OPENING);
  }
  // Some of them are whole sentences after all: the test is one of something.
  expect(acted.sentences).toBeGreaterThan(COUNT / 50);
});
