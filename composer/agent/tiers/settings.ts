import { z } from "zod";
import { PRIVATE_WORDS, wordList } from "./privacy.ts";

const address = (example: string) =>
  z.url({ protocol: /^https?$/, error: `must be an http or https address, such as ${example}` }).optional();
const list = z.string().transform(wordList);
const price = z
  .string()
  .regex(
    /^\d+(\.\d+)?( \d+(\.\d+)?){2}$/,
    "three numbers: dollars a million tokens in, known and out, such as 0.05 0.005 0.4",
  )
  .transform((text) => {
    const [input = 0, cached = 0, output = 0] = text.split(" ").map(Number);
    return { input, cached, output };
  })
  .optional();

/** Settings of the models and of what stands between them; each is explained in .env.example. */
export const modelSettings = {
  OLLAMA_URL: address("http://127.0.0.1:11434"),
  STEWARD_LOCAL_MODEL: z.string().default("qwen2.5:7b"),
  STEWARD_LOCAL_GGUF: z.string().optional(),
  STEWARD_LOCAL_MEMORY: z.enum(["pin", "yield"]).default("yield"),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: address("http://192.168.0.10:8000/v1"),
  STEWARD_CLOUD_MODEL: z.string().default("gpt-5-nano"),
  STEWARD_CLOUD: z.enum(["on", "off"]).default("on"),
  STEWARD_CLOUD_CAP: z.coerce.number("must be dollars a month, such as 5").min(0).default(5),
  STEWARD_CLOUD_PRICE: price,
  STEWARD_PRIVATE_WORDS: list.default([...PRIVATE_WORDS]),
  STEWARD_PRIVATE_TOOLS: list.default([]),
};
const shape = z.object(modelSettings);
export type ModelSettings = z.infer<typeof shape>;
