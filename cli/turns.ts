import { z } from "zod";
import { turn } from "../composer/agent/turn.ts";
import { optionsOf } from "./options.ts";
import type { Command } from "./terminal.ts";

const kept = z.array(turn.extend({ sentence: z.string(), at: z.number(), principal: z.string() }));

/** A list, one item a line, as it stands among others. */
const oneLine = (say: string) => say.replace(/:\n/, ": ").replaceAll("\n", ", ");

/** steward turns: what was asked and done, newest first. */
export const turns: Command = async ({ args, client, print }) => {
  const options = { json: { type: "boolean" }, limit: { type: "string" } } as const;
  const { values } = optionsOf(args, options, "turns [--limit N] [--json]");
  const limit = encodeURIComponent(values.limit ?? "20");
  const { body } = await (await client()).request("GET", `/api/turns?limit=${limit}`);
  if (values.json) return print(JSON.stringify(body));
  for (const { turn: id, at, principal, sentence, say, undoable, voice } of kept.parse(body)) {
    const heard = voice === undefined || voice.heard === sentence ? "" : `  (heard: ${voice.heard})`;
    const time = new Date(at).toISOString().slice(0, 16).replace("T", " ");
    print(
      `${id}  ${time}  ${principal}  ${sentence || "(a tool)"}${heard} → ${oneLine(say)}${undoable ? "  [undo]" : ""}`,
    );
  }
};
