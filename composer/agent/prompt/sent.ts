import type { Prefix } from "../models/model.ts";

/** A request to a local model in the parts it is paid by, as they are sent to Ollama: each tool in its wrapper. */
export interface Sent {
  system: string;
  tools: string[];
  user: string;
}

/** What /api/chat is sent, without the names of its fields. */
export const sentOf = ({ system, tools }: Prefix, user: string): Sent => ({
  system,
  tools: tools.map(({ name, description, inputSchema }) =>
    JSON.stringify({ type: "function", function: { name, description, parameters: inputSchema } }),
  ),
  user,
});
