/** What was heard, and what it was understood as. */
export interface Heard {
  /** as recognition wrote it */
  heard: string;
  /** with the names of the house where they were meant */
  text: string;
  /** it was not clear at once, or a name was put where something else was heard: what stops, deletes, restores or opens asks first */
  fuzzy: boolean;
  /** "native", "wasm", "remote" or "grammar" */
  engine: string;
  model: string;
  /** milliseconds of its parts */
  ms: { decode: number; stt: number; queued: number };
  /** how long the recording is */
  seconds: number;
}

export interface HearOptions {
  /** who asked has gone */
  signal?: AbortSignal;
  /** epoch milliseconds by which there must be an answer */
  deadline?: number;
  /** as in ISO 639-1, or "auto"; the setting where it is not given */
  language?: string;
  /** whether the house knows what a text asks for: what it does not know is listened to again */
  isUnderstood?(text: string): Promise<boolean>;
}

/** Ears for whole recordings: one at a time, in order. */
export interface Hearing {
  /** @throws UserError when it is no recording, too long, too big, or cannot be heard now */
  hear(audio: Uint8Array, options?: HearOptions): Promise<Heard>;
  /** mono samples at 16 kHz, from -1 to 1 */
  hearSamples(samples: Float32Array, options?: HearOptions): Promise<Heard>;
  /** which engine and model answer now */
  state(): { engine: string; model: string };
  close(): Promise<void>;
}
