/** What an ear tells of. */
export type EarEvent =
  /** a wake word was said; what follows is listened to */
  | { type: "wake"; word: string; score: number }
  | { type: "speechStart" }
  /** what was said, mono at 16 kHz, from -1 to 1 */
  | { type: "speechEnd"; samples: Float32Array }
  /** nothing was said for 5 s after a wake word, or after `listen` */
  | { type: "nothing" }
  /** it cannot hear; in one line, why */
  | { type: "failed"; message: string };

/** One stream of sound. */
export interface Ear {
  /** mono at 16 kHz, in pieces of any length, as they come */
  feed(pcm: Int16Array): void;
  /** listens to what is said next, as after a wake word: for a button, and for the answer to a question */
  listen(): void;
  close(): void;
}

export interface EarOptions {
  /** words it waits for before it listens, such as "hey_jarvis"; with none it always listens */
  wake?: readonly string[];
  /** seconds of silence that end what is said: 0.25, 0.7 or 1.25 */
  silence?: 0.25 | 0.7 | 1.25;
  on(event: EarEvent): void;
}

export interface Ears {
  open(options: EarOptions): Ear;
  close(): Promise<void>;
}
