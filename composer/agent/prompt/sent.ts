import { z } from "zod";
import type { Prefix } from "../models/model.ts";

const sent = z.object({ system: z.string(), tools: z.array(z.string()), user: z.string() });
/** A request to a model in the parts it is paid by, as they are sent to Ollama: each tool in its wrapper. */
export type Sent = z.infer<typeof sent>;

/** What either model would be sent, as `GET /api/prompt` gives it. */
export const prompts = z.object({ local: sent, cloud: sent });
export type Prompts = z.infer<typeof prompts>;

/** What /api/chat is sent, without the names of its fields. */
export const sentOf = ({ system, tools }: Prefix, user: string): Sent => ({
  system,
  tools: tools.map(({ name, description, inputSchema }) =>
    JSON.stringify({ type: "function", function: { name, description, parameters: inputSchema } }),
  ),
  user,
});
