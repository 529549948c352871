import type { Model, Price } from "./model.ts";
import { sdkModel } from "./sdk.ts";

const MOST = 1_000;
/** Dollars a million tokens, as OpenAI publishes them (2026-11); another model of another house counts as its dearest. */
const PRICES: Record<string, Price> = {
  "gpt-5-nano": { input: 0.05, cached: 0.005, output: 0.4 },
  "gpt-5-mini": { input: 0.25, cached: 0.025, output: 2 },
  "gpt-5": { input: 1.25, cached: 0.125, output: 10 },
};
const UNKNOWN: Price = { input: 1.25, cached: 1.25, output: 10 };

export interface OpenaiParts {
  name: string;
  key: string;
  /** an endpoint of the same protocol; OpenAI's own unless told */
  url?: string | undefined;
  /** what it costs, where the vendor's own prices are not it */
  price?: Price | undefined;
  fetch?: typeof globalThis.fetch | undefined;
}

/** A model of OpenAI, or of any endpoint that speaks its chat protocol. */
export function openaiModel({ name, key, url, price, fetch }: OpenaiParts): Model {
  const thinks = /^(gpt-5|o\d)/.test(name); // the others refuse to be told how long to think
  return sdkModel({
    tier: "cloud",
    name,
    price: price ?? PRICES[name] ?? UNKNOWN,
    server: new URL(url ?? "https://api.openai.com").host,
    setting: url === undefined ? "OPENAI_API_KEY" : "OPENAI_BASE_URL",
    most: MOST,
    ...(thinks && { temperature: false }),
    providerOptions: {
      openai: { ...(thinks && { reasoningEffort: "minimal" }), promptCacheKey: "steward", store: false },
    },
    async open() {
      const { createOpenAI } = await import("@ai-sdk/openai");
      return createOpenAI({ apiKey: key, ...(url && { baseURL: url }), ...(fetch && { fetch }) }).chat(name);
    },
  });
}
