import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Grammar } from "../composer/agent/phrases/index.ts";
import { compileGrammar } from "../composer/agent/phrases/index.ts";
import { silentLog } from "../kernel/log.ts";
import { phrases } from "../mcp-servers/homeassistant/phrases/index.ts";
import { phraseSet } from "../kernel/phrases.ts";
import { ROOMS, SAID, house } from "./large-home.ts";
import { oddSentences } from "./odd-sentences.ts";

const ROUNDS = 100;

/** How long a sentence takes to be understood in a home of 300 things, understood or not; and what the grammar costs. */
export async function run(print: (row: object) => void): Promise<void> {
  const set = {
    server: "homeassistant",
    phrases: phrases.map((set) => phraseSet.parse(set)),
    names: house,
    tools: ["home_set", "home_get", "home_run", "home_list", "home_play"],
  };
  const heap = heapMb();
  const begun = performance.now();
  const grammar = compileGrammar([set], silentLog);
  const compileMs = performance.now() - begun;
  const sentences = SAID.flatMap((said) => ROOMS.map((room) => said.replaceAll("{room}", room.toLowerCase())));
  for (const sentence of sentences) grammar.parse(sentence);
  const heapUsed = heapMb() - heap;
  const times: number[] = [];
  let understood = 0;
  for (let round = 0; round < ROUNDS; round += 1)
    for (const sentence of sentences) {
      const from = performance.now();
      const parsed = grammar.parse(sentence);
      times.push(performance.now() - from);
      if ("steps" in parsed) understood += 1;
    }
  const odd = oddest(grammar);
  times.sort((a, b) => a - b);
  const at = (share: number) => Number((times[Math.ceil(times.length * share) - 1] ?? 0).toFixed(3));
  print({
    bench: "phrases",
    things: house.length - ROOMS.length,
    phrases: grammar.size,
    sentences: sentences.length,
    understood: Number((understood / times.length).toFixed(2)),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: at(1),
    compileMs: Number(compileMs.toFixed(1)),
    heapMb: Number(heapUsed.toFixed(1)),
    ...odd,
  });
}

const ODD = 10_000;

/** The slowest of many sentences that nobody says. */
function oddest(grammar: Grammar) {
  let slowest = { ms: 0, sentence: "" };
  for (const sentence of oddSentences(ODD)) {
    const from = performance.now();
    grammar.parse(sentence);
    const ms = performance.now() - from;
    if (ms > slowest.ms) slowest = { ms, sentence };
  }
  const shown = slowest.sentence.length > 160 ? `${slowest.sentence.slice(0, 160)}…` : slowest.sentence;
  return { odd: ODD, slowestOddMs: Number(slowest.ms.toFixed(1)), slowestOdd: shown };
}

function heapMb(): number {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
  return process.memoryUsage().heapUsed / 1_048_576;
}
