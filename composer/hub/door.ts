import type { CallToolResult, Tool as McpTool } from "@modelcontextprotocol/client";
import type { PhraseSet } from "../../kernel/phrases.ts";
import type { JsonObject } from "../../kernel/schema.ts";
import type { CallContext, NameEntry, Plan, Question, Risk } from "../../kernel/wire.ts";

/** A tool as the composer knows it: what its server listed, and what the composer decides by. */
export interface ListedTool {
  server: string;
  /** the name northbound: the server's own, or prefixed where the configuration says so */
  name: string;
  /** as the server listed it, with every `steward/*` key removed */
  wire: McpTool;
  risk: Risk;
  audience: "all" | "people";
  /** ours, or configured with `"trust": true`: it gets context, plans, and its `steward/*` is believed */
  trusted: boolean;
  /** shown to the local model's fixed prefix */
  local: boolean;
  /** third-party without trust: off until `steward tools accept` */
  accepted: boolean;
}

/** What is known of the servers without calling any: safe for every room to hold. */
export interface Catalogue {
  /** every tool of every server, in a fixed order; stable while a server is away */
  tools(): readonly ListedTool[];
  find(name: string): ListedTool | undefined;
  /** phrases and names of the trusted servers, each with the tools they may name */
  language(): { server: string; phrases?: PhraseSet; names: NameEntry[]; tools: string[] }[];
  /** one word a server: "demo", "ok", "unreachable", "starting" … */
  health(): Record<string, string>;
  /** tools, phrases or names changed */
  onChange(listener: () => void): () => void;
}

/** What came of planning one call without effect. */
export type Planning = { plan: Plan } | { ask: Question } | { fault: string };

export interface TransportCall {
  tool: string;
  args: JsonObject;
  /** sent to trusted servers only */
  context: CallContext;
  /** the plan that was permitted; a trusted server runs exactly that */
  planned?: Plan;
  signal: AbortSignal;
  onProgress?(progress: { progress: number; total?: number; message?: string }): void;
}

/** The way to the servers. Held by the gate alone: nothing else imports or gets it. */
export interface Transports {
  plan(call: TransportCall): Promise<Planning>;
  /** never rejects: a dead, slow or unknown server is a result with `isError` */
  call(call: TransportCall): Promise<CallToolResult>;
}
