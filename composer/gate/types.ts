import { z } from "zod";
import type { CallToolResult } from "@modelcontextprotocol/client";
import type { Json, JsonObject } from "../../kernel/schema.ts";
import type { Change, Plan, Question, Risk, Room, Step } from "../../kernel/wire.ts";
import { risk } from "../../kernel/wire.ts";
import type { Asker, ListedTool, Progress } from "../hub/door.ts";

export const role = z.enum(["owner", "member", "guest", "client"]);
/** What a credential was made for: "api" everything over HTTP, "mcp" only /mcp (also as ?token=), "cookie" a browser, "stdio" `steward mcp`, "schedule" none: a task acts for its maker, "voice" a device that hears and speaks. */
const use = z.enum(["api", "mcp", "cookie", "stdio", "schedule", "voice"]);

/** Who asks, as it was found for this one request. */
export const principal = z.object({
  id: z.string(),
  name: z.string(),
  role,
  /** the highest risk it may plan at all; danger still needs an approval */
  ceiling: risk,
  use,
  /** the public id of the credential it came with: what asked over MCP or by voice never approves with the same one */
  credential: z.string().optional(),
});
export type Principal = z.infer<typeof principal>;

const channel = z.enum(["chat", "voice", "mcp", "schedule", "cli"]);
export type Channel = z.infer<typeof channel>;

/** Where a request stands: who, how, in which turn and conversation, and the words said. */
export const request = z.object({
  principal,
  channel,
  turn: z.string(),
  conversation: z.string(),
  sentence: z.string().optional(),
  area: z.string().optional(),
  tier: z.enum(["phrases", "local", "cloud", "none"]),
  reason: z.string().optional(),
  /** true where a page, the CLI or undo chose the tool: tools for people are there too. Never for a model or an MCP client. */
  people: z.boolean().optional(),
  /** nothing but these tools may be used: a task whose tools are frozen */
  tools: z.array(z.string()).optional(),
  /** true after a yes to the question a server's plan asked about these very steps: it does not ask again */
  confirmed: z.boolean().optional(),
  /** what was heard, where it is not certain that it was said: what cannot be taken back is asked about first */
  unsure: z.string().optional(),
  /** the turn this one takes back; set by undo */
  undoes: z.string().optional(),
});
export type Request = z.infer<typeof request>;

/** One call, planned and permitted, in the order it will run. Only the gate makes one; executing it twice does it once. */
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

/** The memory of the language model, for machines that need it. */
export interface ModelMemory {
  room(): Room | undefined;
  /** gives it back. @throws PeerError in one line */
  makeRoom(): Promise<void>;
}

/** What is asked before a turn begins. */
export interface Wish {
  target: string;
  summary: string;
  /** milliseconds it can be answered in */
  lasts: number;
}

/** What came of planning a whole sentence: all of it is permitted, or nothing is done. */
export type Planned = { steps: PlannedStep[] } | { ask: Question } | Refused;

/** Nothing was planned; `denied` where a right is missing, so that no other way to say it helps. */
export interface Refused {
  refused: string;
  denied?: boolean;
}

/** What came of one call. `result` is the tool's own sentence. */
export interface Executed {
  server: string;
  tool: string;
  /** without secrets */
  args: JsonObject;
  risk: Risk;
  /** spoken text */
  result: string;
  ok: boolean;
  ms: number;
  changed?: Change;
  undo?: Step[];
  /** the answer to a question that is a yes or a no */
  holds?: boolean;
  /** the same in structure, for pages and routes; of servers that are believed */
  data?: Json;
  /** it waits for this approval and did not run; steps after it run once it has been approved */
  needs?: Approval;
  /** as the server answered, without `steward/*` */
  raw: CallToolResult;
}

export interface ExecuteOptions {
  signal?: AbortSignal;
  /** milliseconds for each call; 60 s unless told */
  timeout?: number;
  dryRun?: boolean;
  onProgress?(progress: Progress): void;
  /** the MCP client behind the call: third-party servers may ask it something meanwhile */
  asker?: Asker;
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
    /** those that wait: the owner sees all, others their own */
    list(principal: Principal): Promise<Approval[]>;
    /** runs the stored call when approved, and what waited behind it, and appends both to the turn. @throws UserError when it is not there, used, expired, changed meanwhile, or not this principal's to decide */
    decide(
      by: Principal,
      id: string,
      decision: "approve" | "deny",
    ): Promise<(Executed & { rest?: Executed[] }) | { denied: true } | { approved: true }>;
    /** asks whether a turn may begin at all; whoever asked finds out by `asked` */
    ask(request: Request, wish: Wish): Promise<Approval>;
    /** what became of asking for a turn; "gone" when it was never asked, or too long ago */
    asked(turn: string): Promise<"waiting" | "approved" | "denied" | "gone">;
  };
}
