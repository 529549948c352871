import type { End } from "../../db/tasks/runs.ts";
import { clean } from "../../kernel/text.ts";
import type { Turn } from "../agent/turn.ts";
import type { Catalogue } from "../hub/door.ts";

/** What came of a run: how it ended, or that it waits for an approval; and in a line what was said. */
export interface Outcome {
  state: End | "waiting";
  result: string;
  /** every call was answered by a server of ours, which reads back what it says */
  verified: boolean;
}

const LINE = 500;
const TOO_LATE = "Nobody approved it in time.";

export const failed = (result: string): Outcome => ({ state: "failed", result: clean(result, LINE), verified: false });

/** What a turn came to, as a run. A question has nobody to answer it, and what did nothing was not done. */
export function outcomeOf(turn: Turn, { find }: Pick<Catalogue, "find">, now: number): Outcome {
  const { say, calls, needs, ask } = turn;
  if (needs.length > 0) {
    const isOpen = needs.some(({ expires }) => expires > now);
    return isOpen ? { state: "waiting", result: clean(say, LINE), verified: false } : failed(TOO_LATE);
  }
  if (ask) return failed(`It asked “${ask.question}”, and nobody was there to answer.`);
  if (calls.length === 0) return failed(say);
  const bad = calls.find(({ ok }) => !ok);
  if (bad) return failed(say.includes(bad.result) ? say : bad.result);
  const verified = calls.every(({ tool }) => find(tool)?.trusted === true);
  return { state: "completed", result: clean(say, LINE), verified };
}
