import { counted } from "../kernel/text.ts";
import type { Turn } from "../composer/agent/turn.ts";

const STEWARD = "npm run -s steward --";

/** An answer for a person: what is said, then in one line who answered, how fast, and what can be done next. */
export function showTurn({ say, tier, calls, needs, ask, undoable, ms }: Turn): string[] {
  const who = tier === "none" && calls.length === 0 && !ask ? "nothing was done" : tier;
  const facts = [who, ...(calls.length > 0 ? [counted(calls.length, "call")] : []), showMs(ms.total)];
  const next = [
    ...(undoable ? [`take it back with: ${STEWARD} undo`] : []),
    ...needs.map(({ id }) => `approve with: ${STEWARD} approve ${id}`),
    ...(ask ? [`answer with: ${STEWARD} ask "${ask.kind === "confirm" ? "yes" : (ask.choices[0] ?? "")}"`] : []),
  ];
  return [say, [...facts, ...next].join(" · ")];
}

/** "0.3 ms", "4 ms", "1.2 s" */
export function showMs(ms: number): string {
  if (ms >= 1_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${ms < 1 ? ms.toFixed(1) : Math.round(ms)} ms`;
}
