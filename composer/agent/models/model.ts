import type { JsonObject } from "../../../kernel/schema.ts";

/** A tool as a model is told of it. */
export interface ModelTool {
  name: string;
  description: string;
  inputSchema: JsonObject;
}

/** What comes before every sentence, the same bytes for everybody: so the model need not read it again. */
export interface Prefix {
  system: string;
  tools: readonly ModelTool[];
}

/** A call as the model wrote it: arguments are whatever it wrote, not yet looked at. */
export interface Wish {
  id: string;
  tool: string;
  args: unknown;
}

/** What was said after the prefix. */
export type Message =
  | { role: "user"; text: string }
  | { role: "assistant"; text: string; wishes: readonly Wish[] }
  | { role: "results"; results: readonly { id: string; tool: string; text: string }[] };

/** Tokens of a request, as its server counts them. */
export interface Usage {
  inputTokens: number;
  /** of these, how many were cheaper because they were known */
  cachedTokens: number;
  outputTokens: number;
}

/** One turn of a model. Both empty is an empty turn. */
export interface Written {
  text: string;
  wishes: readonly Wish[];
  usage: Usage;
}

export interface WriteOptions {
  signal?: AbortSignal;
  /** 0 unless told: the likeliest words */
  temperature?: number;
  /** tokens of the answer, at most; the model's own limit unless told */
  most?: number;
  /** told of the words as they come */
  onWords?(words: string): void;
}

/** A chat model: words and wishes in, words and wishes out. It calls nothing by itself. */
export interface Model {
  tier: "local" | "cloud";
  /** as its server knows it */
  name: string;
  /** dollars a million tokens; nothing at home */
  price: Price;
  /** One turn. @throws ModelFault in one line */
  write(prefix: Prefix, messages: readonly Message[], options?: WriteOptions): Promise<Written>;
}

/** Dollars a million tokens. */
export interface Price {
  input: number;
  cached: number;
  output: number;
}
