import type { CallToolResult } from "@modelcontextprotocol/client";
import type { JsonObject } from "../../kernel/schema.ts";
import type { Change, Plan, Question, Risk, Step } from "../../kernel/wire.ts";
import type { ListedTool } from "../hub/door.ts";

/** Who asks. `role` decides until grants refine it: owner everything, member read and write, guest read, client as its token says. */
export interface Principal {
  id: string;
  name: string;
  role: "owner" | "member" | "guest" | "client";
  /** the highest risk it may plan at all; danger still needs an approval */
  ceiling: Risk;
  /** what its token was made for: "api" everything over HTTP, "mcp" only /mcp (also as ?token=), "cookie" a browser, "stdio" `steward mcp` */
  use: "api" | "mcp" | "cookie" | "stdio";
}

export type Channel = "chat" | "voice" | "mcp" | "schedule" | "cli";

/** Where a request stands: who, how, in which turn and conversation, and the words said. */
export interface Request {
  principal: Principal;
  channel: Channel;
  turn: string;
  conversation: string;
  sentence?: string;
  area?: string;
  tier: "phrases" | "local" | "cloud" | "none";
  reason?: string;
}

/** One call, planned and permitted, in the order it will run. */
export interface PlannedStep {
  tool: ListedTool;
  plan: Plan;
}

export interface Approval {
  id: string;
  turn: string;
  principal: string;
  tool: string;
  args: JsonObject;
  summary: string;
  /** epoch milliseconds */
  expires: number;
}

/** What came of planning a whole sentence: all of it is permitted, or nothing is done. */
export type Planned = { steps: PlannedStep[] } | { ask: Question } | { refused: string };

/** What came of one call. `say` is the tool's own sentence. */
export interface Executed {
  server: string;
  tool: string;
  args: JsonObject;
  risk: Risk;
  /** spoken text */
  result: string;
  ok: boolean;
  ms: number;
  changed?: Change;
  undo?: Step[];
  /** it waits for this approval and did not run */
  needs?: Approval;
  /** as the server answered, without `steward/*` */
  raw: CallToolResult;
}

export interface ExecuteOptions {
  signal?: AbortSignal;
  dryRun?: boolean;
  onProgress?(progress: { progress: number; total?: number; message?: string }): void;
}

/** The one way to the world. Default deny; fails closed. */
export interface Gate {
  /** the tools a principal sees; the same decision as for a call */
  visible(principal: Principal, audience: "all" | "people"): ListedTool[];
  /** plans every step without effect and permits all of them, or none */
  plan(request: Request, steps: Step[]): Promise<Planned>;
  /** audits each intent, then runs the steps in order; stops at the first that fails; danger waits for its approval */
  execute(request: Request, steps: PlannedStep[], options?: ExecuteOptions): Promise<Executed[]>;
  approvals: {
    list(principal: Principal): Promise<Approval[]>;
    /** runs the stored call when approved, appends it to its turn. @throws UserError when it is not there, used, expired, or the asking channel's own */
    decide(by: Principal, id: string, decision: "approve" | "deny"): Promise<Executed | { denied: true }>;
  };
}
