const ours = { attribution: { name: "Steward", url: "https://github.com" }, installed: true, version: "0.1.0" };

/** What this house offers over Wyoming, as `describe` is answered. */
export function infoOf({ model, voice, words, languages }: Offer) {
  const english = ["en"];
  const named = (name: string, description: string, of: readonly string[]) => ({
    ...ours,
    name,
    description,
    languages: of,
  });
  return {
    asr: [
      {
        ...ours,
        name: "steward",
        description: "Steward hears",
        models: [named(model, `Speech to text by ${model}`, languages)],
        supports_transcript_streaming: false,
      },
    ],
    tts:
      voice === null
        ? []
        : [
            {
              ...ours,
              name: "steward",
              description: "Steward speaks",
              voices: [named(voice, voice, english)],
              supports_synthesize_streaming: false,
            },
          ],
    handle: [
      {
        ...ours,
        name: "Steward",
        description: "Does what a sentence says",
        models: [named("Steward", "Phrases, then models", languages)],
        supports_handled_streaming: false,
        supports_home_control: true,
      },
    ],
    wake: [
      {
        ...ours,
        name: "steward",
        description: "Steward waits for a word",
        models: words.map((word) => ({
          ...named(word, word.replaceAll("_", " "), english),
          phrase: word.replaceAll("_", " "),
        })),
      },
    ],
    intent: [],
    mic: [],
    snd: [],
  };
}

export interface Offer {
  model: string;
  /** null: it cannot speak now */
  voice: string | null;
  /** wake words */
  words: readonly string[];
  languages: readonly string[];
}
