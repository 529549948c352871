import { listed } from "../../kernel/text.ts";
import type { Measured } from "./measure.ts";

/** Tokens of a call that switches something: what most sentences come to. */
const CALL = 32;
/** Seconds a person waits for a light without wondering. */
const GOOD = 2;
const BEARABLE = 6;
/** Above this share of the cold reading a prompt that was read before was not known any more. */
const EVICTED = 0.5;

/** What is told of a measurement. */
export interface Advice {
  /** tokens a second */
  promptSpeed: number;
  answerSpeed: number;
  /** seconds a command takes from the first sentence after a start, and from then on */
  coldSeconds: number;
  warmSeconds: number;
  advice: string;
  warnings: string[];
}

/** Speeds, what a command will take, and what to do about it. `isHeld`: a composer says that the model is warm. */
export function adviceOf({ before, found, cold, warm, onGpu }: Measured, isHeld: boolean): Advice {
  const answerSpeed = perSecond(cold.answerTokens + warm.answerTokens, cold.answerMs + warm.answerMs);
  const answering = answerSpeed > 0 ? CALL / answerSpeed : 0;
  const warmSeconds = warm.promptMs / 1000 + answering;
  const others = before.state === "missing" ? [] : before.others;
  const isEvicted = isHeld && found !== undefined && found.promptMs > EVICTED * cold.promptMs;
  return {
    promptSpeed: perSecond(cold.promptTokens, cold.promptMs),
    answerSpeed,
    coldSeconds: (cold.loadMs + cold.promptMs) / 1000 + answering,
    warmSeconds,
    advice: advised(warmSeconds, onGpu),
    warnings: [
      ...(isEvicted
        ? [
            "Another client uses this model: what Steward had it read was forgotten. Give that client a model of its own.",
          ]
        : []),
      ...(others.length > 0
        ? [`${listed(others)} is in memory too: where both do not fit, each sentence loads anew.`]
        : []),
      ...(onGpu > 0 && onGpu < 0.99 ? [`Only ${Math.round(onGpu * 100)} % of the model is on the graphics card.`] : []),
    ],
  };
}

const perSecond = (tokens: number, ms: number) => (ms > 0 ? (tokens * 1000) / ms : 0);

function advised(warmSeconds: number, onGpu: number): string {
  const where = onGpu >= 0.99 ? "the graphics card" : "this processor";
  if (warmSeconds <= GOOD) return `Good as it is: ${where} answers fast enough.`;
  if (warmSeconds <= BEARABLE)
    return `Bearable on ${where}: a smaller model or ${onGpu > 0 ? "more of it on the card" : "a graphics card"} makes it quick.`;
  return `Too slow on ${where}: a graphics card, a smaller model, or the cloud for what phrases do not read.`;
}
