import type { Seen } from "./reply.ts";

/** The names of the tools a request offers. */
export const toolNames = (tools: readonly { function: { name: string } }[]): string[] =>
  tools.map((tool) => tool.function.name);

/** The system message, the person's last words, and what tools said since. */
export function lastTurn(
  messages: readonly { role: string; content: string }[],
): Pick<Seen, "system" | "user" | "results"> {
  const system = messages.find(({ role }) => role === "system" || role === "developer")?.content ?? "";
  const last = messages.findLastIndex(({ role }) => role === "user");
  const results = messages.slice(last + 1).flatMap(({ role, content }) => (role === "tool" ? [content] : []));
  return { system, user: messages[last]?.content ?? "", results };
}
