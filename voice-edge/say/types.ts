/** A piece of speech: mono, 16 bits. */
export interface Sound {
  /** samples a second */
  rate: number;
  samples: Int16Array;
}

/** Something that speaks: one sentence at a time, so that the first is heard while the rest is still made. */
export interface Voice {
  /** as it is shown: "espeak-ng", "en_US-ljspeech-medium" */
  name: string;
  /** a long sentence takes it so long that it is begun by its first clause */
  takesTime?: boolean;
  /** loads what the first sentence would wait for */
  warm?(): Promise<void>;
  /** @throws UserError in one line, when it cannot; the reason of `signal` */
  speak(sentence: string, options?: { signal?: AbortSignal }): Promise<Sound>;
  close?(): Promise<void>;
}

/** The voice of the house. */
export interface Saying {
  /** What is to be said, sentence by sentence, each made while the one before is played. @throws UserError when there is no voice here */
  say(text: string, options?: { signal?: AbortSignal }): AsyncGenerator<Sound>;
  /** loads once what the first sentence would wait for; where there is no voice, nothing */
  warm(): Promise<void>;
  /** the voice that speaks, or why there is none; `text` says it in one line */
  state(): Promise<{ voice: string | null; text: string }>;
  close(): Promise<void>;
}
