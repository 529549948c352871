import type { Message, Prefix } from "../model.ts";
import type { ChatTurn } from "./protocol.ts";

/** What the model is shown: the tools in the system's turn, then what was said; the same bytes before every sentence. */
export function historyOf({ system, tools }: Prefix, messages: readonly Message[]): ChatTurn[] {
  return [
    { type: "system", text: tools.length === 0 ? system : `${system}\n${toolsText(tools)}` },
    ...messages.map(turnOf),
  ];
}

const toolsText = (tools: Prefix["tools"]) =>
  [
    "Tools:",
    ...tools.map(({ name, description, inputSchema }) =>
      JSON.stringify({ tool: name, description, args: inputSchema }),
    ),
    'Answer as JSON: {"calls":[{"tool":…,"args":…}]} or {"say":…}.',
  ].join("\n");

function turnOf(message: Message): ChatTurn {
  if (message.role === "user") return { type: "user", text: message.text };
  if (message.role === "results")
    return { type: "user", text: message.results.map(({ tool, text }) => `[${tool}: ${text}]`).join("\n") };
  const calls = message.wishes.map(({ tool, args }) => ({ tool, args }));
  return { type: "model", response: [JSON.stringify(calls.length > 0 ? { calls } : { say: message.text })] };
}
