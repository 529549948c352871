import { counted } from "../kernel/text.ts";
import type { Explained } from "../composer/agent/phrases/explained.ts";
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

/** How a sentence was read: each part with its call and the phrase it fits; or what stopped it. */
export function showExplained({ read, when, stopped, understood, rest, strange }: Explained): string[] {
  if (stopped === null) return [...(when === null ? [] : [`${"when".padEnd(9)} ${when}`]), ...readLines(read)];
  return [
    `Not understood: ${stopped}.`,
    ...(understood === "" ? [] : [`understood “${understood}”`]),
    ...(rest === "" ? [] : [`stopped at “${rest}”`]),
    ...(strange.length === 0 ? [] : [`in no phrase and no name: ${strange.join(", ")}`]),
  ];
}

const readLines = (read: Explained["read"]) =>
  read.flatMap(({ said, role, phrase, tool, args }) => [
    `${role.padEnd(9)} “${said}” → ${tool} ${JSON.stringify(args)}`,
    `${"".padEnd(9)} by ${phrase ?? "what was said before"}`,
  ]);

/** "0.3 ms", "4 ms", "1.2 s" */
export function showMs(ms: number): string {
  if (ms >= 1_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${ms < 1 ? ms.toFixed(1) : Math.round(ms)} ms`;
}
