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
  /** third-party without trust: off until servers.json accepts it */
  accepted: boolean;
  /** configured with `"private": true`: a model beyond this house never hears of it */
  isPrivate?: boolean;
}

/** What is known of the servers without calling any: safe for every room to hold. */
export interface Catalogue {
  /** every tool of every server, in a fixed order; stable while a server is away */
  tools(): readonly ListedTool[];
  find(name: string): ListedTool | undefined;
  /** phrases and names of the trusted servers, each with the tools they may name */
  language(): { server: string; phrases: readonly PhraseSet[]; names: NameEntry[]; tools: string[] }[];
  /** one word a server: "demo", "ok", "unreachable", "starting" … */
  health(): Record<string, string>;
  /** tools, phrases or names changed */
  onChange(listener: () => void): () => void;
}

export interface Progress {
  progress: number;
  total?: number;
  message?: string;
}

/** A fault of the protocol as its peer worded it. */
export interface Fault {
  code: number;
  message: string;
  data?: unknown;
}

/** The two eras of MCP: 2025-11-25 and before (sessions), 2026-07-28 (stateless). */
export type Era = "legacy" | "modern";

/** The MCP client behind a request: what the server that works on it may ask and tell it meanwhile. */
export interface Asker {
  era: Era;
  /** 2026-07-28: what it declared with this request (capabilities, log level) */
  envelope: Record<string, unknown>;
  /** 2026-07-28: its answers to what the same call asked before */
  retry: Record<string, unknown>;
  /** elicitation, sampling, roots. @throws Error with a `code` when it cannot be asked */
  request(method: string, params: Record<string, unknown>, signal: AbortSignal): Promise<Record<string, unknown>>;
  /** log messages */
  notify(method: string, params: Record<string, unknown>): void;
  /** the server answered with a fault of the protocol instead of a result */
  failed(fault: Fault): void;
}

/** Requests beside tools that go through to third-party servers that are trusted or accepted. */
export type Passed =
  | "prompts/list"
  | "prompts/get"
  | "resources/list"
  | "resources/templates/list"
  | "resources/read"
  | "completion/complete"
  | "logging/setLevel";

/** What third-party servers offer beside tools. It carries no call of a tool. */
export interface Passthrough {
  capabilities(): { prompts: boolean; resources: boolean; completions: boolean; logging: boolean };
  /** Sends a request to the server that owns its name or URI; lists are joined. @throws Error with the `code` of the protocol */
  request(
    method: Passed,
    params: Record<string, unknown>,
    options: { signal: AbortSignal; asker?: Asker },
  ): Promise<Record<string, unknown>>;
  /** Tells of each change of a resource, until the given function is called. */
  subscribe(uri: string, listener: () => void): Promise<() => void>;
  /** the list of prompts or resources changed */
  onChange(listener: (list: "prompts" | "resources") => void): () => void;
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
  onProgress?(progress: Progress): void;
  /** the MCP client behind the call, where there is one */
  asker?: Asker;
}

/** The way to the servers. Held by the gate alone: nothing else imports or gets it. */
export interface Transports {
  plan(call: TransportCall): Promise<Planning>;
  /** never rejects: a dead, slow or unknown server is a result with `isError` */
  call(call: TransportCall): Promise<CallToolResult>;
}
