import { z } from "zod";
import type { Counts } from "./ollama.ts";
import { words } from "./ollama.ts";
import type { Reply, Seen } from "./reply.ts";
import { lastTurn, toolNames } from "./seen.ts";

const content = z
  .union([z.string(), z.null(), z.array(z.looseObject({ text: z.string() }))])
  .default("")
  .transform((given) => (Array.isArray(given) ? given.map(({ text }) => text).join("") : (given ?? "")));
const body = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string(), content })),
  tools: z.array(z.looseObject({ function: z.looseObject({ name: z.string() }) })).default([]),
  stream: z.boolean().default(false),
});

/** A request to /v1/chat/completions as it came. */
export function readOpenai(text: string): { given: z.infer<typeof body>; seen: Seen } {
  const given = body.parse(JSON.parse(text));
  return {
    given,
    seen: {
      protocol: "openai",
      model: given.model,
      tools: toolNames(given.tools),
      body: text,
      ...lastTurn(given.messages),
    },
  };
}

const common = { id: "chatcmpl-1", created: 1_767_225_600 };
const toolCalls = ({ calls = [] }: Reply) =>
  calls.map(({ name, args }, index) => ({
    index,
    id: `call_${index}`,
    type: "function",
    function: { name, arguments: typeof args === "string" ? args : JSON.stringify(args) },
  }));
const usageOf = ({ prompt, answer }: Counts) => ({
  prompt_tokens: prompt,
  completion_tokens: answer,
  total_tokens: prompt + answer,
});

/** The events of a stream. */
export function openaiEvents(model: string, reply: Reply, counts: Counts): string[] {
  const event = (data: object) =>
    `data: ${JSON.stringify({ ...common, object: "chat.completion.chunk", model, ...data })}\n\n`;
  const delta = (piece: object, finish: string | null = null) =>
    event({ choices: [{ index: 0, delta: piece, finish_reason: finish }] });
  const calls = toolCalls(reply);
  return [
    delta({ role: "assistant", content: "" }),
    ...words(reply.text ?? "").map((text) => delta({ content: text })),
    ...(calls.length > 0 ? [delta({ tool_calls: calls })] : []),
    delta({}, calls.length > 0 ? "tool_calls" : "stop"),
    event({ choices: [], usage: usageOf(counts) }),
    "data: [DONE]\n\n",
  ];
}

/** The same as one answer. */
export function openaiWhole(model: string, reply: Reply, counts: Counts): string {
  const calls = toolCalls(reply).map(({ index: _, ...call }) => call);
  const message = { role: "assistant", content: reply.text ?? null, ...(calls.length > 0 && { tool_calls: calls }) };
  const finish = calls.length > 0 ? "tool_calls" : "stop";
  const choices = [{ index: 0, message, finish_reason: finish }];
  return JSON.stringify({ ...common, object: "chat.completion", model, choices, usage: usageOf(counts) });
}
