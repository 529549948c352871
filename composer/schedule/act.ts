import type { Db } from "../../db/index.ts";
import type { Run } from "../../db/tasks/runs.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Agent } from "../agent/ask.ts";
import type { Turn } from "../agent/turn.ts";
import { getTurn } from "../gate/turns.ts";
import type { Principal } from "../gate/types.ts";
import type { Catalogue } from "../hub/door.ts";
import type { Outcome } from "./outcome.ts";
import { outcomeOf } from "./outcome.ts";

export interface ActParts {
  db: Db;
  agent: Pick<Agent, "ask" | "carryOut" | "undo">;
  catalogue: Pick<Catalogue, "find">;
  clock: Clock;
}

/** Does what a run is for, as a turn of its maker: the same way as a sentence of theirs, and the same gate. */
export async function act(parts: ActParts, run: Run, principal: Principal, turn: string): Promise<Outcome> {
  const { db, agent, catalogue, clock } = parts;
  const { what, options, name } = run;
  const asked = {
    principal,
    channel: "schedule" as const,
    turn,
    // A conversation of its own: a run knows of nothing that was said, unless it was given to know of the one before.
    conversation: options.memory ? `task-${run.task}` : turn,
    ...(options.area !== undefined && { area: options.area }),
    ...(options.tools && { tools: options.tools }),
    ...(options.confirmed && { confirmed: true }),
  };
  const came = async (made: Promise<Turn>) => outcomeOf(await made, catalogue, clock.now());
  if ("say" in what) return came(agent.ask({ ...asked, text: what.say }));
  if (!("undo" in what))
    return came(agent.carryOut({ ...asked, text: name, steps: "calls" in what ? what.calls : [what] }));
  const undone = await getTurn(db, principal, what.undo);
  if (undone?.undoable) return came(agent.undo(asked, what.undo));
  return { state: "completed", result: "There was nothing left to take back.", verified: false };
}
