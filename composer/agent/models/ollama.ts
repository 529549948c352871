import type { Model } from "./model.ts";
import { sdkModel } from "./sdk.ts";

/** Tokens of context: the prompt of at most 1,000, eight steps with their results, and an answer. One size: another one loads the model anew. */
export const CONTEXT = 4_096;
/** Tokens of an answer; without an end a small model repeats itself for minutes. */
const MOST = 400;
const FREE = { input: 0, cached: 0, output: 0 };

/**
 * A model of an Ollama. It stays in memory, answers without thinking aloud, and has its calls checked by the loop
 * alone: the provider's own "reliable" tool calling would write a second answer behind our back.
 */
export function ollamaModel({
  url,
  name,
  fetch,
}: {
  url: string;
  name: string;
  fetch?: typeof globalThis.fetch | undefined;
}): Model {
  return sdkModel({
    tier: "local",
    name,
    price: FREE,
    server: "Ollama",
    setting: "OLLAMA_URL",
    most: MOST,
    async open() {
      const { createOllama } = await import("ai-sdk-ollama");
      const provider = createOllama({ baseURL: url, ...(fetch && { fetch }) });
      return provider(name, {
        reliableToolCalling: false,
        think: false,
        keep_alive: -1,
        options: { num_ctx: CONTEXT },
      });
    },
  });
}
