import type { Model } from "../models/model.ts";
import { isAgainst } from "./against.ts";

/** Who is to answer, as the sentence itself says, and the sentence without that. */
export interface Wished {
  tier: Model["tier"];
  /** empty where nothing else was said: then the sentence before is meant */
  rest: string;
}

const CLOUD = "(?:the )?(?:cloud|openai|chatgpt|gpt|big model|better model|(?:die )?cloud)";
const LOCAL = "(?:the )?(?:local model|local ai|local llm|ollama|small model|(?:das )?lokale modell)";
const FOR = "(?: (?:for|with|on) (?:this|that|it|this one)| dafür| hierfür| damit)?";
const WAYS: readonly [Model["tier"], RegExp][] = (
  [
    ["cloud", CLOUD],
    ["local", LOCAL],
  ] as const
).flatMap(([tier, name]) => [
  // "use the cloud for this: …", "ask the cloud …", "nimm die Cloud dafür: …"
  [
    tier,
    new RegExp(
      `^(?:please )?(?:use|ask|take|let|try|nimm|nutze|frag|benutze) (?:bitte )?${name}${FOR}(?:[:,;.!]| to| and| –|$)\\s*`,
      "iu",
    ),
  ],
  // "…, use the cloud for this", "… with the cloud", "… mit der Cloud"
  [
    tier,
    new RegExp(
      `[,;.]?\\s(?:and )?(?:please )?(?:(?:use|ask|take|nimm|nutze) ${name}${FOR}|(?:using|with|by|in|through) ${name}|mit der cloud|mit dem lokalen modell)[.!]?$`,
      "iu",
    ),
  ],
]);

const MODELS = ["cloud", "openai", "gpt", "model"];
const isModel = (word: string) => MODELS.some((name) => word.includes(name));

/** Reads "use the cloud for this" and the like off a sentence; undefined where it says nothing of who is to answer. */
export function tierWish(text: string): Wished | undefined {
  if (isAgainst(text, isModel)) return undefined; // "… but not with the cloud": no wish for it
  for (const [tier, way] of WAYS) {
    const rest = text.replace(way, "").trim();
    if (rest !== text.trim()) return { tier, rest };
  }
  return undefined;
}
