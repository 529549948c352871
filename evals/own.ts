import { globSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import type { EvalCase } from "../kernel/evals.ts";
import { timeless } from "../kernel/evals.ts";
import { step } from "../kernel/wire.ts";
import { demoHouse } from "../mcp-servers/homeassistant/demo/demo-house.ts";
import { parseHouse } from "../mcp-servers/homeassistant/demo/house.ts";
import { startDemoHome } from "../mcp-servers/homeassistant/demo/server.ts";
import { renamer } from "./rename.ts";
import type { Asked, Scored, StartHouse } from "./run.ts";

const folder = resolve(import.meta.dirname, "../mcp-servers");
const words = z.string().min(1);
const evalFile = z.object({
  evals: z
    .array(
      z.object({
        say: words,
        area: words.optional(),
        before: z.object({ say: words, steps: z.array(step).min(1) }).optional(),
        steps: z.array(step).min(1),
        result: words,
      }),
    )
    .min(1),
});

/** The folders of our servers, by name. */
export const serverFolders = (): string[] =>
  globSync("*/server.ts", { cwd: folder })
    .map((file) => file.split("/")[0] ?? "")
    .toSorted();

/** The sentences of a server's own `evals.ts`. @throws when it has none, or one without words, calls or a result */
export async function evalsOf(server: string): Promise<EvalCase[]> {
  return evalFile.parse(await import(join(folder, server, "evals.ts"))).evals;
}

/** Asks every server's own sentences in the demo house, and takes back what each did. */
export async function runOwn(start: StartHouse): Promise<Scored[]> {
  const house = await start({});
  const scored: Scored[] = [];
  for (const server of serverFolders())
    for (const one of await evalsOf(server)) scored.push(await scoreOwn(server, one, house));
  await house.close();
  return scored;
}

/** The home's own sentences in the demo house where everything bears another name, the same for the same seed. */
export async function runOwnRenamed(start: StartHouse, seed: string): Promise<Scored[]> {
  const server = "homeassistant";
  const cases = await evalsOf(server);
  const texts = cases.map(({ say, result, area }) => JSON.stringify({ utterance: say, response: result, area }));
  const house = JSON.stringify(demoHouse);
  const change = renamer(seed, [house, ...texts]);
  const home = await startDemoHome({ home: parseHouse(JSON.parse(change(house))) });
  const renamed = await start({ HASS_URL: home.url, HASS_TOKEN: home.token });
  const scored: Scored[] = [];
  for (const [index, one] of cases.entries()) {
    const { utterance, response, area } = renamedCase.parse(JSON.parse(change(texts[index] ?? "")));
    scored.push(await scoreOwn(server, { ...one, say: utterance, result: response, ...(area && { area }) }, renamed));
  }
  await renamed.close();
  await home.close();
  return scored;
}
const renamedCase = z.object({ utterance: z.string(), response: z.string(), area: z.string().optional() });

async function scoreOwn(server: string, { say, area, before, steps, result }: EvalCase, house: Asked): Promise<Scored> {
  const first = before && (await house.ask(before.say, area, true));
  const answer = await house.ask(say, area, true);
  const isRight = timeless(answer.say) === result && answer.tools.join() === steps.map(({ tool }) => tool).join();
  const verdict = isRight ? "right" : answer.answered ? "wrong" : "fellThrough";
  if (answer.undoable) await house.undo(answer.turn);
  if (first?.undoable) await house.undo(first.turn);
  const sentence = {
    id: say,
    utterance: say,
    kind: server,
    fixture: "demo",
    area,
    setup: {},
    expected: { kind: "answer" as const, anyOf: [result] },
  };
  return { sentence, answer, verdict, why: isRight ? "" : `said: ${answer.say}` };
}
