import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fixtures, Pair } from "./homes.ts";
import { fixturesOf, startPair } from "./homes.ts";
import { caseOf, row } from "./labels.ts";
import type { Case } from "./labels.ts";
import type { Judged } from "./score.ts";
import { judge } from "./score.ts";

/** The answer to a sentence, once its approvals were given. */
export interface Answer {
  say: string;
  answered: boolean;
  /** milliseconds until the first answer */
  ms: number;
  /** for people who read failures: what was called */
  steps: string[];
}

/** A house that can be asked; who stands behind it is not this runner's business. */
export interface Asked {
  ask(text: string, area: string | undefined): Promise<Answer>;
  close(): Promise<void>;
}
export type StartHouse = (environment: { HASS_URL: string; HASS_TOKEN: string }) => Promise<Asked>;

/** One sentence, judged. */
export interface Scored extends Judged {
  sentence: Case;
  answer: Answer;
}

/** Milliseconds in which a home's news reach who listens to it. */
const NEWS = 8;

/** Asks every sentence of a file in its home. */
export async function runFile(file: string, start: StartHouse, change = (text: string) => text): Promise<Scored[]> {
  const lines = change(readFileSync(file, "utf8")).split("\n").filter(Boolean);
  const rows = lines.map((line) => row.parse(JSON.parse(line)));
  const fixtures = fixturesOf(file, rows, change);
  const cases = rows.map((one) => caseOf(one, fixtures.areaOf));
  const scored: Scored[] = [];
  for (const [name, sentences] of Map.groupBy(cases, ({ fixture }) => fixture))
    scored.push(...(await runHome(name, sentences, fixtures, start)));
  return scored;
}

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
  const answer = await house.ask(sentence.utterance, sentence.area);
  const seen = { say: answer.say, answered: answer.answered, before, after: pair.states(), calls: pair.calls() };
  const model = sentence.expected.kind === "calls" ? await pair.model(sentence.expected.calls) : undefined;
  return { sentence, answer, ...judge(sentence, seen, model, (id) => fixtures.nameOf(sentence.fixture, id)) };
}
