import { UserError } from "../../kernel/errors.ts";
import type { Chosen, ChoiceParts } from "./choose.ts";
import { chooseVoice } from "./choose.ts";
import { hasOnnx } from "../onnx/index.ts";
import { begunSoon, sentencesOf } from "./sentences.ts";
import type { Saying } from "./types.ts";
import { spoken } from "./words/index.ts";

/** The voice of the house: chosen when it is first needed, and anew as long as there was none. */
export function createSaying(parts: Omit<ChoiceParts, "hasOnnx"> & Partial<Pick<ChoiceParts, "hasOnnx">>): Saying {
  const choice = { hasOnnx, ...parts };
  let chosen: Chosen | undefined;
  let warming: Promise<void> | undefined;
  const current = async () => {
    if (!chosen?.voice) chosen = await chooseVoice(choice);
    return chosen;
  };
  return {
    async *say(text, { signal } = {}) {
      const { voice, why } = await current();
      if (!voice) throw new UserError(`There is ${why}.`);
      const [first = "", ...others] = sentencesOf(text);
      const begun = voice.takesTime ? begunSoon(first) : [first];
      const sentences = [...begun, ...others].map(spoken).filter(Boolean);
      const make = async (at: number) => {
        const sentence = sentences[at];
        return sentence === undefined ? undefined : voice.speak(sentence, { signal });
      };
      let next = make(0);
      for (let at = 1; ; at += 1) {
        const sound = await next;
        if (!sound) return;
        next = make(at);
        next.catch(() => {}); // thrown when it is its turn
        yield sound;
      }
    },
    warm() {
      const warm = async () => (await current()).voice?.warm?.();
      warming ??= warm();
      warming.catch(() => (warming = undefined)); // what was missing may be there next time
      return warming;
    },
    async state() {
      const { voice, why } = await current();
      return { voice: voice?.name ?? null, text: why };
    },
    async close() {
      await chosen?.voice?.close?.();
    },
  };
}
