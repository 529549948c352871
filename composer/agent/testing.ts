import type { Turn } from "./turn.ts";

/** A turn that came to nothing, but for what is told of it. */
export const turnOf = (more: Partial<Turn> = {}): Turn => ({
  turn: "t",
  say: "",
  tier: "phrases",
  model: null,
  reason: "",
  calls: [],
  needs: [],
  ask: null,
  undoable: false,
  usage: { inputTokens: 0, outputTokens: 0, cost: 0 },
  ms: { total: 0, route: 0, model: 0, tools: 0 },
  ...more,
});
