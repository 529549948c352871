import type { JsonObject } from "../../kernel/schema.ts";
import type { Risk } from "../../kernel/wire.ts";

/** The answer to one sentence, as `POST /api/ask` and `steward ask --json` give it. */
export interface Turn {
  turn: string;
  say: string;
  tier: "phrases" | "local" | "cloud" | "none";
  model: string | null;
  reason: string;
  calls: { server: string; tool: string; args: JsonObject; risk: Risk; result: string; ok: boolean; ms: number }[];
  /** approvals that wait for a person */
  needs: { id: string; summary: string; expires: number }[];
  ask: { kind: "which" | "confirm"; question: string; choices: string[]; expires: number } | null;
  undoable: boolean;
  usage: { inputTokens: number; outputTokens: number; cost: number };
  /** milliseconds */
  ms: { total: number; route: number; model: number; tools: number };
}
