import { z } from "zod";
import { turn } from "../composer/agent/turn.ts";
import { UserError } from "../kernel/errors.ts";
import { printTurn } from "./ask.ts";
import { optionsOf } from "./options.ts";
import type { Command } from "./terminal.ts";

const USAGE = "undo [TURN] [--json]";
const kept = z.array(turn.extend({ channel: z.string() }));

/** steward undo: takes back the last turn of the terminal that can be, or a turn by its id. */
export const undo: Command = async ({ args, client, print }) => {
  const { values, positionals } = optionsOf(args, { json: { type: "boolean" } }, USAGE);
  const composer = await client();
  const last = async () => {
    const { body } = await composer.request("GET", "/api/turns?limit=200");
    return kept.parse(body).find(({ undoable, channel }) => undoable && channel === "cli")?.turn;
  };
  const id = positionals[0] ?? (await last());
  if (id === undefined)
    throw new UserError("There is nothing of the terminal's to take back: steward turns lists what was done.");
  const { body } = await composer.request("POST", `/api/turns/${encodeURIComponent(id)}/undo`, {});
  return printTurn(body, values.json ?? false, print);
};
