import type { CallToolResult } from "@modelcontextprotocol/client";
import type { Finding } from "../../kernel/server.ts";
import type { PhraseSet } from "../../kernel/phrases.ts";
import type { NameEntry } from "../../kernel/wire.ts";
import type { Asker, ListedTool, Passed, Planning, TransportCall } from "./door.ts";
import type { Message } from "./rpc.ts";

/** One server, wherever it runs. Its list, phrases and names stay as they were while it is away. */
export interface HubServer {
  readonly name: string;
  tools(): readonly ListedTool[];
  phrases(): readonly PhraseSet[];
  names(): NameEntry[];
  /** one word */
  health(): string;
  doctor(owner: boolean): Promise<Finding[]>;
  plan(call: TransportCall, tool: ListedTool): Promise<Planning>;
  call(call: TransportCall, tool: ListedTool): Promise<CallToolResult>;
  /** what it offers beside tools; nothing where it is not believed so far */
  beside?: Beside;
  /** settles once it is there, or could not be reached at first */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Prompts, resources, completion and logging of a third-party server. */
export interface Beside {
  capabilities(): Message;
  request(method: Passed, params: Message, options: { signal: AbortSignal; asker?: Asker }): Promise<Message>;
  subscribe(uri: string, listener: () => void): Promise<() => void>;
}

/** What a server tells the hub. */
export type Changed = "tools" | "names" | "prompts" | "resources" | "health";

/** One line as a result that failed. */
export const failedCall = (text: string): CallToolResult => ({ content: [{ type: "text", text }], isError: true });
