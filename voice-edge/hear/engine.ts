import type { NameEntry } from "../../kernel/wire.ts";
import type { Sound, Transcript } from "./jobs.ts";

export interface AskedOfEngine {
  /** of the house, which may be said */
  names: readonly NameEntry[];
  /** as in ISO 639-1, or "auto" */
  language: string;
  signal?: AbortSignal;
  /** whether the house knows what was heard; without it, one hearing has to do */
  isUnderstood?(heard: string): Promise<boolean>;
}

/** Something that turns sound into text. */
export interface Engine {
  model: string;
  hear(sound: Sound, asked: AskedOfEngine): Promise<Transcript>;
  close(): Promise<void>;
}
