import { z } from "zod";
import type { Reply, Seen } from "./reply.ts";
import { lastTurn, toolNames } from "./seen.ts";

const body = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.string() })).default([]),
  tools: z.array(z.looseObject({ function: z.looseObject({ name: z.string() }) })).default([]),
  stream: z.boolean().default(true),
  think: z.boolean().optional(),
  keep_alive: z.union([z.string(), z.number()]).optional(),
});
export type OllamaBody = z.infer<typeof body>;

/** A request to /api/chat as it came. */
export function readOllama(text: string): { given: OllamaBody; seen: Seen } {
  const given = body.parse(JSON.parse(text));
  return {
    given,
    seen: {
      protocol: "ollama",
      model: given.model,
      tools: toolNames(given.tools),
      body: text,
      ...lastTurn(given.messages),
    },
  };
}

/** Counts as Ollama gives them: the whole prompt's tokens, but time only for what was not in memory. */
export interface Counts {
  prompt: number;
  answer: number;
  /** nanoseconds */
  evaluated: number;
  loaded: number;
}

/** The lines of /api/chat: words one by one, then the calls, then the counts. */
export function ollamaLines(model: string, { text = "", calls = [] }: Reply, counts: Counts): string[] {
  const at = "2026-01-01T00:00:00Z";
  const line = (message: object, more: object = { done: false }) =>
    `${JSON.stringify({ model, created_at: at, message: { role: "assistant", content: "", ...message }, ...more })}\n`;
  const written = calls.map(({ name, args }) => ({ function: { name, arguments: args } }));
  const durations = {
    total_duration: counts.loaded + counts.evaluated + 1,
    load_duration: counts.loaded,
    prompt_eval_count: counts.prompt,
    prompt_eval_duration: counts.evaluated,
    eval_count: counts.answer,
    eval_duration: 1,
  };
  return [
    ...words(text).map((content) => line({ content })),
    ...(written.length > 0 ? [line({ tool_calls: written })] : []),
    line({}, { done_reason: "stop", done: true, ...durations }),
  ];
}

/** The same as one answer, for `stream: false`. */
export function ollamaWhole(model: string, { text = "", calls = [] }: Reply, counts: Counts): string {
  const [last = "{}"] = ollamaLines(model, {}, counts);
  const written = calls.map(({ name, args }) => ({ function: { name, arguments: args } }));
  const message = { role: "assistant", content: text, ...(written.length > 0 && { tool_calls: written }) };
  return JSON.stringify({ ...JSON.parse(last), message });
}

/** A text as it is streamed: word by word, nothing lost. */
export const words = (text: string): string[] => text.match(/^\s+|\S+\s*/g) ?? [];
