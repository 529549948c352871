import { counted, withoutEnd } from "../kernel/text.ts";
import type { Explained } from "../composer/agent/phrases/explained.ts";
import type { Turn } from "../composer/agent/turn.ts";

const STEWARD = "npm run -s steward --";

/** An answer for a person: what is said, then in one line who answered, how fast, and what can be done next. */
export function showTurn(turn: Turn): string[] {
  const { say, needs, ask, undoable } = turn;
  const next = [
    ...(undoable ? [`take it back with: ${STEWARD} undo`] : []),
    ...needs.map(({ id }) => `approve with: ${STEWARD} approve ${id}`),
    ...(ask ? [`answer with: ${STEWARD} ask "${ask.kind === "confirm" ? "yes" : (ask.choices[0] ?? "")}"`] : []),
  ];
  return [say, [...factsOf(turn), ...next].join(" · ")];
}

/** Who answered; of a model also why, and what it took: "local · one domain, 2 calls · 1.4 s · 412 tokens · $0". */
function factsOf({ tier, model, reason, calls, ask, usage, ms }: Turn): string[] {
  if (model !== null) {
    const { inputTokens, outputTokens, cost } = usage;
    return [tier, reason, showMs(ms.total), counted(inputTokens + outputTokens, "token"), showDollars(cost)];
  }
  const who = tier === "none" && calls.length === 0 && !ask ? "nothing was done" : tier;
  return [who, ...(calls.length > 0 ? [counted(calls.length, "call")] : []), showMs(ms.total)];
}

/** "$0", "$0.0004", "$1.20" */
function showDollars(dollars: number): string {
  if (dollars === 0) return "$0";
  return `$${dollars >= 0.01 ? dollars.toFixed(2) : withoutEnd(Number(dollars.toPrecision(2)).toFixed(6), "0")}`;
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
