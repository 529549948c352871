import { explanation } from "../composer/agent/phrases/explained.ts";
import { turn } from "../composer/agent/turn.ts";
import { UserError } from "../kernel/errors.ts";
import { optionsOf } from "./options.ts";
import { showExplained, showTurn } from "./show.ts";
import type { Command } from "./terminal.ts";

const USAGE = 'ask "…" [--json] [--dry-run] [--explain] [--tier phrases|local|cloud] [--area ROOM] [--conversation ID]';
const OPTIONS = {
  json: { type: "boolean" },
  "dry-run": { type: "boolean" },
  explain: { type: "boolean" },
  tier: { type: "string" },
  area: { type: "string" },
  conversation: { type: "string" },
} as const;

/** steward ask: one sentence; with --explain only how it is read. Exits 1 when nothing came of it, so that scripts can tell. */
export const ask: Command = async ({ args, client, print }) => {
  const { values, positionals } = optionsOf(args, OPTIONS, USAGE);
  const text = positionals.join(" ").trim();
  if (text === "") throw new UserError(`Say something. Usage: steward ${USAGE}`);
  const { json = false, "dry-run": dryRun, explain = false, ...rest } = values;
  if (explain) {
    const { area, conversation } = rest;
    const { body } = await (await client()).request("POST", "/api/explain", { text, area, conversation });
    const explained = explanation.parse(body);
    for (const line of json ? [JSON.stringify(body)] : showExplained(explained)) print(line);
    return explained.stopped === null ? 0 : 1;
  }
  const { body } = await (await client()).request("POST", "/api/ask", { text, dryRun, ...rest });
  return printTurn(body, json, print);
};

/** Prints an answer, as it is or for a person; 1 when it came to nothing. */
export function printTurn(body: unknown, json: boolean, print: (line: string) => void): number {
  const answer = turn.parse(body);
  for (const line of json ? [JSON.stringify(body)] : showTurn(answer)) print(line);
  const isDone = answer.calls.length > 0 && answer.calls.every(({ ok }) => ok);
  return isDone || answer.answered || answer.ask || answer.needs.length > 0 ? 0 : 1;
}
