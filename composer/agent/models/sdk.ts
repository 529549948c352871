import type * as SdkModule from "ai";
import type { LanguageModel, ModelMessage, ToolSet } from "ai";
import { modelFault } from "./fault.ts";
import type { Message, Model, Prefix, Price, Usage, Wish, Written, WriteOptions } from "./model.ts";

/** A model of the AI SDK, and how it is asked. */
export interface SdkParts {
  tier: Model["tier"];
  name: string;
  price: Price;
  /** "Ollama", or the host of the endpoint: for faults */
  server: string;
  /** the setting its address comes from */
  setting: string;
  /** opens it at first need: the SDK takes 300 ms and 40 MB */
  open(): Promise<LanguageModel>;
  providerOptions?: Record<string, Record<string, string | boolean>>;
  /** false where the model takes no temperature */
  temperature?: false;
  /** tokens of an answer, at most */
  most: number;
}

type Sdk = typeof SdkModule;

/** A model by the AI SDK: one streamed turn at a time, tools told of and never run by it, no retries of its own. */
export function sdkModel(parts: SdkParts): Model {
  const { tier, name, price, server, setting, open } = parts;
  let opened: Promise<[Sdk, LanguageModel]> | undefined;
  let told: { prefix: Prefix; tools: ToolSet } | undefined;
  return {
    tier,
    name,
    price,
    async write(prefix, messages, options = {}) {
      const [sdk, model] = await (opened ??= Promise.all([import("ai"), open()]));
      if (told?.prefix !== prefix) told = { prefix, tools: toolsOf(sdk, prefix) };
      try {
        return await turnOf(sdk, model, parts, { system: prefix.system, tools: told.tools, messages, options });
      } catch (thrown) {
        throw modelFault({ server, model: name, setting }, options.signal?.aborted ? options.signal.reason : thrown);
      }
    },
  };
}

interface Asked {
  system: string;
  tools: ToolSet;
  messages: readonly Message[];
  options: WriteOptions;
}

async function turnOf(sdk: Sdk, model: LanguageModel, parts: SdkParts, asked: Asked): Promise<Written> {
  const { signal, temperature = 0, most = parts.most, onWords } = asked.options;
  const result = sdk.streamText({
    model,
    instructions: asked.system,
    messages: asked.messages.flatMap(sdkMessages),
    tools: asked.tools,
    maxRetries: 0,
    maxOutputTokens: most,
    ...(parts.temperature !== false && { temperature }),
    ...(parts.providerOptions && { providerOptions: parts.providerOptions }),
    ...(signal && { abortSignal: signal }),
    onError() {}, // it comes in the stream too; without this the SDK writes it to the console
  });
  let text = "";
  let usage: Usage | undefined;
  const wishes: Wish[] = [];
  for await (const part of result.stream) {
    if (part.type === "error") throw part.error;
    if (part.type === "abort") throw signal?.reason ?? new DOMException("cancelled", "AbortError");
    if (part.type === "text-delta") {
      text += part.text;
      onWords?.(part.text);
    }
    if (part.type === "tool-call") wishes.push({ id: part.toolCallId, tool: part.toolName, args: part.input });
    if (part.type === "finish" && part.finishReason !== "interrupted") usage = usageOf(part.totalUsage);
  }
  // A stream that ends without its end was cut ("interrupted" in the words of the SDK): half a turn is none.
  if (!usage) throw new Error("the stream ended before the answer did");
  return { text, wishes, usage };
}

interface SdkUsage {
  inputTokens: number | undefined;
  outputTokens: number | undefined;
  inputTokenDetails?: { cacheReadTokens?: number | undefined };
}

const usageOf = ({ inputTokens = 0, outputTokens = 0, inputTokenDetails }: SdkUsage): Usage => ({
  inputTokens,
  cachedTokens: inputTokenDetails?.cacheReadTokens ?? 0,
  outputTokens,
});

/** Tools without a function: the SDK gives back what the model wishes, and the gate decides what comes of it. */
const toolsOf = ({ jsonSchema, tool }: Sdk, { tools }: Prefix): ToolSet =>
  Object.fromEntries(
    tools.map(({ name, description, inputSchema }) => [
      name,
      tool({ description, inputSchema: jsonSchema(inputSchema) }),
    ]),
  );

function sdkMessages(message: Message): ModelMessage[] {
  if (message.role === "user") return [{ role: "user", content: message.text }];
  if (message.role === "assistant") {
    const text = message.text === "" ? [] : [{ type: "text" as const, text: message.text }];
    const calls = message.wishes.map(({ id, tool, args }) => ({
      type: "tool-call" as const,
      toolCallId: id,
      toolName: tool,
      input: args,
    }));
    return [{ role: "assistant", content: [...text, ...calls] }];
  }
  const content = message.results.map(({ id, tool, text }) => ({
    type: "tool-result" as const,
    toolCallId: id,
    toolName: tool,
    output: { type: "text" as const, value: text },
  }));
  return [{ role: "tool", content }];
}
