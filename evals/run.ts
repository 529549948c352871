import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fixtures, Pair } from "./homes.ts";
import { fixturesOf, readFixture, startPair } from "./homes.ts";
import { caseOf, row } from "./labels.ts";
import type { Case } from "./labels.ts";
import { renamer } from "./rename.ts";
import type { Judged } from "./score.ts";
import { judge } from "./score.ts";

/** The answer to a sentence. */
export interface Answer {
  turn: string;
  undoable: boolean;
  /** what was said last: where approvals were given, after them */
  say: string;
  answered: boolean;
  /** milliseconds until the first answer */
  ms: number;
  /** the tools that were called, in order */
  tools: string[];
  /** for people who read failures: what was called, with which arguments */
  steps: string[];
}

/** A house that can be asked; who stands behind it is not this runner's business. */
export interface Asked {
  /** `approves`: what needs an approval gets it */
  ask(text: string, area: string | undefined, approves: boolean): Promise<Answer>;
  undo(turn: string): Promise<void>;
  close(): Promise<void>;
}
export type StartHouse = (environment: Record<string, string>) => Promise<Asked>;

/** One sentence, judged. */
export interface Scored extends Judged {
  sentence: Case;
  answer: Answer;
}

/** Milliseconds in which a home's news reach who listens to it. */
const NEWS = 20;

/** Asks every sentence of a file in its home; with a seed, everything in it bears another name. */
export async function runFile(file: string, start: StartHouse, seed?: string): Promise<Scored[]> {
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  const change = seed === undefined ? (text: string) => text : renamer(seed, [...lines, ...fixtureTexts(file, lines)]);
  const rows = lines.map((line) => row.parse(JSON.parse(change(line))));
  const fixtures = fixturesOf(file, rows, change);
  const cases = rows.map((one) => caseOf(one, fixtures.areaOf));
  const scored: Scored[] = [];
  for (const [name, sentences] of Map.groupBy(cases, ({ fixture }) => fixture))
    scored.push(...(await runHome(name, sentences, fixtures, start)));
  return scored;
}

const fixtureTexts = (file: string, lines: readonly string[]) =>
  [...new Set(lines.flatMap((line) => row.parse(JSON.parse(line)).fixture ?? []))].map((name) =>
    readFixture(file, name),
  );

async function runHome(
  name: string,
  sentences: readonly Case[],
  fixtures: Fixtures,
  start: StartHouse,
): Promise<Scored[]> {
  const scored: Scored[] = [];
  let running: { pair: Pair; house: Asked } | undefined;
  const stop = async () => {
    await running?.house.close();
    await running?.pair.close();
    running = undefined;
  };
  for (const sentence of sentences) {
    if (!running) {
      const pair = await startPair(fixtures.house(name));
      running = { pair, house: await start({ HASS_URL: pair.url, HASS_TOKEN: pair.token }) };
    }
    scored.push(await score(sentence, running.pair, running.house, fixtures));
    // What is on a list is no state, so it is not set back: the next sentence gets a new home.
    if (running.pair.calls().some(({ service }) => service.startsWith("todo."))) await stop();
  }
  await stop();
  return scored;
}

async function score(sentence: Case, pair: Pair, house: Asked, fixtures: Fixtures): Promise<Scored> {
  pair.prepare(sentence);
  await sleep(NEWS);
  const before = pair.states();
  // Where nothing is to happen, an approval that is asked for stays unanswered: nothing has happened.
  const answer = await house.ask(sentence.utterance, sentence.area, sentence.expected.kind !== "nothing");
  const seen = { say: answer.say, answered: answer.answered, before, after: pair.states(), calls: pair.calls() };
  const model = sentence.expected.kind === "calls" ? await pair.model(sentence.expected.calls) : undefined;
  return { sentence, answer, ...judge(sentence, seen, model, (id) => fixtures.nameOf(sentence.fixture, id)) };
}
